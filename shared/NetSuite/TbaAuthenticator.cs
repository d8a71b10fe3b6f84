using System.Security.Cryptography;

namespace ProcoreNetSuite.NetSuite;

/// <summary>Token-based authentication: every request, and every repeat of one, is signed with its own nonce (netsuite-api.md 2.3).</summary>
public sealed class TbaAuthenticator(NetSuiteSettings settings, TimeProvider time) : INetSuiteAuthenticator
{
    public ValueTask<string> AuthorizeAsync(HttpMethod method, Uri url, CancellationToken cancellationToken)
    {
        var signature = new TbaSignature(
            settings.ConsumerKey, settings.TokenId, RandomNumberGenerator.GetHexString(20, lowercase: true), time.GetUtcNow().ToUnixTimeSeconds());
        var signed = signature.Sign(method, url, settings.ConsumerSecret, settings.TokenSecret);

        return ValueTask.FromResult(signature.Header(settings.AccountId.Replace('-', '_').ToUpperInvariant(), signed));
    }

    /// <summary>Always false: five refused logins lock the user for 30 minutes.</summary>
    public bool Refused(string authorization) => false;
}
