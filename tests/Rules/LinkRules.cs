using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Rules;

/// <summary>One place changes a link's state, and writes the history with it (connector-behaviour.md 13.5).</summary>
public sealed partial class LinkRules
{
    [Test]
    public void Rooms_change_links_through_LinkChanges_and_ExactlyOnce_alone()
    {
        string[] changes = ["TrySaveAsync", "TrySaveManyAsync", "LinkAsync", "TryLinkManyAsync", "UnlinkAsync", "ParkAsync", "MarkReportedAsync"];
        Assert.That(typeof(ILinkStore).GetMethods().Select(method => method.Name).Where(name => !name.StartsWith("Find", StringComparison.Ordinal) && !name.StartsWith("List", StringComparison.Ordinal)).Distinct(),
            Is.EquivalentTo(changes.Append("BrowseAsync").Append("AppendHistoryAsync")), "a new way to change a link belongs into this list");

        var sources = Directory.EnumerateFiles(Path.Combine(Files.Root, "functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        var found = sources.SelectMany(file => Calls().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}"));

        Assert.That(sources, Has.Count.GreaterThan(50));
        Assert.That(found, Is.Empty);
    }

    [GeneratedRegex(@"\blinks\.(TrySaveAsync|TrySaveManyAsync|LinkAsync|TryLinkManyAsync|UnlinkAsync|ParkAsync|MarkReportedAsync)\b")]
    private static partial Regex Calls();
}
