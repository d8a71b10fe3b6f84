using System.Xml.Linq;

namespace ProcoreNetSuite.Commands;

/// <summary>Where the worker's Service Bus extension comes from, and why, in words for a person.</summary>
/// <param name="Source"><see cref="ServiceBusExtension.Package"/> or <see cref="ServiceBusExtension.Local"/>.</param>
public sealed record ExtensionChoice(string Source, string Why)
{
    public override string ToString() => $"Service Bus extension: {Source} ({Why}).";
}

/// <summary>Asks the package source once whether it has the Functions worker's Service Bus extension, and remembers the answer.</summary>
public static class ServiceBusExtension
{
    public const string Package = "package";
    public const string Local = "local";

    private const string PackageName = "Microsoft.Azure.Functions.Worker.Extensions.ServiceBus";

    /// <exception cref="SetupException">The source doesn't answer, and no earlier answer is remembered.</exception>
    public static async Task<ExtensionChoice> ChooseAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var remembered = File.Exists(repository.ExtensionMarker) ? (await File.ReadAllTextAsync(repository.ExtensionMarker)).Trim() : null;
        if (remembered is Package or Local && File.GetLastWriteTimeUtc(repository.ExtensionMarker) >= File.GetLastWriteTimeUtc(repository.Versions))
        {
            return new(remembered, $"as found before; delete {Repository.ExtensionMarkerName} to ask the package source again");
        }

        var asked = await ScratchProject.RestoreAsync(
            repository,
            "servicebus-extension",
            [new XElement("PackageReference", new XAttribute("Include", PackageName), new XAttribute("Version", VersionIn(XDocument.Load(repository.Versions))))]);
        var choice = Decide(asked, remembered);
        await File.WriteAllTextAsync(repository.ExtensionMarker, choice.Source + "\n");
        return choice;
    }

    /// <summary>The extension's version, out of Directory.Packages.props.</summary>
    public static string VersionIn(XDocument packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        return packages.Descendants("PackageVersion").Single(version => version.Attribute("Include")?.Value == PackageName).Attribute("Version")!.Value;
    }

    /// <summary>What the answer of the package source means.</summary>
    /// <exception cref="SetupException">It answered nothing that decides, and nothing is remembered.</exception>
    public static ExtensionChoice Decide(ChildResult restore, string? remembered)
    {
        ArgumentNullException.ThrowIfNull(restore);
        if (restore.Succeeded)
        {
            return new(Package, "what is deployed");
        }

        // One source of several that doesn't answer may be the one that has it.
        var isUnreachable = restore.Output.Contains("NU1301", StringComparison.Ordinal);
        if (!isUnreachable && LacksPackage(restore.Output))
        {
            return new(Local, $"the package source lacks {PackageName}; nothing can be published from here");
        }

        return remembered is Package or Local
            ? new(remembered, "as found before; the package source doesn't answer now")
            : throw new SetupException(
                $"The package source doesn't answer, so nobody knows whether it has {PackageName}. What it said:\n{restore.Output.Trim()}");
    }

    private static bool LacksPackage(string output) =>
        new[] { "NU1101", "NU1102", "NU1103" }.Any(code => output.Contains($"{code}: Unable to find package {PackageName}", StringComparison.Ordinal)
            || output.Contains($"{code}: Unable to find a stable package {PackageName}", StringComparison.Ordinal));
}
