using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Which addresses belong together. Hosts that it doesn't know, such as a domain of the customer's or a machine of their own, are left alone.</summary>
internal static class ConnectionHosts
{
    private const string SuiteTalk = ".suitetalk.api.netsuite.com";

    /// <summary>Procore's API hosts with their login hosts (procore-api.md 1.2).</summary>
    private static readonly Dictionary<string, string> logins = new(StringComparer.OrdinalIgnoreCase)
    {
        ["api.procore.com"] = "login.procore.com",
        ["sandbox.procore.com"] = "login-sandbox.procore.com",
        ["api-monthly.procore.com"] = "login-sandbox-monthly.procore.com",
    };

    /// <summary>False if API and login are hosts of Procore's that belong to different environments: every call would be refused.</summary>
    public static bool AreOfOneKind(ProcoreSettings procore) =>
        HostOf(procore.BaseUrl) is not { } api || HostOf(procore.LoginUrl) is not { } login || !logins.TryGetValue(api, out var own)
        || login.Equals(own, StringComparison.OrdinalIgnoreCase) || !logins.ContainsValue(login);

    /// <summary>The login address of Procore's API host; null if that is another.</summary>
    public static string? LoginOf(ProcoreSettings procore) => HostOf(procore.BaseUrl) is { } api && logins.TryGetValue(api, out var login) ? $"https://{login}" : null;

    /// <summary>As NetSuite shows it: a host has a hyphen instead of the underscore.</summary>
    public static bool IsAccountId(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    /// <summary>The account whose SuiteTalk host this is (netsuite-api.md 1.1); null for other hosts.</summary>
    public static string? AccountOf(NetSuiteSettings netSuite) =>
        HostOf(netSuite.BaseUrl) is { } host && host.EndsWith(SuiteTalk, StringComparison.OrdinalIgnoreCase)
            ? host[..^SuiteTalk.Length].Replace('-', '_').ToUpperInvariant()
            : null;

    private static string? HostOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.Host : null;
}
