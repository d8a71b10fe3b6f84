using System.Xml.Linq;

namespace ProcoreNetSuite.Commands;

/// <summary>A project that is restored and never built, to ask NuGet for packages.</summary>
internal static class ScratchProject
{
    public static async Task<ChildResult> RestoreAsync(Repository repository, string name, IEnumerable<XElement> items)
    {
        var folder = Path.Combine(repository.Scratch, name);
        Directory.CreateDirectory(folder);

        // Empty ones, so that those of the repository don't reach it. Its NuGet settings do.
        foreach (var inherited in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, inherited), "<Project />\n");
        }

        var project = new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup", new XElement("TargetFramework", "net10.0"), new XElement("NuGetAudit", "false")),
            new XElement("ItemGroup", items));
        var file = Path.Combine(folder, "Scratch.csproj");
        await File.WriteAllTextAsync(file, project.ToString());
        return await ChildProcess.RunAsync(folder, "dotnet", "restore", file, "--force");
    }
}
