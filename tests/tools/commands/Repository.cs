namespace ProcoreNetSuite.Commands;

/// <summary>Where things lie in this repository.</summary>
public sealed record Repository(string Root)
{
    public string Solution => Path.Combine(Root, "ProcoreNetSuite.sln");

    public string Versions => Path.Combine(Root, "Directory.Packages.props");

    /// <summary>Remembers where the Service Bus extension comes from; Directory.Build.props reads it, git ignores it.</summary>
    public const string ExtensionMarkerName = ".servicebus-extension";

    public string ExtensionMarker => Path.Combine(Root, ExtensionMarkerName);

    /// <summary>Holds the lock file of the npm packages.</summary>
    public string NodeFolder => Path.Combine(Root, "tests", "tools", "local-host");

    public string Sandbox => Path.Combine(Root, "tests", "tools", "sandbox");

    /// <summary>For small projects that exist only to ask NuGet something; ignored by git.</summary>
    public string Scratch => Path.Combine(Root, "tests", "tools", "commands", "obj", "scratch");

    /// <summary>Finds it from the current folder upwards, or from where the running file-based app lies.</summary>
    public static Repository Find()
    {
        string?[] starts = [Environment.CurrentDirectory, AppContext.GetData("EntryPointFileDirectoryPath") as string, AppContext.BaseDirectory];
        return starts.OfType<string>().SelectMany(Upwards)
            .Where(folder => File.Exists(Path.Combine(folder, "ProcoreNetSuite.sln")))
            .Select(folder => new Repository(folder))
            .FirstOrDefault() ?? throw new SetupException("Run this inside the repository: there is no ProcoreNetSuite.sln here or above.");
    }

    /// <summary>What git has or is about to get: paths from the root on, with <c>/</c> between their parts.</summary>
    /// <returns>Null where there is no git, or no clone.</returns>
    public async Task<IReadOnlyList<string>?> FindFilesAsync()
    {
        try
        {
            var run = await ChildProcess.RunAsync(Root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
            return run.Succeeded
                ? [.. run.Output.TrimEnd('\r', '\n').Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(file => File.Exists(Path.Combine(Root, file)))]
                : null;
        }
        catch (SetupException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
