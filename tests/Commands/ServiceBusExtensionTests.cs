using System.Xml.Linq;
using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Commands;

[NonParallelizable]
public sealed class ServiceBusExtensionTests
{
    private const string NoSuchVersion = """
        Scratch.csproj : error NU1102: Unable to find package Microsoft.Azure.Functions.Worker.Extensions.ServiceBus with version (>= 5.24.0)
        Scratch.csproj : error NU1102:   - Found 3 version(s) in feed [ Nearest version: 5.22.0 ]
        """;

    private const string NoSuchPackage =
        "Scratch.csproj : error NU1101: Unable to find package Microsoft.Azure.Functions.Worker.Extensions.ServiceBus. No packages exist with this id in source(s): feed";

    private const string NoAnswer = "Scratch.csproj : error NU1301: Unable to load the service index for source feed.";

    [Test]
    public void The_package_is_taken_where_it_is_found() =>
        Assert.That(ServiceBusExtension.Decide(new ChildResult(0, "Restored."), remembered: "local").Source, Is.EqualTo("package"));

    [TestCase(NoSuchVersion)]
    [TestCase(NoSuchPackage)]
    public void Where_it_is_missing_the_local_one_is_taken_and_the_line_names_it(string output)
    {
        var choice = ServiceBusExtension.Decide(new ChildResult(1, output), remembered: null);

        Assert.That(choice.Source, Is.EqualTo("local"));
        Assert.That(choice.ToString(), Does.Contain("Microsoft.Azure.Functions.Worker.Extensions.ServiceBus").And.Contain("published").And.Not.Contain("\n"));
    }

    [TestCase(NoAnswer)]
    [TestCase(NoAnswer + "\n" + NoSuchPackage, Description = "the source that doesn't answer may have it")]
    public void Without_an_answer_the_earlier_choice_stays(string output)
    {
        Assert.That(ServiceBusExtension.Decide(new ChildResult(1, output), remembered: "package").Source, Is.EqualTo("package"));
        Assert.That(ServiceBusExtension.Decide(new ChildResult(1, output), remembered: "local").Source, Is.EqualTo("local"));
    }

    [Test]
    public void Without_an_answer_and_an_earlier_choice_it_stops() =>
        Assert.That(
            () => ServiceBusExtension.Decide(new ChildResult(1, NoAnswer), remembered: null),
            Throws.TypeOf<SetupException>().With.Message.Contains("NU1301"));

    [Test]
    public void The_version_asked_for_is_the_one_that_is_built_with() =>
        Assert.That(ServiceBusExtension.VersionIn(XDocument.Load(Path.Combine(Files.Root, "Directory.Packages.props"))), Does.Match(@"^5\.\d+\.\d+$"));
}
