namespace ProcoreNetSuite.Commands;

/// <summary>Held by one program at a time, as long as it lives: the system gives it back when the program ends, even if it was killed. The file stays and means nothing.</summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream stream;

    private FolderLock(FileStream stream) => this.stream = stream;

    /// <returns>Null if another program holds it.</returns>
    public static FolderLock? TryTake(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            return new(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    public void Dispose() => stream.Dispose();
}
