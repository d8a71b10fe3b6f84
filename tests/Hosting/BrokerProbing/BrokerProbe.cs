namespace ProcoreNetSuite.Tests.Hosting.BrokerProbing;

/// <summary>Something done to a queue, and what Service Bus says to it, line by line.</summary>
public sealed record BrokerProbe(string Name, Func<ProbeRun, Task> AskAsync, params string[] Expected)
{
    public override string ToString() => Name;
}
