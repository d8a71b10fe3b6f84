namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>One run of one client. Seconds are as they passed, not at full latency.</summary>
internal sealed record Measured(decimal SecondsOfBill, decimal CallsOfBill, decimal CpuMillisecondsOfBill = 0)
{
    public override string ToString() => FormattableString.Invariant($"{SecondsOfBill * 1000:0.0} ms and {CallsOfBill:0.000} calls per bill, {CpuMillisecondsOfBill:0.00} ms of processor time");
}
