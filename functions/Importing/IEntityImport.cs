using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>What vendors and jobs tell <see cref="EntityImporter"/> about themselves; all else is the same for both.</summary>
public interface IEntityImport : IImport
{
    EntityTable Table { get; }

    EntityType Entity { get; }

    /// <summary>NetSuite's name of such a record, in origin ids and sentences.</summary>
    string RecordType { get; }

    /// <summary>Procore's item type, in staged records and external data.</summary>
    string ItemType { get; }

    /// <summary>The queue of the room that keeps the links of such records.</summary>
    string Room { get; }

    /// <summary>One page, already mapped.</summary>
    /// <param name="also">Those too that have not changed since.</param>
    Task<EntityPage<ImportedEntity>> ListAsync(
        Connection connection, string? since, IReadOnlyList<NetSuiteId> also, long after, int most, CancellationToken cancellationToken);

    /// <summary>Writes known records; each is in the answer with its problem, or with null.</summary>
    Task<IReadOnlyList<(ImportedEntity Entity, Problem? Problem)>> UpdateAsync(
        Connection connection, IReadOnlyList<(ImportedEntity Entity, long ProcoreId)> known, CancellationToken cancellationToken);
}

/// <summary>A record of NetSuite on its way into Procore.</summary>
/// <param name="Number">Shown in Procore's Code column.</param>
/// <param name="IsWanted">Active and of our subsidiary: may stand in Ready to Import.</param>
/// <param name="Staged">What it becomes when a user adds it.</param>
/// <param name="Update">What a linked record takes over; empty if NetSuite says nothing.</param>
public sealed record ImportedEntity(
    NetSuiteId Id,
    string Number,
    string Name,
    string? ExternalId,
    bool Inactive,
    bool IsWanted,
    IReadOnlyDictionary<string, object?> Staged,
    IReadOnlyDictionary<string, object?> Update);
