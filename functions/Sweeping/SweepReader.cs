using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Requests;

namespace ProcoreNetSuite.Functions.Sweeping;

/// <summary>
/// Reads what Procore says is not done: open request details, and what became of the events of our hooks (procore-api.md 6.7). A list that can't be read to its end
/// is told, and doesn't keep the other from being read.
/// </summary>
public sealed class SweepReader(TimeProvider time)
{
    /// <summary>For each list: what is not read by then is left for the next sweep; sending takes time, too.</summary>
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(90);

    public async Task<SweepFinds> ReadAsync(Connection connection, SweepReport? last, CancellationToken cancellationToken)
    {
        var finds = new SweepFinds();
        await TellAsync(finds, () => ReadDeliveriesAsync(connection, last, finds, time.GetUtcNow() + LongestReading, cancellationToken));
        await TellAsync(finds, () => ReadDetailsAsync(connection, last, finds, time.GetUtcNow() + LongestReading, cancellationToken));

        return finds;
    }

    /// <summary>True if the hook leads to our route for this connection, whatever host stands before it.</summary>
    public static bool IsOurs(RegisteredHook hook, string connectionId) =>
        Uri.TryCreate(hook.DestinationUrl, UriKind.Absolute, out var address)
        && Uri.UnescapeDataString(address.AbsolutePath).TrimEnd('/').EndsWith($"/procore/webhooks/{connectionId}", StringComparison.OrdinalIgnoreCase);

    private static async Task TellAsync(SweepFinds finds, Func<Task> read)
    {
        var (_, failure) = await Outcomes.TryAsync(async () =>
        {
            await read();

            return finds;
        });
        finds.Problems.AddRange(failure?.Problems ?? []);
    }

    /// <summary>
    /// All attempts, not only those that failed: a list of failures names each event that failed once, also if it came through a second later, and for ever.
    /// </summary>
    private async Task ReadDeliveriesAsync(Connection connection, SweepReport? last, SweepFinds finds, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var hooks = await connection.Procore.ListHooksAsync(cancellationToken);
        foreach (var hook in hooks.Where(hook => IsOurs(hook, connection.Id)))
        {
            var rows = new SortedDictionary<long, HookDelivery>();
            try
            {
                await ReadDeliveriesAsync(connection, hook.Id, last?.Settled.GetValueOrDefault(hook.Id) ?? 0, rows, finds, until, cancellationToken);
            }
            finally
            {
                // Also if a later page is refused: what was taken in is known to be in work.
                foreach (var row in rows.Values)
                {
                    Note(finds, connection, hook.Id, row);
                }
            }
        }
    }

    /// <summary>Everything behind the settled ones. That the list begins with the oldest is assumed (4.1); if it begins with the newest, it is read down to the settled ones.</summary>
    private async Task ReadDeliveriesAsync(
        Connection connection, long hookId, long settled, SortedDictionary<long, HookDelivery> rows, SweepFinds finds, DateTimeOffset until, CancellationToken cancellationToken)
    {
        for (var start = settled; time.GetUtcNow() < until;)
        {
            var page = await connection.Procore.ListHookDeliveriesAsync(hookId, start, cancellationToken);
            if (start > 0 && start == settled && (page.Rows.Count == 0 || page.Rows.Any(row => row.Id <= settled)))
            {
                // Nothing new, or what comes behind in this list is older.
                start = 0;
                continue;
            }

            finds.Unreadable += page.Unreadable;
            var before = rows.Count;
            foreach (var row in page.Rows.Where(row => row.Id > settled))
            {
                rows[row.Id] = row;
            }

            if (!page.HasNext || rows.Count == before)
            {
                finds.ReadToTheEnd.Add(hookId);
                return;
            }

            start = page.Rows[^1].Id;
        }
    }

    private static void Note(SweepFinds finds, Connection connection, long hookId, HookDelivery delivery)
    {
        var announced = delivery.Event is { IsNewErpRequest: true } sent && sent.CompanyId == connection.CompanyId ? sent : null;
        finds.Unreadable += delivery.Event is null ? 1 : 0;
        finds.Places.Add(new DeliveryPlace(hookId, delivery.Id, announced?.ResourceId, delivery.StartedAt));
        if (announced is null)
        {
            return;
        }

        var known = finds.Announced.GetValueOrDefault(announced.ResourceId);
        finds.Announced[announced.ResourceId] = new Announcement(
            delivery.Outcome == "ok" ? delivery.StartedAt ?? known?.DeliveredAt ?? DateTimeOffset.MinValue : known?.DeliveredAt,
            delivery.StartedAt ?? known?.TriedAt,
            delivery.Outcome == "discarded" || known?.IsDiscarded == true,
            announced.UserId ?? known?.UserId);
    }

    private async Task ReadDetailsAsync(Connection connection, SweepReport? last, SweepFinds finds, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Where a list was cut short the next sweep goes on; what lies before that page was queued then, and has its turn again the time after.
        finds.NextPage = Math.Max(last?.NextPage ?? 1, 1);
        var seen = new HashSet<long>();
        ListPage<RequestDetail> page;
        do
        {
            if (time.GetUtcNow() >= until)
            {
                return;
            }

            page = await connection.Procore.ListRequestDetailPageAsync(finds.NextPage, cancellationToken);
            finds.Unreadable += page.Unreadable;
            foreach (var detail in page.Rows.Where(detail => seen.Add(detail.Id)))
            {
                Note(finds, detail);
            }

            finds.NextPage++;
        }
        while (page.HasNext);

        finds.NextPage = 1;
    }

    private static void Note(SweepFinds finds, RequestDetail detail)
    {
        if (detail.IsOpen == true)
        {
            finds.OpenDetails++;
        }

        if (detail.IsOpen is null || (detail.IsOpen == true && detail.ErpRequestId is null))
        {
            finds.Unreadable++;
        }
        else if (detail.IsOpen == true && detail.ErpRequestId is { } request)
        {
            finds.Open.TryAdd(request, detail.CreatedAt);
        }
    }
}
