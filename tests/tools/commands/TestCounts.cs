using System.Xml.Linq;

namespace ProcoreNetSuite.Commands;

/// <summary>A test that failed, with the text a person needs to find out why.</summary>
public sealed record FailedTest(string Name, string Details);

/// <summary>What a test run's result file says.</summary>
/// <param name="Notes">What tests found worth telling beside passed and failed: lines of their output that begin with a star.</param>
public sealed record TestCounts(int Passed, int Failed, int Skipped, IReadOnlyList<FailedTest> Failures, IReadOnlyList<string> Notes)
{
    public static TestCounts None { get; } = new(0, 0, 0, [], []);

    /// <summary>Reads a trx file.</summary>
    public static TestCounts Read(XDocument results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var tests = results.Descendants().Where(element => element.Name.LocalName == "UnitTestResult").ToList();
        var failed = tests.Where(test => Outcome(test) is "Failed" or "Error" or "Timeout" or "Aborted").ToList();
        var passed = tests.Count(test => Outcome(test) is "Passed");
        return new(
            passed,
            failed.Count,
            tests.Count - passed - failed.Count,
            [.. failed.Select(test => new FailedTest(test.Attribute("testName")?.Value ?? "?", Details(test)))],
            [.. tests.SelectMany(Output).Where(line => line.StartsWith("* ", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);
    }

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    private static string? Outcome(XElement test) => test.Attribute("outcome")?.Value;

    private static string Details(XElement test) => string.Join(
        '\n',
        test.Descendants().Where(element => element.Name.LocalName is "Message" or "StackTrace").Select(element => element.Value.Trim('\r', '\n')));

    private static IEnumerable<string> Output(XElement test) =>
        test.Descendants().Where(element => element.Name.LocalName is "StdOut").SelectMany(element => element.Value.Split('\n', StringSplitOptions.TrimEntries));
}
