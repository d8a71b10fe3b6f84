using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>Token endpoint, bearer tokens and token-based authentication (specification 2).</summary>
internal sealed class LoginService(TimeProvider time)
{
    private const string TokenPath = "/services/rest/auth/oauth2/v1/token";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Integration Integration, DateTimeOffset Until)> _tokens = [];
    private readonly TbaLogin _tba = new(time);
    private readonly List<Integration> _integrations = [];
    private readonly List<LoginFailure> _failures = [];

    public IReadOnlyList<Integration> Integrations
    {
        get
        {
            lock (_gate)
            {
                return [.. _integrations];
            }
        }
    }

    public IReadOnlyList<LoginFailure> Failures
    {
        get
        {
            lock (_gate)
            {
                return [.. _failures];
            }
        }
    }

    /// <summary>Adds the integration, or replaces the one with this client id.</summary>
    public void Add(Integration integration)
    {
        lock (_gate)
        {
            _integrations.RemoveAll(other => other.ClientId == integration.ClientId);
            _integrations.Add(integration);
        }
    }

    public void ExpireTokens()
    {
        lock (_gate)
        {
            _tokens.Clear();
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _tokens.Clear();
            _integrations.Clear();
            _failures.Clear();
            _tba.Clear();
        }
    }

    public static bool IsTokenRequest(HttpContext context) => context.Request.Path.Equals(TokenPath, StringComparison.OrdinalIgnoreCase);

    public async Task<Answer> IssueTokenAsync(HttpContext context, string accountId)
    {
        if (context.Request.Method != "POST")
        {
            return Answer.Error(NetSuiteException.NoMethod(context.Request.Method));
        }

        if (!context.Request.HasFormContentType)
        {
            return TokenError(400, "invalid_request", "The request is not a form.");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (new[] { "grant_type", "client_assertion_type", "client_assertion" }.Any(name => form[name].Count != 1 || form[name][0]!.Length == 0))
        {
            return TokenError(400, "invalid_request", "A required parameter is missing or repeated.");
        }

        if (form["grant_type"] != "client_credentials" || form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        {
            return TokenError(400, "invalid_request", "The grant type or the assertion type is not supported.");
        }

        lock (_gate)
        {
            var host = context.Request.Host.Value!;
            var integration = AssertionCheck.Check(
                form["client_assertion"]!, audience => IsAudience(audience, host, accountId), time.GetUtcNow(), _integrations, out var error, out var description);
            if (integration is null)
            {
                _failures.Add(new LoginFailure(time.GetUtcNow(), "OAuth 2.0", $"{error}: {description}"));
                return TokenError(error == "invalid_client" ? 401 : 400, error, description);
            }

            var token = NewToken(integration, accountId);
            _tokens[token] = (integration, time.GetUtcNow().AddSeconds(3600));
            return Answer.Plain(new JsonObject { ["access_token"] = token, ["expires_in"] = 3600, ["token_type"] = "Bearer" });
        }
    }

    /// <summary>Lets a request in as a role, or says how it is refused.</summary>
    public (Role? Role, Answer? Refusal) Authenticate(HttpContext context, NetSuiteSettings settings)
    {
        if (!settings.AuthenticationRequired)
        {
            return (Role.Everything, null);
        }

        var header = context.Request.Headers.Authorization.ToString();
        lock (_gate)
        {
            if (header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase))
            {
                return CheckSigned(context, header[6..], settings.AccountId);
            }

            if (header.Length == 0)
            {
                return (null, Refuse(401, $"Bearer realm=\"{settings.AccountId}\"", "no credentials"));
            }

            var parts = header.Split(' ');
            if (parts.Length != 2 || !string.Equals(parts[0], "Bearer", StringComparison.OrdinalIgnoreCase) || parts[1].Length == 0)
            {
                return (null, Refuse(400, $"Bearer realm=\"{settings.AccountId}\", error=\"invalid_request\", error_description=\"Invalid request.\"", "malformed header"));
            }

            return _tokens.TryGetValue(parts[1], out var token) && token.Until > time.GetUtcNow()
                ? (token.Integration.Role, null)
                : (null, Refuse(401, $"Bearer realm=\"{settings.AccountId}\", error=\"invalid_token\", error_description=\"Invalid login attempt.\"", "invalid_token"));
        }
    }

    private static Answer TokenError(int status, string error, string description) =>
        new(status) { Body = new JsonObject { ["error"] = error, ["error_description"] = description } };

    private static bool IsAudience(string audience, string host, string accountId)
    {
        var account = accountId.Replace('_', '-').ToLowerInvariant();
        return Uri.TryCreate(audience, UriKind.Absolute, out var address)
            && address.AbsolutePath == TokenPath
            && (string.Equals(address.Authority, host, StringComparison.OrdinalIgnoreCase)
                || address.Host == $"{account}.suitetalk.api.netsuite.com" || address.Host == $"{account}.restlets.api.netsuite.com");
    }

    private string NewToken(Integration integration, string accountId)
    {
        // Shaped like NetSuite's own: a client has to treat it as opaque.
        var claims = new JsonObject
        {
            ["iss"] = $"https://system.netsuite.com/{accountId}",
            ["sub"] = $"role;{integration.ClientId}",
            ["scope"] = new JsonArray("rest_webservices"),
            ["exp"] = time.GetUtcNow().AddSeconds(3600).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };
        return string.Join('.', Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8), Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString())),
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
    }

    private (Role? Role, Answer? Refusal) CheckSigned(HttpContext context, string header, string accountId)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var address = new Uri($"{context.Request.Scheme}://{context.Request.Host}{target}");
        return _tba.Check(context.Request.Method, address, header, accountId, _integrations, out var failure) is { } integration
            ? (integration.Role, null)
            : (null, Refuse(401, $"OAuth realm=\"{accountId}\", error=\"token_rejected\", error_description=\"Invalid login attempt.\"", failure));
    }

    private Answer Refuse(int status, string challenge, string reason)
    {
        _failures.Add(new LoginFailure(time.GetUtcNow(), challenge.Split(' ')[0], reason));
        var error = status == 400
            ? new NetSuiteException(400, "INVALID_REQUEST", "The Authorization header is malformed.") { Header = "Authorization" }
            : new NetSuiteException(401, "INVALID_LOGIN",
                "Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.");
        return Answer.Error(error) with { Headers = new() { ["WWW-Authenticate"] = challenge } };
    }
}
