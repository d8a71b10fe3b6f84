using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.Functions.Health;

/// <summary>Measures every quarter of an hour how the connections stand: the trigger, nothing else. Right after the sweep.</summary>
public sealed class MeasureTimerFunction(ConnectionMeasure measure)
{
    [Function("MeasureConnections")]
    public Task RunAsync([TimerTrigger("0 10/15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => measure.MeasureAsync(cancellationToken);
}
