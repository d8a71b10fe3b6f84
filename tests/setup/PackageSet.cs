using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ProcoreNetSuite.Setup;

/// <summary>Which packages to build with, and why, in words for a person.</summary>
public sealed record PackageSetChoice(string Name, string Why);

/// <summary>Asks the package source once whether it has the packages of the set <c>current</c>, and remembers the answer.</summary>
public static partial class PackageSet
{
    public const string Current = "current";
    public const string Mirror = "mirror";

    /// <exception cref="SetupException">The source doesn't answer, and no earlier answer is remembered.</exception>
    public static async Task<PackageSetChoice> ChooseAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var remembered = File.Exists(repository.Marker) ? (await File.ReadAllTextAsync(repository.Marker)).Trim() : null;
        if (remembered is Current or Mirror && File.GetLastWriteTimeUtc(repository.Marker) >= File.GetLastWriteTimeUtc(repository.Versions))
        {
            return new(remembered, "as found before; delete .packageset to ask the package source again");
        }

        var versions = CurrentVersions(XDocument.Load(repository.Versions));
        var asked = await ScratchProject.RestoreAsync(
            repository, "package-set", versions.Select(version => new XElement(
                "PackageReference", new XAttribute("Include", version.Package), new XAttribute("Version", version.Version))));
        var choice = Decide(asked, remembered);
        await File.WriteAllTextAsync(repository.Marker, choice.Name + "\n");
        return choice;
    }

    /// <summary>The packages that only the set <c>current</c> has, out of Directory.Packages.props.</summary>
    public static IReadOnlyList<(string Package, string Version)> CurrentVersions(XDocument packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        return [.. packages.Descendants("ItemGroup")
            .Where(group => group.Attribute("Condition")?.Value.Contains($"== '{Current}'", StringComparison.Ordinal) is true)
            .Elements("PackageVersion")
            .Select(version => (version.Attribute("Include")!.Value, version.Attribute("Version")!.Value))];
    }

    /// <summary>What the answer of the package source means.</summary>
    /// <exception cref="SetupException">It answered nothing that decides, and nothing is remembered.</exception>
    public static PackageSetChoice Decide(ChildResult restore, string? remembered)
    {
        ArgumentNullException.ThrowIfNull(restore);
        if (restore.Succeeded)
        {
            return new(Current, "the package source has all its packages");
        }

        // One source of several that doesn't answer may be the one that has them.
        var isUnreachable = restore.Output.Contains("NU1301", StringComparison.Ordinal);
        if (!isUnreachable && Missing().Match(restore.Output) is { Success: true } missing)
        {
            return new(Mirror, $"the package source has no {missing.Groups["package"].Value} of the version that `current` needs");
        }

        return remembered is Current or Mirror
            ? new(remembered, "as found before; the package source doesn't answer now")
            : throw new SetupException(
                $"The package source doesn't answer, so the packages can't be chosen. What it said:\n{restore.Output.Trim()}");
    }

    [GeneratedRegex(@"NU110[123]: \w+ to find (a stable )?package (?<package>[\w.]+\w)")]
    private static partial Regex Missing();
}
