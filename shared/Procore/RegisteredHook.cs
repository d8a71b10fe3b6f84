using System.Text.Json;

namespace ProcoreNetSuite.Procore;

/// <summary>A webhook as it is registered in Procore (procore-api.md 6.1, 6.3).</summary>
/// <param name="DestinationUrl">With everything in it: its query may hold a key, so it is never shown whole.</param>
/// <param name="PayloadVersion">Such as v2.0.</param>
/// <param name="DestinationHeaders">The Authorization header in it is masked except its last five characters.</param>
/// <param name="Status">active or disabled; null if Procore doesn't say.</param>
public sealed record RegisteredHook(
    long Id, string? DestinationUrl = null, string? Namespace = null, string? PayloadVersion = null, JsonElement DestinationHeaders = default, string? Status = null)
{
    /// <summary>The connector's namespace: lower-case letters, digits and dashes, the same everywhere (6.1).</summary>
    public const string OurNamespace = "procore-netsuite";

    /// <summary>What the ERP guide tells integrators to use (6.4).</summary>
    public const string OurVersion = "v2.0";

    /// <summary>False only if Procore says a version whose events the connector doesn't read (6.4).</summary>
    public bool HasKnownVersion => PayloadVersion is null || PayloadVersion.TrimStart('v').Split('.')[0] is "2" or "3" or "4";

    /// <summary>True if Procore says that it sends nothing to the hook.</summary>
    public bool IsOff => Status is not null && !string.Equals(Status, "active", StringComparison.OrdinalIgnoreCase);

    /// <summary>Can this be what the hook sends as its Authorization header? Five characters are all that Procore shows; null if it shows none of them.</summary>
    public bool? MaySend(string secret)
    {
        if (DestinationHeaders.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var header = DestinationHeaders.EnumerateObject().FirstOrDefault(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Value;
        if (header.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        return header.GetString()!.TrimStart('*') is { Length: > 0 } shown ? secret.EndsWith(shown, StringComparison.Ordinal) : null;
    }
}

/// <summary>What a hook shall be; null leaves a part as it is.</summary>
/// <param name="Address">Whole, with its key.</param>
/// <param name="Secret">Sent as the Authorization header of every delivery.</param>
public sealed record HookChange(string? Address = null, string? Secret = null, string? Version = null);

/// <summary>What a hook listens to.</summary>
/// <param name="EventType">In Procore's spelling, which may be upper case.</param>
public sealed record HookTrigger(long Id, string? ResourceName = null, string? EventType = null)
{
    /// <summary>True for the one trigger that this connector needs.</summary>
    public bool IsNewErpRequest => ResourceName == ProcoreHook.ErpRequests && string.Equals(EventType, "create", StringComparison.OrdinalIgnoreCase);
}

/// <summary>An event on its way to a hook (6.3).</summary>
/// <param name="Status">delivered, failed, discarded, enqueued or retrying.</param>
/// <param name="RaisedAt">When it came up; null if Procore doesn't say.</param>
/// <param name="TriedAt">The last attempt; null if there was none, or Procore doesn't say.</param>
/// <param name="Event">What was sent; null if it can't be read.</param>
public sealed record HookDelivery(string Id, string? Status, DateTimeOffset? RaisedAt, DateTimeOffset? TriedAt, ProcoreHook? Event)
{
    /// <summary>The destination took it in. Procore's filter has another word for it than its rows.</summary>
    public bool IsDelivered => Status is "delivered" or "succeeded";
}

/// <summary>Some rows of a long list.</summary>
/// <param name="Unreadable">Rows that are left out because they can't be read.</param>
/// <param name="HasNext">There may be more behind them.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Rows, int Unreadable, bool HasNext);
