using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Sweeping;

/// <summary>
/// Queues again what Procore says is open and nobody works on (procore-api.md 6.7). Events first, then their marks, then the report: wherever a sweep ends, the next one
/// finds what it left, and an event that comes twice does no harm.
/// </summary>
public sealed partial class RequestSweep(
    IConnections connections, IRequestStore requests, SweepReader reader, ISyncSender sender, TimeProvider time, ILogger<RequestSweep> log)
{
    /// <summary>Longer than a delivery is looked at, so that none is queued again because its mark is gone.</summary>
    private static readonly TimeSpan KeptMarks = SweepPlan.OldestDelivery * 2;

    private const int Together = 100, AtOnce = 16, MostNamed = 10;

    /// <summary>Sweeps every connection; one that fails doesn't keep the others from being swept.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(connections.Settings.Keys.Select(id => SweepAsync(connections.GetConnection(id), cancellationToken)));

    private async Task SweepAsync(Connection connection, CancellationToken cancellationToken)
    {
        using var about = Work.Begin(connection.Id, "sweep");
        using var scope = log.BeginScope("{Connection} {Company}", connection.Id, connection.CompanyId);
        var last = await requests.FindReportAsync(connection.Id, cancellationToken);
        var finds = await reader.ReadAsync(connection, last, cancellationToken);
        var marks = await requests.FindManyAsync(connection.Id, finds.RequestIds, cancellationToken);
        var now = time.GetUtcNow();
        var plan = SweepPlan.Make(finds, marks, last?.Begins ?? new Dictionary<long, DateOnly>(), last?.FirstAt ?? now, now);
        foreach (var chunk in plan.Again.Chunk(Together))
        {
            await QueueAsync(connection.Id, chunk, now, cancellationToken);
        }

        var report = new SweepReport
        {
            At = now,
            FirstAt = last?.FirstAt ?? now,
            WholeAt = finds.Problems.Count == 0 ? now : last?.WholeAt,
            OpenDetails = finds.OpenDetails,
            Deliveries = finds.Places.Count,
            Again = plan.Again.CountBy(swept => swept.Reason).ToDictionary(),
            InWork = plan.InWork,
            Unreadable = finds.Unreadable,
            GivenUp = plan.GivenUp.Count,
            FirstGivenUp = [.. plan.GivenUp.Take(MostNamed)],
            Problems = finds.Problems,
            NextPage = finds.NextPage,
            Begins = plan.Begins,
        };
        await requests.SaveReportAsync(connection.Id, report, cancellationToken);
        Tell(report);
        if (last?.At.UtcDateTime.Date != now.UtcDateTime.Date)
        {
            await requests.ForgetAsync(connection.Id, now - KeptMarks, cancellationToken);
        }
    }

    private async Task QueueAsync(string connectionId, SweptRequest[] swept, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(swept, together, async (one, token) =>
        {
            var again = new RequestEvent { ConnectionId = connectionId, RequestId = one.Mark.RequestId, UserId = one.UserId, AskedAt = now, IsAgain = true };

            // A sweep that is done again sends the same id; a later one never does, or Service Bus would drop it.
            await sender.SendAsync(QueueNames.ProcoreEvents, again, $"{again.RequestId}-again-{one.Mark.Times}", token);
        });
        await requests.MarkAgainAsync(connectionId, [.. swept.Select(one => one.Mark)], cancellationToken);
    }

    private void Tell(SweepReport report)
    {
        foreach (var (reason, count) in report.Again)
        {
            ConnectorMetrics.Swept($"{reason}", count);
        }

        Log.Swept(log, report.OpenDetails, report.Deliveries, report.Again.Values.Sum(), string.Join(", ", report.Again.Select(pair => $"{pair.Value} {pair.Key}")), report.InWork);
        if (report.Unreadable > 0)
        {
            Log.Unreadable(log, report.Unreadable);
        }

        if (report.GivenUp > 0)
        {
            Log.GivenUp(log, report.GivenUp, string.Join(", ", report.FirstGivenUp));
        }

        foreach (var problem in report.Problems)
        {
            Log.Cut(log, LogText.Of(problem));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Sweep: {Open} open details, {Deliveries} deliveries, {Again} requests queued again ({Reasons}), {InWork} in work")]
        public static partial void Swept(ILogger logger, int open, int deliveries, int again, string reasons, int inWork);

        [LoggerMessage(2, LogLevel.Warning, "Sweep: {Count} rows of Procore's lists can't be read or name no request")]
        public static partial void Unreadable(ILogger logger, int count);

        [LoggerMessage(3, LogLevel.Error, "Sweep: {Count} requests are not done although they were queued again and again: {Requests}")]
        public static partial void GivenUp(ILogger logger, int count, string requests);

        [LoggerMessage(4, LogLevel.Warning, "Sweep: a list was not read to its end: {Why}")]
        public static partial void Cut(ILogger logger, string why);
    }
}
