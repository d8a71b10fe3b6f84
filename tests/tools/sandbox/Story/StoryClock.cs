namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>The clock of everything in the story: it starts at a given time, goes as fast as the real one, and can be put forward.</summary>
public sealed class StoryClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private TimeSpan ahead = start - System.GetUtcNow();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return System.GetUtcNow() + ahead;
        }
    }

    /// <summary>Puts the clock forward; an earlier time than now changes nothing.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        lock (gate)
        {
            var wanted = moment - System.GetUtcNow();
            ahead = wanted > ahead ? wanted : ahead;
        }
    }

    /// <summary>Puts the clock forward to the real time, from where on clients of other programs agree with it.</summary>
    public void MoveToRealTime() => MoveTo(System.GetUtcNow());
}
