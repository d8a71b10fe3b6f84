using System.Text.Json;

namespace ProcoreNetSuite.Procore;

/// <summary>One event for the integrator (procore-api.md 7.4.1). Its data differs by name, and not only in form.</summary>
public sealed record ErpRequest
{
    public long? Id { get; init; }

    public long? CompanyId { get; init; }

    public string? RequestName { get; init; }

    public JsonElement RequestData { get; init; }

    /// <summary>Stands beside the data in create_or_update_job.</summary>
    public long? RequestDetailId { get; init; }
}

/// <summary>The status record of one piece of work (7.4.2). Only the id is proven.</summary>
public sealed record RequestDetail(long Id, long? ErpRequestId = null, string? RequestName = null, string? ItemType = null, long? ItemId = null, string? Status = null,
    DateTimeOffset? CreatedAt = null)
{
    /// <summary>True while the work has not been answered, however long ago it was asked for; null if the status is a word we don't know.</summary>
    public bool? IsOpen => ErpPaths.IsOpen(Status);
}

/// <summary>How a request detail ends.</summary>
/// <param name="Succeeded">False: the item moves to Failed to Export and shows the messages.</param>
public sealed record RequestDetailClosing(long Id, bool Succeeded, IReadOnlyList<string> Messages);

/// <summary>An entry of the external-data map (7.4.3). All null origin fields mark the record unsynced.</summary>
public sealed record ExternalData(string ItemType, long ItemId, string? OriginId, string? OriginCode = null, string? OriginData = null);

/// <summary>An entry that marks a cost type assignment as synced (7.4.6).</summary>
public sealed record CostTypeAssignment(long CostCodeId, long LineItemTypeId, bool Synced = true);

/// <summary>The answer of a sync call (5.1): an entry took effect only if it is in <see cref="Entities"/>.</summary>
public sealed record SyncAnswer(IReadOnlyList<SyncEntity> Entities, IReadOnlyList<SyncError> Errors)
{
    public static SyncAnswer Empty { get; } = new([], []);
}

/// <summary>One entry that took effect.</summary>
/// <param name="Id">Procore's id of the record; null where the answer names none.</param>
public sealed record SyncEntity(long? Id, string? OriginId);

/// <summary>One refused entry, as Procore echoes it.</summary>
/// <param name="Text">Procore's reasons in one line.</param>
public sealed record SyncError(long? Id, string? OriginId, string? ItemType, long? ItemId, string Text)
{
    /// <summary>It is about the entry's vendor: a reason stands under its field's name.</summary>
    public bool NamesVendor => Text.Contains("vendor_id", StringComparison.OrdinalIgnoreCase);
}
