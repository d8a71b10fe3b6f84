using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>
/// Says of linked bills whether they are as they were sent, and keeps that on their links: Linked, Changed, or Orphaned with what is wrong
/// (connector-behaviour.md 4, 5.7, 7.4.6). It writes to neither system.
/// </summary>
public sealed partial class BillMarker(ILinkStore links, TimeProvider time, ILogger<BillMarker> log)
{
    private const int MostReadsAtOnce = 8;

    /// <param name="pairs">At most 1,000.</param>
    /// <returns>A step without a cursor. Changed counts links that turned Changed, or Linked again; Removed those that turned Orphaned.</returns>
    internal async Task<ImportStep> CompareAsync(Connection connection, ImportRun run, IReadOnlyList<Link> pairs, CancellationToken cancellationToken)
    {
        var bills = await ReadAsync(connection, pairs, cancellationToken);
        var strangers = pairs.Select(link => (Sent: link.Bill?.Vendor, Found: bills.GetValueOrDefault(link.NetSuiteId!.Value)?.Vendor))
            .Where(vendor => vendor is { Sent: not null, Found: not null } && vendor.Sent != vendor.Found).Select(vendor => vendor.Found!.Value);
        var vendors = await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.Company, null, [.. strangers], cancellationToken);
        List<Problem> problems = [];
        ImportCounts counts = new() { Read = pairs.Count };
        foreach (var link in pairs)
        {
            var bill = bills.GetValueOrDefault(link.NetSuiteId!.Value);
            var problem = bill is null
                ? ExactlyOnce.Gone(link.Name ?? $"Invoice {link.Key.ProcoreId}", link.NetSuiteId)
                : BillComparison.Difference(link, bill, bill.Vendor is { } vendor ? vendors.GetValueOrDefault(vendor)?.Name : null);
            var state = bill is null ? LinkState.Orphaned : problem is null ? LinkState.Linked : LinkState.Changed;
            var isNew = await MarkAsync(run, link, state, problem, cancellationToken);
            counts += !isNew ? new() { Unchanged = 1 } : state is LinkState.Orphaned ? new() { Removed = 1 } : new() { Changed = 1 };
            problems.AddRange(problem is null ? [] : [problem]);
        }

        return new ImportStep(null) { Counts = counts, Problems = [.. problems.Except(run.Problems)] };
    }

    /// <summary>The bills by id. One that the query doesn't show is read by itself: the query may lag behind a save, the record never does.</summary>
    private static async Task<IReadOnlyDictionary<NetSuiteId, BillFound>> ReadAsync(
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

        return bills;
    }

    /// <summary>Keeps state and problem on the link, if it is still the same pair. The history comes first: after the link nobody would come back to add it.</summary>
    /// <returns>True if it was not so before.</returns>
    private async Task<bool> MarkAsync(ImportRun run, Link seen, LinkState state, Problem? problem, CancellationToken cancellationToken)
    {
        for (var link = seen; link is { IsPair: true } && link.NetSuiteId == seen.NetSuiteId; link = await links.FindAsync(seen.Key, cancellationToken))
        {
            if (link.State == state && (problem is null || link.Problems.Contains(problem)))
            {
                return false;
            }

            var now = time.GetUtcNow();
            var came = problem?.ToString() ?? $"NetSuite record {link.NetSuiteId} is as it was sent.";
            await links.AppendHistoryAsync(
                [new HistoryEntry(link.Key, run.RunId, $"found-{state.ToString().ToLowerInvariant()}", now, run.RequestedBy, null, came)], cancellationToken);
            var marked = link with { State = state, Problems = problem is null ? [] : [problem], ParkedAt = problem is null ? null : now };
            if (await links.TrySaveAsync(marked, cancellationToken) is not null)
            {
                Log.Marked(log, link.Key.ProcoreId, state, came);

                return true;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The bill of invoice {ProcoreId} is {State} now: {Why}")]
        public static partial void Marked(ILogger logger, long procoreId, LinkState state, string why);
    }
}
