using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.Functions.Sweeping;

/// <summary>Looks every quarter of an hour for what got lost: the trigger, nothing else. Not at the same minute as the imports.</summary>
public sealed class SweepTimerFunction(RequestSweep sweep)
{
    [Function("SweepRequests")]
    public Task RunAsync([TimerTrigger("0 5/15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
