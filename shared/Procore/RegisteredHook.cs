namespace ProcoreNetSuite.Procore;

/// <summary>A webhook as it is registered in Procore (procore-api.md 6.1, 6.2).</summary>
/// <param name="DestinationUrl">With everything in it: its query may hold a key, so it is never shown whole.</param>
public sealed record RegisteredHook(long Id, string? DestinationUrl = null, string? Namespace = null);

/// <summary>What a hook listens to.</summary>
/// <param name="EventType">In Procore's spelling, which may be upper case.</param>
public sealed record HookTrigger(long Id, string? ResourceName = null, string? EventType = null)
{
    /// <summary>True for the one trigger that this connector needs.</summary>
    public bool IsNewErpRequest => ResourceName == ProcoreHook.ErpRequests && string.Equals(EventType, "create", StringComparison.OrdinalIgnoreCase);
}

/// <summary>One attempt to deliver an event (6.2).</summary>
/// <param name="Outcome">ok, retried, failed or discarded.</param>
/// <param name="Event">What was sent; null if it can't be read.</param>
public sealed record HookDelivery(long Id, string? Outcome, DateTimeOffset? StartedAt, ProcoreHook? Event);

/// <summary>Some rows of a long list.</summary>
/// <param name="Unreadable">Rows that are left out because they can't be read.</param>
/// <param name="HasNext">There may be more behind them.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Rows, int Unreadable, bool HasNext);
