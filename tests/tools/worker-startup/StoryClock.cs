using System.IO.MemoryMappedFiles;

namespace ProcoreNetSuite.StoryTime;

/// <summary>
/// The clock of a story: it starts at a given time, goes as fast as the real one, and can be put forward. How far it is ahead of the real one stands in a file,
/// so that it is one clock for all processes that opened it.
/// </summary>
public sealed class StoryClock : TimeProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor ahead;
    private readonly bool isOwned;

    /// <summary>A clock of its own, in a temporary file that goes with it.</summary>
    public StoryClock(DateTimeOffset start)
        : this(global::System.IO.Path.GetTempFileName(), isOwned: true) => Ahead = start - System.GetUtcNow();

    private StoryClock(string path, bool isOwned)
    {
        this.isOwned = isOwned;
        Path = path;
        file = MemoryMappedFile.CreateFromFile(
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), null, sizeof(long), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        ahead = file.CreateViewAccessor(0, sizeof(long));
    }

    /// <summary>The file that another process opens this clock by.</summary>
    public string Path { get; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    private TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(ahead.ReadInt64(0));
        set => ahead.Write(0, value.Ticks);
    }

    /// <summary>The clock of another process.</summary>
    public static StoryClock Open(string path) => new(path, isOwned: false);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    /// <summary>Puts the clock forward; an earlier time than now changes nothing.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        lock (gate)
        {
            var wanted = moment - System.GetUtcNow();
            Ahead = wanted > Ahead ? wanted : Ahead;
        }
    }

    /// <summary>Puts the clock forward to the real time, from where on clients of other programs agree with it.</summary>
    public void MoveToRealTime() => MoveTo(System.GetUtcNow());

    public void Dispose()
    {
        ahead.Dispose();
        file.Dispose();
        if (isOwned)
        {
            File.Delete(Path);
        }
    }
}
