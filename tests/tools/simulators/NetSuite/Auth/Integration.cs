namespace ProcoreNetSuite.Simulators.NetSuite.Auth;

/// <summary>An integration record, with what logs in through it (specification 2).</summary>
public sealed record Integration
{
    /// <summary>Client id of OAuth 2.0; consumer key of token-based authentication.</summary>
    public required string ClientId { get; init; }

    public IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>For token-based authentication only.</summary>
    public string? ConsumerSecret { get; init; }

    public IReadOnlyList<AccessToken> Tokens { get; init; } = [];

    public Role Role { get; init; } = new();
}

/// <summary>A public key that was uploaded on the machine-to-machine page.</summary>
public sealed record Certificate
{
    /// <summary>The certificate id: kid of the assertion.</summary>
    public required string Id { get; init; }

    /// <summary>A public key or a certificate, in PEM.</summary>
    public required string PublicKeyPem { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public bool Revoked { get; init; }
}

/// <summary>A token of token-based authentication.</summary>
public sealed record AccessToken(string Id, string Secret);
