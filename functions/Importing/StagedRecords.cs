using System.Security.Cryptography;
using System.Text;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>Ready to Import. What a user archived stays archived, what was imported stays imported: the records are read before they are written.</summary>
public static class StagedRecords
{
    /// <summary>Stands in for a hash where the record was hidden.</summary>
    public const string Hidden = "hidden";

    /// <summary>How each of these stands in Procore; null for one that is not staged.</summary>
    public static Task<Dictionary<NetSuiteId, string?>> ReadAsync(
        IEntityImport import, Connection connection, IReadOnlyList<ImportedEntity> entities, CancellationToken cancellationToken) =>
        ReadAsync(import, connection, [.. entities.Select(entity => entity.Id)], cancellationToken);

    /// <summary>Stands in for a hash where Procore refused the record.</summary>
    public const string Refused = "refused";

    /// <summary>Puts records there, or brings those that are there up to date.</summary>
    /// <param name="there">How each of them stands there now.</param>
    public static async Task<Staging> StageAsync(
        IEntityImport import, Connection connection, IReadOnlyList<ImportedEntity> entities, IReadOnlyDictionary<NetSuiteId, string?> there, CancellationToken cancellationToken)
    {
        if (entities.Count == 0)
        {
            return new Staging([], 0, []);
        }

        StagedRecord[] records =
        [
            .. entities.Select(entity => new StagedRecord(
                import.ItemType,
                OriginOf(import, connection, entity.Id),
                entity.Number,
                there[entity.Id] is null or StagedStatus.Invalid ? StagedStatus.Staged : null,
                entity.Staged)),
        ];
        var answer = await connection.Procore.SyncStagedRecordsAsync(records, cancellationToken);
        var refused = ByOrigin(answer);
        ImportedEntity[] done = [.. entities.Where(entity => !refused.ContainsKey(OriginOf(import, connection, entity.Id)))];

        return new Staging(
            done,
            done.Count(entity => there[entity.Id] is null or StagedStatus.Invalid),
            [.. entities.Except(done).Select(entity => RefusalOf(entity.Name, entity.Id, refused[OriginOf(import, connection, entity.Id)]))]);
    }

    /// <summary>Takes records out of Ready to Import. One that a user has archived or imported stays so.</summary>
    public static async Task<Hiding> HideAsync(
        IEntityImport import, Connection connection, IReadOnlyList<(NetSuiteId Id, string Name)> gone, CancellationToken cancellationToken)
    {
        if (gone.Count == 0)
        {
            return new Hiding([], []);
        }

        var there = await ReadAsync(import, connection, [.. gone.Select(one => one.Id)], cancellationToken);
        StagedRecord[] records =
        [
            .. gone.Where(one => there[one.Id] == StagedStatus.Staged)
                .Select(one => new StagedRecord(import.ItemType, OriginOf(import, connection, one.Id), OriginCode: null, StagedStatus.Invalid)),
        ];
        var refused = records.Length == 0 ? [] : ByOrigin(await connection.Procore.SyncStagedRecordsAsync(records, cancellationToken));

        return new Hiding(
            [.. gone.Select(one => one.Id).Where(id => !refused.ContainsKey(OriginOf(import, connection, id)))],
            [.. gone.Where(one => refused.ContainsKey(OriginOf(import, connection, one.Id))).Select(one => RefusalOf(one.Name, one.Id, refused[OriginOf(import, connection, one.Id)]))]);
    }

    /// <summary>What Procore said about each update of a known record.</summary>
    public static IReadOnlyList<(ImportedEntity Entity, Problem? Problem)> Account(
        IReadOnlyList<(ImportedEntity Entity, long ProcoreId)> known, SyncAnswer answer)
    {
        var refused = answer.Errors.Where(error => error.Id is not null).ToDictionary(error => error.Id!.Value, error => error.Text);

        return [.. known.Select(one => (one.Entity, refused.TryGetValue(one.ProcoreId, out var why) ? RefusalOf(one.Entity.Name, one.Entity.Id, why) : null))];
    }

    /// <summary>Procore's refusal of a record, for the person who asked for the import.</summary>
    private static Problem RefusalOf(string name, NetSuiteId id, string why) => new("E904", $"Procore refused {name} (NetSuite id {id}).", why)
    {
        Speaker = "Procore",
        OtherRemedy = "Correct what Procore names, then refresh the list again.",
    };

    /// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string OriginOf(IEntityImport import, Connection connection, NetSuiteId id) =>
        connection.OriginId(import.RecordType, id.Value);

    private static async Task<Dictionary<NetSuiteId, string?>> ReadAsync(
        IEntityImport import, Connection connection, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var rows = await connection.Procore.ListStagedRecordsAsync(import.ItemType, [.. ids.Select(id => OriginOf(import, connection, id))], cancellationToken);
        var byOrigin = rows.ToDictionary(row => row.OriginId, row => row.Status, StringComparer.Ordinal);

        return ids.ToDictionary(id => id, id => byOrigin.GetValueOrDefault(OriginOf(import, connection, id)));
    }

    private static Dictionary<string, string> ByOrigin(SyncAnswer answer) =>
        answer.Errors.Where(error => error.OriginId is not null).ToDictionary(error => error.OriginId!, error => error.Text, StringComparer.Ordinal);
}

/// <param name="Done">Records that are staged, archived or imported with their newest values.</param>
/// <param name="New">How many of them are new in Ready to Import.</param>
public sealed record Staging(IReadOnlyList<ImportedEntity> Done, int New, IReadOnlyList<Problem> Problems);

/// <param name="Done">Records that are not in Ready to Import any more.</param>
public sealed record Hiding(IReadOnlyList<NetSuiteId> Done, IReadOnlyList<Problem> Problems);
