using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Rules;

/// <summary>What a problem quotes may be somebody's e-mail, phone or web address: it reaches a log through <see cref="LogText"/> alone.</summary>
public sealed partial class LogRules
{
    /// <summary>Nothing of a record stands in it.</summary>
    private const string AboutTheQueue = "QueueUnreachableException.cs";

    [Test]
    public void Neither_log_lines_nor_exceptions_hold_the_whole_text_of_a_problem()
    {
        var sources = new[] { "functions", "shared" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Files.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();

        Assert.That(sources, Has.Count.GreaterThan(100));
        Assert.That(sources.Where(file => Path.GetFileName(file) != AboutTheQueue).SelectMany(file => WholeTexts().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}")), Is.Empty);
    }

    [TestCase("Log.Waiting(log, run.Step, failure.Problems[0].ToString());", true)]
    [TestCase("throw new InvalidOperationException($\"Not told: {failure.Problems[0]}\");", true)]
    [TestCase("class RejectedException(Problem problem) : Exception(problem.ToString())", true)]
    [TestCase("Log.Waiting(log, run.Step, LogText.Of(failure.Problems[0]));", false)]
    [TestCase("throw new InvalidOperationException($\"Not told: {LogText.Of(failure.Problems[0])}\");", false)]
    public void The_rule_sees_what_it_should(string line, bool isSeen) => Assert.That(WholeTexts().IsMatch(line), Is.EqualTo(isSeen));

    [GeneratedRegex(@"(\bLog\.\w+\(|Exception\().*((problem|Problem|Problems\[\d\])\.(ToString\(\)|Message)|\{[\w!.]*(\.Problem|Problems\[\d\])\})")]
    private static partial Regex WholeTexts();
}
