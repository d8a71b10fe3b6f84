using NUnit.Framework;
using ProcoreNetSuite.Commands;

namespace ProcoreNetSuite.Tests.Commands;

/// <summary>What would be built otherwise on a system that doesn't tell case apart.</summary>
[NonParallelizable]
public sealed class FoldedCopyTests
{
    private const string Tests = "tests/Tests.csproj";
    private const string Tools = "tools/Tools.csproj";

    private static readonly string[] Files = [Tests, "tests/Setup/PlanTests.cs", Tools, "tools/Plan.cs"];

    private static readonly ProjectItem[] Plain =
    [
        new(Tests, "Compile", "tests/Setup/PlanTests.cs"), new(Tests, "ProjectReference", Tools), new(Tools, "Compile", "tools/Plan.cs"),
    ];

    private static ProjectItem[] Folded => [.. Plain.Select(item => new ProjectItem(item.Project.ToLowerInvariant(), item.Kind, item.Path.ToLowerInvariant()))];

    [Test]
    public void Names_that_are_one_elsewhere_are_found_in_files_and_folders() =>
        Assert.That(FoldedCopy.FindTwins(["tests/Setup/a.cs", "tests/setup/b.cs", "README.md", "Readme.md", "tests/Setup/c.cs"]), Is.EquivalentTo(new[]
        {
            "One name on Windows and macOS: tests/Setup, tests/setup.", "One name on Windows and macOS: README.md, Readme.md.",
        }));

    [Test]
    public void Nothing_is_said_where_both_are_the_same() =>
        Assert.That(FoldedCopy.FindProblems(Files, Plain, Folded), Is.Empty);

    [Test]
    public void A_reference_in_another_case_is_found_on_every_system() =>
        Assert.That(
            FoldedCopy.FindProblems(Files, [.. Plain.Where(item => item.Path != Tools), new(Tests, "ProjectReference", "Tools/Tools.csproj")], Folded),
            Does.Contain("tests/Tests.csproj names Tools/Tools.csproj, which on Linux is not tools/Tools.csproj."));

    [Test]
    public void A_file_that_an_exclude_swallows_everywhere_is_compiled_into_no_project() =>
        Assert.That(
            FoldedCopy.FindProblems(Files, Plain[1..], Folded[1..]),
            Is.EqualTo(new[] { "tests/Setup/PlanTests.cs is compiled into no project." }));

    [Test]
    public void A_file_that_only_one_kind_of_system_takes_is_named()
    {
        Assert.That(
            FoldedCopy.FindProblems(Files, Plain, Folded[1..]),
            Is.EqualTo(new[] { "tests/Setup/PlanTests.cs (Compile) would be missing from tests/tests.csproj on Windows and macOS." }));
        Assert.That(
            FoldedCopy.FindProblems(Files, Plain, [.. Folded, new(Tools.ToLowerInvariant(), "Compile", "tests/setup/plantests.cs")]),
            Is.EqualTo(new[] { "tests/Setup/PlanTests.cs (Compile) would be in tools/tools.csproj on Windows and macOS only." }));
    }

    [Test]
    public void A_file_has_one_home() =>
        Assert.That(
            FoldedCopy.FindProblems(Files, [.. Plain, new(Tools, "Compile", "tests/Setup/PlanTests.cs")], [.. Folded, new(Tools.ToLowerInvariant(), "Compile", "tests/setup/plantests.cs")]),
            Is.EqualTo(new[] { "tests/Setup/PlanTests.cs is compiled into tests/Tests.csproj and tools/Tools.csproj." }));
}
