using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// Says of linked bills whether they are as they were sent, and keeps that on their links: Linked, Changed, or Orphaned with what is wrong
/// (connector-behaviour.md 4, 5.7, 7.4.6, 13.4). It writes to neither system.
/// </summary>
public sealed partial class BillMarker(ILinkStore links, LinkChanges changes, ILogger<BillMarker> log)
{
    private const int MostReadsAtOnce = 8;

    /// <summary>People delete a bill or two between two looks.</summary>
    private const int Many = 3;

    /// <param name="pairs">At most 1,000.</param>
    /// <returns>A step without a cursor. Changed counts links that turned Changed, or Linked again; Removed those that turned Orphaned.</returns>
    internal async Task<ImportStep> CompareAsync(Connection connection, ImportRun run, IReadOnlyList<Link> pairs, CancellationToken cancellationToken)
    {
        var (bills, listed) = await ReadAsync(connection, pairs, cancellationToken);
        var strangers = pairs.Select(link => (Sent: link.Bill?.Vendor, Found: bills.GetValueOrDefault(link.NetSuiteId!.Value)?.Vendor))
            .Where(vendor => vendor is { Sent: not null, Found: not null } && vendor.Sent != vendor.Found).Select(vendor => vendor.Found!.Value);
        var vendors = await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.Company, null, [.. strangers], cancellationToken);
        var places = await ListPlacesAsync(connection, pairs, bills, cancellationToken);
        var hidden = await FindHiddenAsync(connection, pairs, bills, cancellationToken);
        List<Problem> problems = [.. hidden.Count > 0 ? [OutOfSight(hidden)] : Array.Empty<Problem>()];
        ImportCounts counts = new() { Read = pairs.Count, Failed = hidden.Count };
        foreach (var link in pairs.Except(hidden))
        {
            var bill = bills.GetValueOrDefault(link.NetSuiteId!.Value);
            var problem = bill is null
                ? ExactlyOnce.Gone(link.Name ?? $"Invoice {link.Key.ProcoreId}", link.NetSuiteId)
                : BillComparison.Difference(link, bill, bill.Vendor is { } vendor ? vendors.GetValueOrDefault(vendor)?.Name : null, places);
            var state = bill is null ? LinkState.Orphaned : problem is null ? LinkState.Linked : LinkState.Changed;
            var isNew = await MarkAsync(link, state, problem, run.RunId, run.RequestedBy, cancellationToken);
            counts += !isNew ? new() { Unchanged = 1 } : state is LinkState.Orphaned ? new() { Removed = 1 } : new() { Changed = 1 };
            counts += new ImportCounts { Failed = problem is null ? 0 : 1 };
            problems.AddRange(problem is null ? [] : [problem]);
            if (problem is null && link.Bill is { Distribution: null } head && listed.Contains(bill!.Id))
            {
                await changes.KeepAsync(link, head with { Distribution = bill.Distribution?.ToString() }, run.RunId, run.RequestedBy, cancellationToken);
            }
        }

