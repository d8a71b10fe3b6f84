using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>Jobs into Procore's projects: what is particular to them.</summary>
public sealed class JobImport(EntityImporter importer) : IEntityImport
{
    public ImportKind Kind => ImportKind.Jobs;

    public string Queue => QueueNames.JobImports;

    public EntityTable Table => EntityTable.Job;

    public EntityType Entity => EntityType.Project;

    public string RecordType => "job";

    public string ItemType => ItemTypes.Project;

    public string Room => QueueNames.Projects;

    public Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken) =>
        importer.DoAsync(this, connection, run, cancellationToken);

    public async Task<EntityPage<ImportedEntity>> ListAsync(
        Connection connection, string? since, IReadOnlyList<NetSuiteId> also, long after, int most, CancellationToken cancellationToken)
    {
        var page = await connection.NetSuite.ListJobsAsync(since, also, after, most, cancellationToken);

        return new([.. page.Rows.Select(ProjectMapper.Map)], page.HasMore);
    }

    public async Task<IReadOnlyList<(ImportedEntity Entity, Problem? Problem)>> UpdateAsync(
        Connection connection, IReadOnlyList<(ImportedEntity Entity, long ProcoreId)> known, CancellationToken cancellationToken)
    {
        List<RecordUpdate> updates = [];
        List<(ImportedEntity Entity, Problem? Problem)> refused = [];
        foreach (var (entity, id) in known)
        {
            var (update, failure) = await Outcomes.TryAsync(() => WithValueAsync(connection, new RecordUpdate(id, entity.Update), cancellationToken));
            if (update is not null)
            {
                updates.Add(update);
            }
            else if (failure!.Status is SyncStatus.Rejected)
            {
                refused.Add((entity, failure.Problems[0]));
            }
            else
            {
                throw new UnavailableException(failure.Problems[0]);
            }
        }

        var answer = await connection.Procore.SyncProjectsAsync(updates, cancellationToken);

        return [.. StagedRecords.Account([.. known.Where(one => updates.Any(update => update.Id == one.ProcoreId))], answer), .. refused];
    }

    /// <summary>Leaves the total value out if the project has one of its own, or is not there: then Procore says so.</summary>
    private static async Task<RecordUpdate> WithValueAsync(Connection connection, RecordUpdate update, CancellationToken cancellationToken) =>
        update.Fields.ContainsKey(ProjectMapper.TotalValue)
        && await connection.Procore.FindProjectAsync(update.Id, cancellationToken) is not { TotalValue: null or 0 }
            ? update with { Fields = update.Fields.Where(field => field.Key != ProjectMapper.TotalValue).ToDictionary() }
            : update;
}
