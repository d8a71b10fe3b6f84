using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Functions.Running;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>
/// How the set-up of all connections is in short, for <c>/ready</c>: never waited for, looked at when the app starts, and seldom again when it is asked for. It says nothing
/// about whether this app can do its work: events are taken in and kept while the other side is down, so a set-up that fails takes no instance out of service.
/// </summary>
public sealed partial class ShortSetup(IConnections connections, SetupChecks checks, TimeProvider time, ILogger<ShortSetup> log)
{
    private static readonly TimeSpan KeptIfGood = TimeSpan.FromHours(1), KeptIfBad = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private CheckStatus last = CheckStatus.NotLookedAt;
    private DateTimeOffset lookAgain = DateTimeOffset.MinValue;

    /// <summary>The look that runs now, or the last one.</summary>
    public Task Looking { get; private set; } = Task.CompletedTask;

    /// <summary>The worst of all connections as of the last look; begins another one if that is old.</summary>
    public CheckStatus Read()
    {
        lock (gate)
        {
            if (Looking.IsCompleted && time.GetUtcNow() >= lookAgain)
            {
                // Every look has an end of its own.
                Looking = Task.Run(LookAsync, CancellationToken.None);
            }

            return last;
        }
    }

    private async Task LookAsync()
    {
        var reports = await Task.WhenAll(connections.Settings.Keys.Select(id => checks.LookBrieflyAsync(connections.GetConnection(id), CancellationToken.None)));
        foreach (var report in reports)
        {
            foreach (var check in report.Checks.Where(check => check.Finding.Status is not CheckStatus.Pass))
            {
                Log.NotPassed(log, report.ConnectionId, check.Name, check.Finding.Found, check.Finding.Remedy);
            }
        }

        lock (gate)
        {
            last = CheckStatuses.Worst(reports.Select(report => report.Status));
            lookAgain = time.GetUtcNow() + (last is CheckStatus.Pass ? KeptIfGood : KeptIfBad);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Set-up of connection {Connection}, {Check}: {Found} {Remedy}")]
        public static partial void NotPassed(ILogger logger, string connection, string check, string found, string? remedy);
    }
}
