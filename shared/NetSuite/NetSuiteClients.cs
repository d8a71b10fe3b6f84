using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <summary>
/// Makes the client of every connection. Connections of one account share its concurrency limiter; those that also log in alike share their token.
/// One per process.
/// </summary>
/// <param name="http">Shared by all; 120 seconds is a good time limit, as bills take tens of seconds where a customer's scripts run.</param>
public sealed class NetSuiteClients(HttpCaller http, TimeProvider time, ILogger<NetSuiteClient> log)
{
    private readonly ConcurrentDictionary<string, ConcurrencyLimiter> limiters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string, string, string), Lazy<INetSuiteAuthenticator>> authenticators = new();

    /// <summary>May be called again for the same connection; keep the client, it remembers periods and currencies.</summary>
    /// <exception cref="ArgumentException">The settings name no address or an unknown way to log in.</exception>
    public NetSuiteClient Create(NetSuiteSettings settings)
    {
        if (!Uri.TryCreate(settings.BaseUrl, UriKind.Absolute, out var baseUrl))
        {
            throw new ArgumentException("NetSuite:BaseUrl must be the SuiteTalk address of the account.", nameof(settings));
        }

        var account = settings.AccountId.Replace('-', '_').ToUpperInvariant();
        var limiter = limiters.GetOrAdd(account, _ => new ConcurrencyLimiter(settings.Concurrency));
        limiter.LowerBudget(settings.Concurrency);
        var authenticator = authenticators.GetOrAdd(
            (account, baseUrl.GetLeftPart(UriPartial.Authority), settings.Authentication, LoginOf(settings)),
            _ => new Lazy<INetSuiteAuthenticator>(() => Authenticator(settings)));

        return new NetSuiteClient(new NetSuiteConnection(http, authenticator.Value, limiter, baseUrl, time, log), settings, time);
    }

    private static string LoginOf(NetSuiteSettings settings) => settings.Authentication.ToUpperInvariant() switch
    {
        "TBA" => $"{settings.ConsumerKey}/{settings.TokenId}",
        _ => $"{settings.ClientId}/{settings.CertificateId}",
    };

    private INetSuiteAuthenticator Authenticator(NetSuiteSettings settings) => settings.Authentication.ToUpperInvariant() switch
    {
        "OAUTH2" => new OAuth2Authenticator(settings, http, time),
        "TBA" => new TbaAuthenticator(settings, time),
        _ => throw new ArgumentException("NetSuite:Authentication must be OAuth2 or Tba.", nameof(settings)),
    };
}
