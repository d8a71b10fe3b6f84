using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>The timer functions and when they are due, by six-field cron text in UTC. A restart misses no time.</summary>
public sealed class HostTimers
{
    private readonly LocalHost host;
    private readonly TimeProvider time;
    private readonly List<Entry> entries;

    internal HostTimers(LocalHost host, LocalHostOptions options, IConfiguration configuration)
    {
        this.host = host;
        time = options.Time;
        entries = [.. options.Catalog.Functions
            .Where(function => function.Trigger is TimerFunctionTrigger)
            .Select(function => new Entry(function, Parse(function, configuration), time.GetUtcNow()))];
    }

    public IReadOnlyList<string> Names => [.. entries.Select(entry => entry.Function.Name)];

    /// <summary>When the next timer is due; null if there is none.</summary>
    public DateTimeOffset? NextDue => entries.Select(entry => (DateTimeOffset?)entry.NextDue).Min();

    /// <summary>Runs the functions whose time has come, each once, however often it has come since.</summary>
    /// <returns>How many ran.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var due = entries.Where(entry => entry.NextDue <= time.GetUtcNow()).OrderBy(entry => entry.NextDue).ToList();
        foreach (var entry in due)
        {
            await RunAsync(entry, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Runs one function now, whatever its time.</summary>
    public Task RunAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(entries.Single(entry => entry.Function.Name == name), cancellationToken);

    internal async Task RunOnStartupAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in entries.Where(entry => entry.Function.Trigger is TimerFunctionTrigger { RunOnStartup: true }))
        {
            await RunAsync(entry, cancellationToken);
        }
    }

    private static CrontabSchedule Parse(FunctionEntry function, IConfiguration configuration)
    {
        var text = FunctionInvoker.Resolve(((TimerFunctionTrigger)function.Trigger).Schedule, configuration);
        return CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            ?? throw new InvalidOperationException($"Function {function.Name}: \"{text}\" is not cron text of six fields.");
    }

    private Task RunAsync(Entry entry, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = entry.LastRun;
        var due = entry.NextDue;
        entry.LastRun = now;
        var info = new TimerInfo
        {
            // The Functions host calls a timer late that missed a whole second.
            IsPastDue = now - due > TimeSpan.FromSeconds(1),
            ScheduleStatus = new ScheduleStatus
            {
                Last = last.UtcDateTime,
                Next = entry.NextDue.UtcDateTime,
                LastUpdated = last.UtcDateTime,
            },
        };
        return host.RunTimerAsync(entry.Function, info, cancellationToken);
    }

    private sealed class Entry(FunctionEntry function, CrontabSchedule schedule, DateTimeOffset startedAt)
    {
        public FunctionEntry Function => function;

        public DateTimeOffset LastRun { get; set; } = startedAt;

        public DateTimeOffset NextDue => new(schedule.GetNextOccurrence(LastRun.UtcDateTime), TimeSpan.Zero);
    }
}
