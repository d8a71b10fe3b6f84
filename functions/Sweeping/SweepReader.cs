using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Sweeping;

/// <summary>
/// Reads what Procore says is not done: open request details, and what became of the events of our hooks (procore-api.md 6.7). A list that can't be read to its end
/// is told, and doesn't keep the other from being read.
/// </summary>
public sealed class SweepReader(TimeProvider time)
{
    /// <summary>For each list: what is not read by then is left for the next sweep; sending takes time, too.</summary>
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(90);

    /// <summary>Pages in a row that bring nothing new: many events came up meanwhile, or Procore gives the same page for ever.</summary>
    private const int MostIdle = 5;

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

    /// <summary>All of them, not only those that failed: one that the app took in may have been lost on its way to the router.</summary>
    private async Task ReadDeliveriesAsync(Connection connection, SweepReport? last, SweepFinds finds, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var hooks = await connection.Procore.ListHooksAsync(cancellationToken);
        foreach (var hook in hooks.Where(hook => IsOurs(hook, connection.Id)))
        {
            var rows = new Dictionary<string, HookDelivery>(StringComparer.Ordinal);
            try
            {
                // A day earlier, as nobody says in which time zone Procore's days are.
                var oldest = SweepPlan.DayOf(time.GetUtcNow() - SweepPlan.OldestDelivery);
                var from = last?.Begins.TryGetValue(hook.Id, out var day) is true && day > oldest ? day : oldest;
                await ReadDeliveriesAsync(connection, hook.Id, from.AddDays(-1), rows, finds, until, cancellationToken);
            }
            finally
            {
                // Also if a later page is refused: what was taken in is known to be in work.
                foreach (var row in rows.Values.OrderBy(row => row.RaisedAt))
                {
                    Note(finds, connection, hook.Id, row);
                }
            }
        }
    }

    /// <summary>Whatever order Procore's list has. An event that comes up meanwhile may move rows to the next page, where they are seen again.</summary>
    private async Task ReadDeliveriesAsync(
        Connection connection, long hookId, DateOnly from, Dictionary<string, HookDelivery> rows, SweepFinds finds, DateTimeOffset until, CancellationToken cancellationToken)
    {
        for (var (number, idle) = (1, 0); idle < MostIdle && time.GetUtcNow() < until; number++)
        {
            var page = await connection.Procore.ListHookDeliveriesAsync(hookId, from, number, cancellationToken);
            finds.Unreadable += page.Unreadable;
            var before = rows.Count;
            foreach (var row in page.Rows)
            {
                rows[row.Id] = row;
            }

            if (!page.HasNext)
            {
                finds.ReadToTheEnd.Add(hookId);
                return;
            }

            idle = rows.Count == before ? idle + 1 : 0;
        }

        finds.Problems.Add(new Problem("E902", string.Create(CultureInfo.InvariantCulture, $"The deliveries of webhook {hookId} since {from:yyyy-MM-dd} were not read to their end; the next sweep begins anew.")));
    }

    private static void Note(SweepFinds finds, Connection connection, long hookId, HookDelivery delivery)
    {
        var announced = delivery.Event is { IsNewErpRequest: true } sent && sent.CompanyId == connection.CompanyId ? sent : null;
        finds.Unreadable += delivery.Event is null ? 1 : 0;
        finds.Places.Add(new DeliveryPlace(hookId, announced?.ResourceId, delivery.RaisedAt));
        if (announced is null)
        {
            return;
        }

        var known = finds.Announced.GetValueOrDefault(announced.ResourceId);
        var tried = delivery.TriedAt ?? delivery.RaisedAt;
        finds.Announced[announced.ResourceId] = new Announcement(
            delivery.IsDelivered ? tried ?? known?.DeliveredAt ?? DateTimeOffset.MinValue : known?.DeliveredAt,
            tried ?? known?.TriedAt,
            delivery.Status == "discarded" || known?.IsDiscarded == true,
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
