namespace ProcoreNetSuite.Benchmarks.Import;

/// <summary>One import.</summary>
/// <param name="Calls">To both systems, logins included.</param>
/// <param name="HeapOverIdle">Peak, in bytes; 0 where it is not looked at.</param>
/// <param name="KeptOverIdle">The same of what collections left.</param>
internal sealed record Imported(int Lines, int Calls, decimal Seconds, long HeapOverIdle = 0, long KeptOverIdle = 0)
{
    public const decimal Megabyte = 1024 * 1024;

    public override string ToString() => FormattableString.Invariant(
        $"{Lines} lines, {Calls} calls, {Seconds:0.0} s, {HeapOverIdle / Megabyte:0.0} MB over idle, {KeptOverIdle / Megabyte:0.0} MB of it kept by a collection");
}
