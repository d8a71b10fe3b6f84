using System.Security.Cryptography;
using System.Text;

namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>The signature of token-based authentication (specification 2.3, RFC 5849).</summary>
internal static class TbaSignature
{
    public static string BaseString(string method, Uri address, IEnumerable<KeyValuePair<string, string>> oauth)
    {
        var query = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => new KeyValuePair<string, string>(Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : ""));
        var parameters = query.Concat(oauth.Where(pair => pair.Key is not ("realm" or "oauth_signature")))
            .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var port = address.IsDefaultPort ? "" : $":{address.Port}";
        // OriginalString, because the path is signed exactly as it was sent.
        var path = address.OriginalString[(address.OriginalString.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('?')[0];
        var target = $"{address.Scheme}://{address.Host}{port}{path[path.IndexOf('/', StringComparison.Ordinal)..]}";
        return $"{method.ToUpperInvariant()}&{Uri.EscapeDataString(target)}&{Uri.EscapeDataString(string.Join('&', parameters))}";
    }

    public static string Sign(string baseString, string consumerSecret, string tokenSecret)
    {
        var key = Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(consumerSecret)}&{Uri.EscapeDataString(tokenSecret)}");
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(baseString)));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