        return new ImportStep(null) { Counts = counts, Problems = [.. problems.Except(run.Problems)] };
    }

    /// <summary>
    /// Where many bills are not shown, or none is, the role may have lost sight of them: only those that NetSuite lists as deleted are taken for gone
    /// (connector-behaviour.md 13.7). One that was gone before stays so.
    /// </summary>
    private static async Task<IReadOnlyList<Link>> FindHiddenAsync(
        Connection connection, IReadOnlyList<Link> pairs, IReadOnlyDictionary<NetSuiteId, BillFound> bills, CancellationToken cancellationToken)
    {
        var missing = pairs.Where(link => link.State is not LinkState.Orphaned && !bills.ContainsKey(link.NetSuiteId!.Value)).ToList();
        if (missing.Count == 0 || (bills.Count > 0 && missing.Count < Many))
        {
            return [];
        }

        var deleted = await connection.NetSuite.ListDeletedAmongAsync(TransactionType.VendorBill, [.. missing.Select(link => link.NetSuiteId!.Value)], cancellationToken);

        return [.. missing.Where(link => !deleted.Contains(link.NetSuiteId!.Value))];
    }

    private static Problem OutOfSight(IReadOnlyList<Link> hidden) => new(
        "E903",
        hidden.Count == 1
            ? $"NetSuite no longer shows the bill of {hidden[0].Name ?? $"invoice {hidden[0].Key.ProcoreId}"} (NetSuite record {hidden[0].NetSuiteId}), nor lists it as deleted."
            : $"NetSuite no longer shows {hidden.Count} bills that were exported, such as that of {hidden[0].Name ?? $"invoice {hidden[0].Key.ProcoreId}"} (NetSuite record {hidden[0].NetSuiteId}), nor lists them as deleted.")
    {
        OtherRemedy = "Give the connector's NetSuite role sight of these bills: Transactions > Bills, and no restriction to other subsidiaries. If they are gone all the same, unlink the invoices in Procore.",
    };

    /// <summary>What places are called on which bills differ; asked only where there are such.</summary>
    private async Task<Func<BillPlace, string?>> ListPlacesAsync(
        Connection connection, IReadOnlyList<Link> pairs, IReadOnlyDictionary<NetSuiteId, BillFound> bills, CancellationToken cancellationToken)
    {
        var moved = pairs.SelectMany(link => bills.GetValueOrDefault(link.NetSuiteId!.Value) is { Voided: false } bill ? BillComparison.Moved(link, bill).Select(place => (link.ProjectId, place)) : []).ToList();
        var jobs = await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.Project, null, [.. moved.Select(one => one.place.Job).OfType<NetSuiteId>().Distinct()], cancellationToken);
        var items = new Dictionary<NetSuiteId, string?> { [new(connection.Settings.NetSuite.RetainageItem)] = "for retainage" };
        foreach (var project in moved.Where(one => one.ProjectId is not null).GroupBy(one => one.ProjectId))
        {
            foreach (var (id, item) in await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.WbsCode, project.Key, [.. project.Select(one => one.place.Item).OfType<NetSuiteId>().Distinct()], cancellationToken))
            {
                items[id] = item.Name;
            }
        }

        return place => place is { Item: { } item, Job: { } job } && items.GetValueOrDefault(item) is { } code && jobs.GetValueOrDefault(job)?.Name is { } project ? $"item {code}, project {project}" : null;
    }

    /// <summary>The bills by id, and those that the query shows. One that the query doesn't show is read by itself: the query may lag behind a save, the record never does.</summary>
    private static async Task<(IReadOnlyDictionary<NetSuiteId, BillFound> Bills, IReadOnlySet<NetSuiteId> Listed)> ReadAsync(
        Connection connection, IReadOnlyList<Link> pairs, CancellationToken cancellationToken)
    {
        var listed = await connection.NetSuite.ListVendorBillsAsync([.. pairs.Select(link => link.NetSuiteId!.Value)], cancellationToken);
        var bills = new ConcurrentDictionary<NetSuiteId, BillFound>(listed.Select(bill => KeyValuePair.Create(bill.Id, bill)));
        var unseen = pairs.Where(link => link.State is not LinkState.Orphaned && !bills.ContainsKey(link.NetSuiteId!.Value)).Select(link => link.NetSuiteId!.Value).ToList();
        await Parallel.ForEachAsync(
            unseen,
            new ParallelOptions { MaxDegreeOfParallelism = MostReadsAtOnce, CancellationToken = cancellationToken },
            async (id, token) =>
            {
                if (await connection.NetSuite.FindVendorBillAsync(id, token) is { } bill)
                {
                    bills[id] = bill;
                }
            });

        return (bills, listed.Select(bill => bill.Id).ToHashSet());
    }

    /// <summary>Keeps state and problem on the link, and says so where it is news.</summary>
    /// <returns>True if it was not so before.</returns>
    internal async Task<bool> MarkAsync(Link seen, LinkState state, Problem? problem, string operationId, string? who, CancellationToken cancellationToken)
    {
        var isNew = await changes.MarkAsync(seen, state, problem, operationId, who, cancellationToken);
        if (isNew)
        {
            var (level, record, why) = (state is LinkState.Linked ? LogLevel.Information : LogLevel.Warning, seen.Name ?? $"invoice {seen.Key.ProcoreId}", problem is null ? "as it was sent" : LogText.Of(problem));
            Log.Marked(log, level, record, state, why);
            ConnectorMetrics.BillFound($"{state}");
        }

        return isNew;
    }

    private static partial class Log
    {
        /// <summary>The alert bills-changed reads this message.</summary>
        [LoggerMessage(EventId = 1, Message = "The bill of {Record} is {State} now: {Why}")]
        public static partial void Marked(ILogger logger, LogLevel level, string record, LinkState state, string why);
    }
}
