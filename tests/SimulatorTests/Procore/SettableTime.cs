namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class SettableTime(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
