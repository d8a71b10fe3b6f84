namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>A subscription: destination, scope, payload version and what it listens to (spec 6.1).</summary>
internal sealed class Hook
{
    public required long Id { get; init; }

    public required string ClientId { get; init; }

    public required long CompanyId { get; init; }

    public long? ProjectId { get; init; }

    public required long UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public string Namespace { get; set; } = "procore";

    /// <summary>2, 3 or 4.</summary>
    public int Version { get; set; } = 2;

    public required string Destination { get; set; }

    public string? Authorization { get; set; }

    public bool Disabled { get; set; }

    public List<Trigger> Triggers { get; } = [];
}

/// <summary>What a hook listens to; the event type is kept in lower case.</summary>
internal sealed record Trigger(long Id, string Resource, string EventType);
