using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The login host: client credentials, token info, revocation (spec 1.4).</summary>
internal sealed class OAuth(ProcoreState state)
{
    public Answer Handle(string method, string path, IReadOnlyDictionary<string, string> fields, string? authorization) => (method, path) switch
    {
        ("POST", "/oauth/token") => Grant(fields),
        ("GET", "/oauth/token/info") => Info(authorization),
        ("POST", "/oauth/revoke") => Revoke(fields),
        _ => throw Refusal.NotFound(),
    };

    /// <summary>The app behind a bearer token that is known and not too old.</summary>
    public AccessToken Check(string? authorization)
    {
        const string Scheme = "Bearer ";
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true
            || !state.Tokens.TryGetValue(authorization[Scheme.Length..].Trim(), out var token) || token.ExpiresAt <= state.Now)
        {
            throw Refusal.Unauthorized();
        }

        return token;
    }

    private Answer Grant(IReadOnlyDictionary<string, string> fields)
    {
        if (fields.GetValueOrDefault("grant_type") != "client_credentials")
        {
            throw Failure(400, "unsupported_grant_type", "The authorization grant type is not supported by the authorization server.");
        }

        var app = state.Apps.Find(known => known.ClientId == fields.GetValueOrDefault("client_id"));
        if (app is null || app.ClientSecret != fields.GetValueOrDefault("client_secret"))
        {
            throw Failure(401, "invalid_client", "Client authentication failed");
        }

        var token = new AccessToken($"procore-{app.ClientId}-{state.NextSerial()}", app, state.Now, state.Now + state.Settings.TokenLifetime);
        state.Tokens.Add(token.Value, token);

        return Answer.Ok(new JsonObject
        {
            ["access_token"] = token.Value,
            ["token_type"] = "bearer",
            ["expires_in"] = (int)state.Settings.TokenLifetime.TotalSeconds,
            ["created_at"] = token.CreatedAt.ToUnixTimeSeconds(),
        });
    }

    private Answer Info(string? authorization)
    {
        var token = Check(authorization);

        return Answer.Ok(new JsonObject
        {
            ["resource_owner_id"] = token.App.ServiceAccountId,
            ["scope"] = new JsonArray(),
            ["expires_in"] = (int)(token.ExpiresAt - state.Now).TotalSeconds,
            ["application"] = new JsonObject { ["uid"] = token.App.ClientId },
            ["created_at"] = token.CreatedAt.ToUnixTimeSeconds(),
        });
    }

    /// <summary>200 even for a token nobody knows.</summary>
    private Answer Revoke(IReadOnlyDictionary<string, string> fields)
    {
        var app = state.Apps.Find(known => known.ClientId == fields.GetValueOrDefault("client_id"));
        if (state.Tokens.TryGetValue(fields.GetValueOrDefault("token") ?? "", out var token)
            && token.App == app && app.ClientSecret == fields.GetValueOrDefault("client_secret"))
        {
            state.Tokens.Remove(token.Value);
        }

        return Answer.Ok(new JsonObject());
    }

    private static Refusal Failure(int status, string error, string description) =>
        new(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
