using System.Xml.Linq;
using NUnit.Framework;
using ProcoreNetSuite.Commands;

namespace ProcoreNetSuite.Tests.Commands;

[NonParallelizable]
public sealed class CheckTests
{
    [Test]
    public void Tests_are_counted_by_their_outcome()
    {
        var counts = TestCounts.Read(XDocument.Parse("""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>
                <UnitTestResult testName="A" outcome="Passed" />
                <UnitTestResult testName="B" outcome="Passed" />
                <UnitTestResult testName="C" outcome="NotExecuted" />
                <UnitTestResult testName="D" outcome="Failed">
                  <Output><ErrorInfo><Message>Expected: 1</Message><StackTrace>at D</StackTrace></ErrorInfo></Output>
                </UnitTestResult>
              </Results>
              <ResultSummary><Counters total="4" passed="2" failed="1" notExecuted="0" /></ResultSummary>
            </TestRun>
            """));

        Assert.That(counts.ToString(), Is.EqualTo("2 passed, 1 failed, 1 skipped"));
        Assert.That(counts.Failures, Is.EqualTo(new[] { new FailedTest("D", "Expected: 1\nat D") }));
    }

    [TestCase("", null, true)]
    [TestCase("--no-format", null, false)]
    [TestCase("--filter BrokerTests", "FullyQualifiedName~BrokerTests", true)]
    [TestCase("--filter TestCategory=Journey --no-format", "TestCategory=Journey", false)]
    public void Options_are_read(string arguments, string? filter, bool format)
    {
        var options = CheckOptions.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(options, Is.EqualTo(new CheckOptions(filter, format, Help: false)));
    }

    [TestCase("--fast")]
    [TestCase("--filter")]
    public void A_wrong_option_is_refused_with_the_usage(string argument) =>
        Assert.That(
            () => CheckOptions.Parse([argument]),
            Throws.TypeOf<SetupException>().With.Message.Contains(argument).And.Message.Contains("--no-format"));
}
