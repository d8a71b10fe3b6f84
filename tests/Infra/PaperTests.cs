using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>infra/README.md names all that there is, and nothing else.</summary>
public sealed partial class PaperTests
{
    private static string Readme => Read("README.md");

    [Test]
    public void Every_parameter_is_an_input() =>
        Assert.That(Rows("Inputs"), Is.EquivalentTo(Parameter().Matches(Read("main.bicep")).Select(match => match.Groups["name"].Value)));

    [Test]
    public void Every_output_is_one() =>
        Assert.That(Rows("Outputs"), Is.EquivalentTo(Output().Matches(Read("main.bicep")).Select(match => match.Groups["name"].Value)));

    [Test]
    public void Every_file_has_a_row() =>
        Assert.That(
            Rows("Deployment"),
            Is.EquivalentTo(Directory.EnumerateFiles(Path.Combine(Files.Root, "infra")).Select(Path.GetFileName).Except(["README.md", "bicepconfig.json"])));

    [Test]
    public void What_it_refers_to_is_there()
    {
        var titles = Title().Matches(Readme).Select(match => match.Groups["name"].Value).ToList();
        var files = Mentioned().Matches(Readme).Select(match => match.Groups["path"].Value).Distinct();

        Assert.That(new[] { "From Standard to Premium", "How many calls NetSuite gets", "Before the first time", "Replacing secrets" }, Is.SubsetOf(titles));
        Assert.That(files.Where(file => !File.Exists(Path.Combine(Files.Root, file))), Is.Empty);
    }

    /// <summary>The figures that the example of a backlog is worked out from.</summary>
    [Test]
    public void Its_example_of_a_backlog_is_worked_out_from_the_settings_as_they_are()
    {
        var perInstance = Regex.Match(File.ReadAllText(Path.Combine(Files.Root, "host.json")), "\"maxConcurrentCalls\": ([0-9]+)").Groups[1].Value;

        Assert.That((perInstance, new ProcoreNetSuite.NetSuite.NetSuiteSettings().Concurrency), Is.EqualTo(("8", 5)));
        Assert.That(Readme, Does.Contain("one instance for every 8 messages").And.Contain("2,000 is 80 messages, 10 instances").And.Contain("with the default of 5, up to 50 calls"));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Files.Root, "infra", file));

    /// <summary>The names in the first column of the table under a title.</summary>
    private static IEnumerable<string> Rows(string title) =>
        Regex.Match(Readme, $"^##? {title}\n(?<text>.*?)(?=^## )", RegexOptions.Singleline | RegexOptions.Multiline).Groups["text"].Value.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Quoted().Matches(line.Split('|')[1]).Select(match => match.Groups["name"].Value));

    [GeneratedRegex("^param (?<name>\\w+)", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex("^output (?<name>\\w+)", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex("^## (?<name>.+)$", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"`(?<path>(tests|\.github)/[\w./-]+)`")]
    private static partial Regex Mentioned();
}
