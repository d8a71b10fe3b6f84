namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>What a receiver wants done with a message it holds.</summary>
internal sealed record Settlement(SettlementKind Kind)
{
    /// <summary>Application properties to set.</summary>
    public IReadOnlyDictionary<string, object?> Properties { get; init; } = new Dictionary<string, object?>();

    /// <summary>Of a dead letter.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a dead letter.</summary>
    public string? Description { get; init; }
}
