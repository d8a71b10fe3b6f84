using System.Security.Cryptography;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <summary>
/// OAuth 2.0 client credentials with a certificate (netsuite-api.md 2.2). One token for all callers, kept for 80 % of its life;
/// while it is fetched the others wait for it.
/// </summary>
public sealed class OAuth2Authenticator(NetSuiteSettings settings, HttpCaller http, TimeProvider time) : INetSuiteAuthenticator, IDisposable
{
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromSeconds(300);

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly Uri tokenUrl = new($"{settings.BaseUrl.TrimEnd('/')}/services/rest/auth/oauth2/v1/token");
    private Token? current;

    /// <summary>Not a record, whose text would hold the token.</summary>
    private sealed class Token(string authorization, DateTimeOffset renewAt)
    {
        public string Authorization { get; } = authorization;

        public DateTimeOffset RenewAt { get; } = renewAt;
    }

    public async ValueTask<string> AuthorizeAsync(HttpMethod method, Uri url, CancellationToken cancellationToken)
    {
        if (Usable() is { } kept)
        {
            return kept;
        }

        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (Usable() is { } fetched)
            {
                return fetched;
            }

            var token = await FetchAsync(cancellationToken);
            Volatile.Write(ref current, token);

            return token.Authorization;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Drops the token, unless it was replaced in the meantime.</summary>
    public bool Refused(string authorization)
    {
        if (Volatile.Read(ref current) is { } token && token.Authorization == authorization)
        {
            Interlocked.CompareExchange(ref current, null, token);
        }

        return true;
    }

    public void Dispose() => oneAtATime.Dispose();

    private string? Usable() => Volatile.Read(ref current) is { } token && time.GetUtcNow() < token.RenewAt ? token.Authorization : null;

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", Assert(asked)),
        ]);
        try
        {
            return Read(await http.SendAsync(HttpMethod.Post, tokenUrl, [], form, cancellationToken), asked);
        }
        catch (NoAnswerException failure)
        {
            throw new UnavailableException(new Problem("E902", "NetSuite's token service did not answer.", failure.Message), failure);
        }
    }

    private string Assert(DateTimeOffset now)
    {
        var assertion = new ClientAssertion(
            settings.CertificateId, settings.ClientId, tokenUrl.AbsoluteUri, now, AssertionLifetime, Guid.NewGuid().ToString());
        try
        {
            return assertion.Sign(settings.PrivateKey);
        }
        catch (CryptographicException failure)
        {
            throw new RejectedException(new Problem("E903", "The private key of the NetSuite connection can't be used.", failure.Message));
        }
    }

    private static Token Read(HttpAnswer answer, DateTimeOffset asked)
    {
        using var json = RecordJson.TryParse(answer);
        var body = json?.RootElement;
        if (answer.IsSuccess && body?.Text("access_token") is { Length: > 0 and < 16_384 } value && value.All(letter => letter is > ' ' and < '\x7f'))
        {
            var seconds = body.Value.Number("expires_in") is { } given and > 0 and < 86_400 ? given : 3600;

            return new($"Bearer {value}", asked + TimeSpan.FromTicks((long)(seconds * 0.8m * TimeSpan.TicksPerSecond)));
        }

        if (answer.Status == 429)
        {
            throw new ThrottledException(
                new Problem("E901", "NetSuite is too busy to log the connector in."), NetSuiteConnection.ComeBackAfter(answer));
        }

        if (answer.Status is 400 or 401 or 403 && (body?.Text("error") ?? body?.Text("title")) is { } error)
        {
            var detail = body?.Text("error_description") is { } more ? $"{error}: {more}" : error;

            throw new RejectedException(new Problem("E903", "NetSuite did not accept the connector's certificate.", detail), answer.Status);
        }

        throw new UnavailableException(new Problem("E902", $"NetSuite's token service answered {answer.Status} without a token."));
    }
}
