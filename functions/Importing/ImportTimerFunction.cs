using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>Looks every quarter of an hour which imports are due: the trigger, nothing else.</summary>
public sealed class ImportTimerFunction(ImportSchedule schedule)
{
    [Function("AskForImports")]
    public Task RunAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => schedule.AskAsync(cancellationToken);
}
