namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <summary>A clock that a test sets. Its timers are those of the machine.</summary>
internal sealed class SettableTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Set(DateTimeOffset now) => _now = now;

    public void Advance(TimeSpan span) => _now += span;
}
