using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>
/// Asks for the imports that are due. Each has fixed times, and a run is named after its time: a time that was asked for is not asked for again, and one that was
/// missed while the app was down is made up at the first look.
/// </summary>
public sealed class ImportSchedule(IConnections connections, IEnumerable<IImport> imports, IImportStore runs, ISyncSender sender, TimeProvider time)
{
    /// <summary>The day's run, by UTC: one to four in the morning in the United States.</summary>
    private const int DailyAt = 9;

    /// <returns>How many imports were asked for.</returns>
    public async Task<int> AskAsync(CancellationToken cancellationToken)
    {
        var asked = 0;
        foreach (var (connectionId, settings) in connections.Settings)
        {
            foreach (var (kind, interval, _) in settings.ListScheduled())
            {
                asked += await AskAsync(connectionId, kind, interval, cancellationToken) ? 1 : 0;
            }
        }

        return asked;
    }

    private async Task<bool> AskAsync(string connectionId, ImportKind kind, ImportInterval interval, CancellationToken cancellationToken)
    {
        if (interval is ImportInterval.Never || imports.FirstOrDefault(import => import.Kind == kind) is not { } import)
        {
            return false;
        }

        var due = LatestBefore(time.GetUtcNow(), (int)interval);
        var runId = string.Create(CultureInfo.InvariantCulture, $"scheduled-{due:yyyyMMddHHmm}");
        if (await runs.FindAsync(connectionId, kind, runId, cancellationToken) is not null)
        {
            return false;
        }

        var message = new ImportMessage
        {
            ConnectionId = connectionId,
            Kind = kind,
            RunId = runId,
            RequestedBy = $"the schedule ({interval})",
            AskedAt = time.GetUtcNow(),
        };
        await sender.SendAsync(import.Queue, message, runId, cancellationToken);

        return true;
    }

    private static DateTimeOffset LatestBefore(DateTimeOffset now, int hours)
    {
        var first = new DateTimeOffset(now.Year, now.Month, now.Day, DailyAt, 0, 0, TimeSpan.Zero).AddDays(-1);
        var passed = (int)Math.Floor((now - first).TotalHours / hours);

        return first.AddHours(passed * hours);
    }
}
