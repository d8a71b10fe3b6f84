using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>Checks a request that is signed with token-based authentication (specification 2.3).</summary>
internal sealed partial class TbaLogin(TimeProvider time)
{
    private readonly Dictionary<(string Token, string Nonce, long Timestamp), DateTimeOffset> _used = [];

    public void Clear() => _used.Clear();

    /// <summary>Finds the integration that signed. When null, the failure is the code for the audit trail.</summary>
    public Integration? Check(string method, Uri address, string header, string accountId, IReadOnlyList<Integration> integrations, out string failure)
    {
        var oauth = Items().Matches(header).ToDictionary(match => match.Groups[1].Value, match => Uri.UnescapeDataString(match.Groups[2].Value));
        string Item(string name) => oauth.GetValueOrDefault(name, "");
        if (new[] { "oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_timestamp", "oauth_signature_method", "oauth_signature" }.Any(name => Item(name).Length == 0))
        {
            failure = "MissingTokenPassportRequiredFields";
            return null;
        }

        var integration = integrations.FirstOrDefault(candidate => candidate.ClientId == Item("oauth_consumer_key") && candidate.ConsumerSecret is not null);
        var token = integration?.Tokens.FirstOrDefault(candidate => candidate.Id == Item("oauth_token"));
        var timely = long.TryParse(Item("oauth_timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)
            && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - timestamp) <= 300;
        failure = integration is null ? "consumer_key_unknown"
            : token is null ? "token_rejected"
            : Item("realm") != accountId ? "parameter_rejected"
            : Item("oauth_signature_method") != "HMAC-SHA256" ? "UnknownAlgorithm"
            : oauth.TryGetValue("oauth_version", out var version) && version != "1.0" ? "VersionRejected"
            : !timely ? "InvalidTimestamp"
            : !Nonce().IsMatch(Item("oauth_nonce")) ? "nonce_rejected"
            : "";
        if (failure.Length > 0)
        {
            return null;
        }

        var expected = TbaSignature.Sign(TbaSignature.BaseString(method, address, oauth), integration!.ConsumerSecret!, token!.Secret);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Item("oauth_signature"))))
        {
            failure = "InvalidSignature";
            return null;
        }

        foreach (var old in _used.Where(use => use.Value < time.GetUtcNow().AddMinutes(-10)).ToList())
        {
            _used.Remove(old.Key);
        }

        failure = _used.TryAdd((token.Id, Item("oauth_nonce"), timestamp), time.GetUtcNow()) ? "" : "NonceUsed";
        return failure.Length == 0 ? integration : null;
    }

    [GeneratedRegex("([A-Za-z_]+)=\"([^\"]*)\"")]
    private static partial Regex Items();

    [GeneratedRegex("^[A-Za-z0-9]{6,64}$")]
    private static partial Regex Nonce();
}
