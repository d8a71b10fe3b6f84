using System.Security.Cryptography;
using System.Text;

namespace ProcoreNetSuite.NetSuite;

/// <summary>OAuth 1.0a with HMAC-SHA256, as NetSuite's token-based authentication wants it (netsuite-api.md 2.3).</summary>
/// <param name="Nonce">Used once with this time.</param>
/// <param name="Timestamp">Whole seconds since 1970.</param>
public sealed record TbaSignature(string ConsumerKey, string TokenId, string Nonce, long Timestamp)
{
    /// <summary>What is signed: method, address and all parameters. The body is never part of it.</summary>
    public string BaseString(HttpMethod method, Uri url)
    {
        var parameters = Parameters().Concat(Query(url))
            .Select(pair => (Name: Encode(pair.Name), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");

        // The path is signed as it is sent: AbsolutePath keeps its escapes.
        return $"{method.Method}&{Encode(url.GetLeftPart(UriPartial.Authority) + url.AbsolutePath)}&{Encode(string.Join('&', parameters))}";
    }

    /// <summary>Base64, not yet encoded for the header.</summary>
    public string Sign(HttpMethod method, Uri url, string consumerSecret, string tokenSecret)
    {
        var key = Encoding.ASCII.GetBytes($"{Encode(consumerSecret)}&{Encode(tokenSecret)}");

        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(BaseString(method, url))));
    }

    /// <summary>The Authorization header.</summary>
    /// <param name="realm">Account id, upper case with an underscore.</param>
    public string Header(string realm, string signature) =>
        $"OAuth realm=\"{realm}\", "
        + string.Join(", ", Parameters().Select(pair => $"{pair.Name}=\"{Encode(pair.Value)}\""))
        + $", oauth_signature=\"{Encode(signature)}\"";

    private (string Name, string Value)[] Parameters() =>
    [
        ("oauth_consumer_key", ConsumerKey),
        ("oauth_token", TokenId),
        ("oauth_nonce", Nonce),
        ("oauth_timestamp", $"{Timestamp}"),
        ("oauth_signature_method", "HMAC-SHA256"),
        ("oauth_version", "1.0"),
    ];

    private static IEnumerable<(string Name, string Value)> Query(Uri url) =>
        url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Select(part => (Uri.UnescapeDataString(part[0]), part.Length > 1 ? Uri.UnescapeDataString(part[1]) : ""));

    private static string Encode(string value) => Uri.EscapeDataString(value);
}
