using Microsoft.Extensions.Configuration;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Where this app is reached from outside: the name that the platform gives it, never one that a caller names.</summary>
public sealed class AppAddress(IConfiguration configuration)
{
    /// <summary>What to say where nobody knows it.</summary>
    public const string IsUnknown = "The app doesn't know its own address: WEBSITE_HOSTNAME is empty. The platform sets it; on your machine, put the host of your tunnel there.";

    /// <summary>Host and perhaps port, such as contoso.azurewebsites.net; null where nobody says.</summary>
    public string? Host => configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host ? host : null;

    /// <summary>https; http only on this machine. Null without a host, or if the host is none.</summary>
    public Uri? Root => Uri.TryCreate($"https://{Host}", UriKind.Absolute, out var address) && Host is not null && address.AbsolutePath == "/"
        ? address.IsLoopback ? new Uri($"http://{Host}") : address
        : null;
}
