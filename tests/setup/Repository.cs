namespace ProcoreNetSuite.Setup;

/// <summary>Where things lie in this repository.</summary>
public sealed record Repository(string Root)
{
    public string Solution => Path.Combine(Root, "ProcoreNetSuite.sln");

    public string Versions => Path.Combine(Root, "Directory.Packages.props");

    public string Marker => Path.Combine(Root, ".packageset");

    public string Sandbox => Path.Combine(Root, "tests", "sandbox");

    /// <summary>For small projects that exist only to ask NuGet something; ignored by git.</summary>
    public string Scratch => Path.Combine(Root, "tests", "setup", "obj", "scratch");

    /// <summary>Finds it from the current folder upwards, or from where the running file-based app lies.</summary>
    public static Repository Find()
    {
        string?[] starts = [Environment.CurrentDirectory, AppContext.GetData("EntryPointFileDirectoryPath") as string, AppContext.BaseDirectory];
        return starts.OfType<string>().SelectMany(Upwards)
            .Where(folder => File.Exists(Path.Combine(folder, "ProcoreNetSuite.sln")))
            .Select(folder => new Repository(folder))
            .FirstOrDefault() ?? throw new SetupException("Run this inside the repository: there is no ProcoreNetSuite.sln here or above.");
    }

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
