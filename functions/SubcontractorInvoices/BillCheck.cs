using System.Globalization;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// Compares the bills of exported invoices with what was sent (connector-behaviour.md 7.4.6). It only finds out which bills to look at: those that were changed
/// or deleted in NetSuite since the last run, or in a full run every one that an invoice is linked to. Of those it finds numbers that stand twice, too.
/// </summary>
public sealed class BillCheck(ILinkStore links, BillMarker marker, SecondBills seconds) : IImport
{
    public ImportKind Kind => ImportKind.Bills;

    public string Queue => QueueNames.BillChecks;

    /// <summary>Bills of one step: so many that their lines are read in well under a minute.</summary>
    internal int PerStep { get; init; } = 200;

    public Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken) => run.Cursor?.Split('|') switch
    {
        null => BeginAsync(connection, run, cancellationToken),
        ["links", var after] => DoLinksAsync(connection, run, long.Parse(after, CultureInfo.InvariantCulture), cancellationToken),
        ["changed", var at, var id] => DoChangedAsync(connection, run, new ChangedRecord(at, new NetSuiteId(id)), cancellationToken),
        ["deleted", var at, var id] => DoDeletedAsync(connection, run, new ChangedRecord(at, new NetSuiteId(id)), cancellationToken),
        _ => throw new InvalidOperationException($"The comparison of bills has no step {run.Cursor}."),
    };

    private static async Task<ImportStep> BeginAsync(Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        var mark = await connection.NetSuite.FindLastChangeAsync(cancellationToken);

        return new ImportStep(run.Since is null || mark is null ? "links|0" : $"changed|{run.ReadsFrom}|0") { Watermark = mark };
    }

    private async Task<ImportStep> DoLinksAsync(Connection connection, ImportRun run, long after, CancellationToken cancellationToken)
    {
        var page = await links.ListPageAsync(connection.Id, EntityType.SubcontractorInvoice, after, PerStep, cancellationToken);
        var step = await LookForSecondsAsync(
            connection, run, [.. page.Where(link => IsChecked(run, link)).Select(link => link.NetSuiteId!.Value)], await CompareAsync(connection, run, page, cancellationToken), cancellationToken);

        return step with { Cursor = page.Count == PerStep ? string.Create(CultureInfo.InvariantCulture, $"links|{page[^1].Key.ProcoreId}") : null };
    }

    private async Task<ImportStep> DoChangedAsync(Connection connection, ImportRun run, ChangedRecord after, CancellationToken cancellationToken)
    {
        var changed = await connection.NetSuite.ListChangedAsync(TransactionType.VendorBill, after, run.Watermark!, PerStep, cancellationToken);
        var step = await LookForSecondsAsync(connection, run, [.. changed.Select(record => record.Id)], await CompareAsync(connection, run, changed, cancellationToken), cancellationToken);

        return step with { Cursor = changed.Count == PerStep ? $"changed|{changed[^1].At}|{changed[^1].Id}" : $"deleted|{run.ReadsFrom}|0" };
    }

    private async Task<ImportStep> DoDeletedAsync(Connection connection, ImportRun run, ChangedRecord after, CancellationToken cancellationToken)
    {
        var deleted = await connection.NetSuite.ListDeletedAsync(TransactionType.VendorBill, after, PerStep, cancellationToken);
        var step = await CompareAsync(connection, run, deleted, cancellationToken);

        return step with { Cursor = deleted.Count == PerStep ? $"deleted|{deleted[^1].At}|{deleted[^1].Id}" : null };
    }

    private async Task<ImportStep> CompareAsync(Connection connection, ImportRun run, IReadOnlyList<ChangedRecord> records, CancellationToken cancellationToken)
    {
        var found = await links.FindManyByNetSuiteIdAsync(
            connection.Id, EntityType.SubcontractorInvoice, null, [.. records.Select(record => record.Id)], cancellationToken);

        return await CompareAsync(connection, run, [.. found.Values], cancellationToken);
    }

    private async Task<ImportStep> LookForSecondsAsync(Connection connection, ImportRun run, IReadOnlyList<NetSuiteId> bills, ImportStep step, CancellationToken cancellationToken)
    {
        var problems = (await seconds.FindAsync(connection, bills, cancellationToken)).Except(run.Problems).ToList();

        return step with { Counts = step.Counts + new ImportCounts { Failed = problems.Count }, Problems = [.. step.Problems, .. problems] };
    }

    /// <summary>A link that is no pair has no bill that ought to be there.</summary>
    private static bool IsChecked(ImportRun run, Link link) => link.IsPair && (run.ProjectId is null || link.ProjectId == run.ProjectId);

    private Task<ImportStep> CompareAsync(Connection connection, ImportRun run, IReadOnlyList<Link> known, CancellationToken cancellationToken) =>
        marker.CompareAsync(
            connection, run, [.. known.Where(link => IsChecked(run, link))], cancellationToken);
}
