using System.Text.Json;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>
/// Vendors and jobs into Procore, page by page by their ids: linked ones are updated, new ones are staged for Ready to Import, those that are gone or
/// inactive drop out of it. Deleted ones come last. What is as it was written last is not written again, what Procore refused is tried again by every run. A run over everything also looks whether what stands
/// in Procore as imported is linked: the notice may have been lost.
/// </summary>
public sealed class EntityImporter(ILinkStore links, LinkChanges changes, IImportedStore imported, ISyncSender sender, TimeProvider time)
{
    /// <summary>Records that Procore refused before and a run looks at again though they have not changed; a query names no more.</summary>
    private const int MostRefused = 1000;

    /// <summary>Records of one step.</summary>
    public int PageSize { get; init; } = 500;

    public async Task<ImportStep> DoAsync(IEntityImport import, Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        var cursor = run.Cursor is null ? new Cursor(false, 0) : JsonSerializer.Deserialize<Cursor>(run.Cursor)!;
        if (cursor.OfDeleted)
        {
            var deleted = await connection.NetSuite.ListDeletedAsync(import.Table, run.Since, cursor.After, PageSize, cancellationToken);
            var gone = await RemoveAsync(import, connection, run, deleted.Rows, cancellationToken);

            return gone with { Cursor = deleted.HasMore ? Text(new Cursor(true, IdOf(deleted.Rows[^1].Id))) : null };
        }

        // The mark comes first: what changes while the run reads is read again by the next one.
        var mark = run.Cursor is null ? await connection.NetSuite.FindEntityMarkAsync(import.Table, run.Since, cancellationToken) : null;
        var refused = run.Since is null ? [] : await imported.ListAsync(connection.Id, import.Kind, StagedRecords.Refused, MostRefused, cancellationToken);
        var page = await import.ListAsync(connection, run.Since, refused, cursor.After, PageSize, cancellationToken);
        var step = await WriteAsync(import, connection, page.Rows, run.Since is null, cancellationToken);

        return step with
        {
            Cursor = Text(page.HasMore ? new Cursor(false, IdOf(page.Rows[^1].Id)) : new Cursor(true, 0)),
            Total = mark?.Count,
            Watermark = mark?.Newest,
        };
    }

    private async Task<ImportStep> WriteAsync(
        IEntityImport import, Connection connection, IReadOnlyList<ImportedEntity> entities, bool isFull, CancellationToken cancellationToken)
    {
        var holders = await FindHoldersAsync(import, connection, entities, cancellationToken);
        var before = await FindWrittenAsync(import, connection, [.. entities.Select(entity => entity.Id)], cancellationToken);
        List<Problem> warnings = [];
        List<(ImportedEntity Entity, long ProcoreId)> known = [];
        List<ImportedEntity> found = [], settled = [], unwanted = [];
        foreach (var entity in entities)
        {
            switch (holders[entity.Id])
            {
                case { IsPair: true } when entity.Inactive:
                    warnings.Add(Gone(import, entity.Name, entity.Id, "inactive", holders[entity.Id]!));
                    break;
                case { IsPair: true } link when before[entity.Id] != HashOf(entity, link.Key.ProcoreId):
                    known.Add((entity, link.Key.ProcoreId));
                    break;
                case null when entity.IsWanted && before[entity.Id] != HashOf(entity, null):
                    found.Add(entity);
                    break;
                case null when entity.IsWanted && isFull:
                    settled.Add(entity);
                    break;
                case null when !entity.IsWanted && before[entity.Id] is { } hash && hash != StagedRecords.Hidden:
                    unwanted.Add(entity);
                    break;
            }
        }

        var updated = known.Count == 0 ? [] : await import.UpdateAsync(connection, known, cancellationToken);
        var there = await StagedRecords.ReadAsync(import, connection, [.. found, .. settled], cancellationToken);
        found.AddRange(settled.Where(entity => there[entity.Id] is null or StagedStatus.Invalid));
        await AskForLinksAsync(import, connection, [.. there.Where(one => one.Value is StagedStatus.Imported).Select(one => one.Key)], cancellationToken);
        var staging = await StagedRecords.StageAsync(import, connection, found, there, cancellationToken);
        var hiding = await StagedRecords.HideAsync(import, connection, [.. unwanted.Select(entity => (entity.Id, entity.Name))], cancellationToken);
        var heirs = known.ToDictionary(one => one.Entity.Id, one => one.ProcoreId);
        await imported.SaveAsync(
            connection.Id,
            import.Kind,
            [
                .. updated.Where(one => one.Problem is null).Select(one => (one.Entity.Id, HashOf(one.Entity, heirs[one.Entity.Id]))),
                .. updated.Where(one => one.Problem is not null).Select(one => (one.Entity.Id, StagedRecords.Refused)),
                .. staging.Done.Select(entity => (entity.Id, HashOf(entity, null))),
                .. found.Except(staging.Done).Select(entity => (entity.Id, StagedRecords.Refused)),
                .. hiding.Done.Select(id => (id, StagedRecords.Hidden)),
            ],
            cancellationToken);
        Problem[] failures = [.. updated.Select(one => one.Problem).OfType<Problem>(), .. staging.Problems, .. hiding.Problems];

        return new ImportStep(null)
        {
            Problems = [.. failures, .. warnings],
            Counts = new ImportCounts
            {
                Read = entities.Count,
                New = staging.New,
                Changed = updated.Count(one => one.Problem is null) + staging.Done.Count - staging.New,
                Removed = hiding.Done.Count,
                Failed = failures.Length,
                Unchanged = entities.Count - known.Count - found.Count - unwanted.Count,
            },
        };
    }

