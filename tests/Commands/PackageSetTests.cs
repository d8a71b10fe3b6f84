using System.Xml.Linq;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox.Hosting;
using ProcoreNetSuite.Setup;

namespace ProcoreNetSuite.Tests.Commands;

public sealed class PackageSetTests
{
    private const string NoSuchVersion = """
        Scratch.csproj : error NU1102: Unable to find package Flurl.Http with version (>= 4.0.2)
        Scratch.csproj : error NU1102:   - Found 3 version(s) in feed [ Nearest version: 3.2.4 ]
        """;

    private const string NoSuchPackage =
        "Scratch.csproj : error NU1101: Unable to find package Azure.Messaging.ServiceBus. No packages exist with this id in source(s): feed";

    private const string NoAnswer = "Scratch.csproj : error NU1301: Unable to load the service index for source feed.";

    [Test]
    public void All_packages_found_means_current() =>
        Assert.That(PackageSet.Decide(new ChildResult(0, "Restored."), remembered: "mirror").Name, Is.EqualTo("current"));

    [TestCase(NoSuchVersion, "Flurl.Http")]
    [TestCase(NoSuchPackage, "Azure.Messaging.ServiceBus")]
    public void A_missing_package_means_mirror_and_is_named(string output, string package)
    {
        var choice = PackageSet.Decide(new ChildResult(1, output), remembered: null);

        Assert.That(choice.Name, Is.EqualTo("mirror"));
        Assert.That(choice.Why, Does.Contain($" {package} "));
    }

    [TestCase(NoAnswer)]
    [TestCase(NoAnswer + "\n" + NoSuchPackage, Description = "the source that doesn't answer may have it")]
    public void Without_an_answer_the_earlier_choice_stays(string output)
    {
        Assert.That(PackageSet.Decide(new ChildResult(1, output), remembered: "current").Name, Is.EqualTo("current"));
        Assert.That(PackageSet.Decide(new ChildResult(1, output), remembered: "mirror").Name, Is.EqualTo("mirror"));
    }

    [Test]
    public void Without_an_answer_and_an_earlier_choice_it_stops() =>
        Assert.That(
            () => PackageSet.Decide(new ChildResult(1, NoAnswer), remembered: null),
            Throws.TypeOf<SetupException>().With.Message.Contains("NU1301"));

    [Test]
    public void The_packages_asked_for_are_those_that_only_current_has()
    {
        var versions = PackageSet.CurrentVersions(XDocument.Load(Path.Combine(RepositoryRoot.Path, "Directory.Packages.props")));

        Assert.That(versions.Select(version => version.Package), Is.SupersetOf(new[] { "Microsoft.Azure.Functions.Worker", "Azure.Messaging.ServiceBus", "Flurl.Http" }));
        Assert.That(versions.Select(version => version.Package), Has.None.EqualTo("Newtonsoft.Json").And.None.EqualTo("Polly.Core"));
        Assert.That(versions.Select(version => version.Version), Has.All.Match(@"^\d+\.\d+\.\d+"));
    }
}
