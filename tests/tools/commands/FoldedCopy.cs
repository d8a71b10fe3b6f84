using System.Xml.Linq;

namespace ProcoreNetSuite.Commands;

/// <summary>
/// Windows and macOS take <c>Setup</c> and <c>setup</c> for one name, Linux for two. So the build's files are listed twice, in a copy of the repository and in
/// one whose names are all in small letters, also where a project file names them: both lists have to be the same. And every C# file belongs to one project:
/// an exclude that takes too much away fails nowhere else.
/// </summary>
public static class FoldedCopy
{
    /// <summary>MSBuild and dotnet look for these by name.</summary>
    private static readonly string[] Fixed = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    private static readonly string[] PathAttributes = ["Include", "Exclude", "Remove", "Update", "Project"];

    private static readonly string[] ProjectFiles = [".csproj", ".props", ".targets"];

    /// <returns>Failed, with a line for each file that is another one elsewhere.</returns>
    public static async Task<ChildResult> CheckAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (await repository.FindFilesAsync() is not { } files)
        {
            return new ChildResult(0, "");
        }

        if (FindTwins(files) is { Count: > 0 } twins)
        {
            return new ChildResult(1, string.Join('\n', twins));
        }

        var plain = await ListAsync(repository, "plain", files, path => path);
        var folded = await ListAsync(repository, "folded", files, Fold);
        var problems = FindProblems(files, plain, folded);

        return problems.Count > 0 ? new ChildResult(1, string.Join('\n', problems)) : await BuildAsync(Path.Combine(repository.Scratch, "folded"));
    }

    /// <summary>Files and folders whose names differ by case only.</summary>
    /// <param name="files">Paths with <c>/</c> between their parts.</param>
    public static IReadOnlyList<string> FindTwins(IEnumerable<string> files) =>
    [
        .. files.SelectMany(WithFolders).Distinct(StringComparer.Ordinal).GroupBy(path => path, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group => $"One name on Windows and macOS: {string.Join(", ", group.Order(StringComparer.Ordinal))}."),
    ];

    /// <summary>What is built otherwise where case makes no difference, or is built by no project or by two.</summary>
    public static IReadOnlyList<string> FindProblems(IReadOnlyCollection<string> files, IReadOnlyCollection<ProjectItem> plain, IReadOnlyCollection<ProjectItem> folded)
    {
        var known = files.ToHashSet(StringComparer.Ordinal);
        var byFolded = files.ToDictionary(Fold, StringComparer.Ordinal);
        var misspelt = plain.Where(item => !known.Contains(item.Path) && byFolded.ContainsKey(Fold(item.Path)))
            .Select(item => $"{item.Project} names {item.Path}, which on Linux is not {byFolded[Fold(item.Path)]}.");

        var here = plain.Where(item => known.Contains(item.Path)).Select(item => new ProjectItem(Fold(item.Project), item.Kind, Fold(item.Path))).ToHashSet();
        var elsewhere = folded.Where(item => byFolded.ContainsKey(item.Path)).ToHashSet();
        var others = here.Except(elsewhere).Select(item => $"{byFolded[item.Path]} ({item.Kind}) would be missing from {item.Project} on Windows and macOS.")
            .Concat(elsewhere.Except(here).Select(item => $"{byFolded[item.Path]} ({item.Kind}) would be in {item.Project} on Windows and macOS only."));

        var homes = plain.Where(item => item.Kind == ProjectItem.Compile).ToLookup(item => item.Path, item => item.Project, StringComparer.Ordinal);
        var homeless = files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && file.Contains('/', StringComparison.Ordinal) && homes[file].Distinct().Count() != 1)
            .Select(file => homes[file].Any() ? $"{file} is compiled into {string.Join(" and ", homes[file].Distinct())}." : $"{file} is compiled into no project.");

        return [.. misspelt.Concat(others).Concat(homeless).Distinct()];
    }

    private static async Task<IReadOnlyCollection<ProjectItem>> ListAsync(Repository repository, string name, IReadOnlyList<string> files, Func<string, string> rename)
    {
        var root = Path.Combine(repository.Scratch, name);
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        foreach (var file in files)
        {
            var copy = Path.Combine(root, Fixed.Contains(Path.GetFileName(file)) ? file : rename(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (ProjectFiles.Contains(Path.GetExtension(file)))
            {
                Rename(XDocument.Load(Path.Combine(repository.Root, file)), rename).Save(copy);
            }
            else
            {
                File.Copy(Path.Combine(repository.Root, file), copy);
            }
        }

        return await ProjectItem.ListAsync(root, [.. files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(rename)]);
    }

    private static XDocument Rename(XDocument project, Func<string, string> rename)
    {
        foreach (var path in project.Descendants().Attributes().Where(attribute => PathAttributes.Contains(attribute.Name.LocalName)))
        {
            path.Value = rename(path.Value);
        }

        return project;
    }

    /// <summary>The program that both commands start from, out of what git has and nothing else.</summary>
    private static Task<ChildResult> BuildAsync(string root) => ChildProcess.RunAsync(
        root, "dotnet", "build", Fold(Path.Combine("tests", "tools", "commands", "Commands.csproj")), "-v", "q", "--nologo", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false");

    private static string Fold(string path) => path.ToLowerInvariant();

    private static IEnumerable<string> WithFolders(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }
}
