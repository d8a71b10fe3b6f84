namespace ProcoreNetSuite.Benchmarks.Import;

/// <summary>One import.</summary>
/// <param name="Calls">To both systems, logins included.</param>
/// <param name="HeapOverIdle">In bytes; 0 where it is not looked at.</param>
internal sealed record Imported(int Lines, int Calls, decimal Seconds, long HeapOverIdle)
{
    public override string ToString() => FormattableString.Invariant($"{Lines} lines, {Calls} calls, {Seconds:0.0} s, {HeapOverIdle / 1024 / 1024} MB over idle");
}