    /// <summary>Somebody added or linked these, and no link says so: the room is asked to look, as if the notice came now.</summary>
    private async Task AskForLinksAsync(IEntityImport import, Connection connection, IReadOnlyList<NetSuiteId> added, CancellationToken cancellationToken)
    {
        foreach (var id in added)
        {
            if (await connection.Procore.FindIdByOriginAsync(import.ItemType, connection.OriginId(import.RecordType, id.Value), cancellationToken) is { } procoreId)
            {
                var order = new SyncMessage { ConnectionId = connection.Id, Command = SyncCommand.Link, AskedAt = time.GetUtcNow(), Items = [new SyncItem(procoreId)] };
                await sender.SendAsync(import.Room, order, LaterCopies.IdOf(order), cancellationToken);
            }
        }
    }

    private async Task<ImportStep> RemoveAsync(
        IEntityImport import, Connection connection, ImportRun run, IReadOnlyList<DeletedRow> deleted, CancellationToken cancellationToken)
    {
        List<Problem> warnings = [];
        var before = await FindWrittenAsync(import, connection, [.. deleted.Select(row => row.Id)], cancellationToken);
        var linked = await links.FindManyByNetSuiteIdAsync(connection.Id, import.Entity, null, [.. deleted.Select(row => row.Id)], cancellationToken);
        foreach (var row in deleted)
        {
            if (linked.GetValueOrDefault(row.Id) is { } link)
            {
                warnings.Add(Gone(import, row.Name ?? link.Name ?? row.Id.Value, row.Id, "deleted", link));
                if (link.State is not LinkState.Orphaned)
                {
                    // Whoever was faster has linked or unlinked it, and the next run looks again.
                    await changes.MarkAsync(link, LinkState.Orphaned, warnings[^1], run.RunId, run.RequestedBy, cancellationToken);
                }
            }
        }

        var hiding = await StagedRecords.HideAsync(
            import, connection, [.. deleted.Where(row => before[row.Id] is { } hash && hash != StagedRecords.Hidden).Select(row => (row.Id, row.Name ?? row.Id.Value))], cancellationToken);
        await imported.SaveAsync(connection.Id, import.Kind, [.. hiding.Done.Select(id => (id, StagedRecords.Hidden))], cancellationToken);

        return new ImportStep(null)
        {
            Problems = [.. hiding.Problems, .. warnings],
            Counts = new ImportCounts { Removed = hiding.Done.Count, Failed = hiding.Problems.Count },
        };
    }

    /// <summary>The link of each record, or the unfinished export that makes it: then it belongs to somebody, too.</summary>
    private async Task<Dictionary<NetSuiteId, Link?>> FindHoldersAsync(
        IEntityImport import, Connection connection, IReadOnlyList<ImportedEntity> entities, CancellationToken cancellationToken)
    {
        var pairs = await links.FindManyByNetSuiteIdAsync(connection.Id, import.Entity, null, [.. entities.Select(entity => entity.Id)], cancellationToken);
        var ours = entities.Where(entity => !pairs.ContainsKey(entity.Id))
            .Select(entity => (entity.Id, ProcoreId: ExternalIds.ReadExternal(entity.ExternalId, connection.CompanyId, import.Entity)))
            .Where(one => one.ProcoreId is not null).ToList();
        var exports = await links.FindManyAsync([.. ours.Select(one => new LinkKey(connection.Id, import.Entity, one.ProcoreId!.Value))], cancellationToken);
        var busy = ours.Zip(exports).Where(pair => pair.Second is { State: LinkState.Writing or LinkState.Unknown }).ToDictionary(pair => pair.First.Id, pair => pair.Second);

        return entities.ToDictionary(entity => entity.Id, entity => pairs.GetValueOrDefault(entity.Id) ?? busy.GetValueOrDefault(entity.Id));
    }

    private async Task<Dictionary<NetSuiteId, string?>> FindWrittenAsync(
        IEntityImport import, Connection connection, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var found = await imported.FindManyAsync(connection.Id, import.Kind, ids, cancellationToken);

        return ids.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static Problem Gone(IEntityImport import, string name, NetSuiteId id, string how, Link link) => new(
        "E413", $"{name} (NetSuite {import.RecordType} {id}) is {how} in NetSuite, and {link.Name} ({link.Key.ProcoreId}) in Procore is linked to it.")
    {
        OtherRemedy = how == "deleted" ? "Unlink it in Procore." : "Make it active in NetSuite again, or unlink it in Procore.",
    };

    private static string HashOf(ImportedEntity entity, long? procoreId) => StagedRecords.HashOf(procoreId is { } id
        ? JsonSerializer.Serialize(new { id, entity.Update })
        : JsonSerializer.Serialize(new { entity.Number, entity.Staged }));

    private static string Text(Cursor cursor) => JsonSerializer.Serialize(cursor);

    private static long IdOf(NetSuiteId id) => long.Parse(id.Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where the next step begins: among the living or the deleted, after which id.</summary>
    private sealed record Cursor(bool OfDeleted, long After);
}
