namespace ProcoreNetSuite.LocalHosting;

/// <summary>Where this repository lies, found from where the program runs.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ProcoreNetSuite.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ProcoreNetSuite.sln in {from} or above.");
    }
}
