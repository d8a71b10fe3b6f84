using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Commands;

/// <summary>What is deployed is made of the packages that run in Azure, whatever an editor on the same machine builds with.</summary>
[NonParallelizable]
public sealed class PublishTests
{
    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("publish-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("build", "local", "local")]
    [TestCase("build", "package", "package")]
    [TestCase("build", null, "package")]
    [TestCase("publish", "local", "package")]
    [TestCase("publish", null, "package")]
    public async Task Publishing_never_reads_the_marker(string verb, string? marker, string expected)
    {
        File.Copy(Path.Combine(Files.Root, "Directory.Build.props"), Path.Combine(folder, "Directory.Build.props"));

        // Nothing to build: what is asked for is what the command itself says to the build.
        await File.WriteAllTextAsync(
            Path.Combine(folder, "App.proj"), "<Project><Import Project=\"Directory.Build.props\" /><Target Name=\"Build\" /><Target Name=\"Publish\" /></Project>");
        if (marker is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, ".servicebus-extension"), marker + "\n");
        }

        var run = await ChildProcess.RunAsync(folder, "dotnet", verb, "App.proj", "--no-restore", "-getProperty:ServiceBusExtension");

        Assert.That((run.ExitCode, run.Output.Trim()), Is.EqualTo((0, expected)));
    }

    /// <summary>Other ways to publish, such as an editor's, don't say what they are about when the extension is chosen.</summary>
    [TestCase("local", false)]
    [TestCase("package", true)]
    public async Task The_local_extension_is_not_published(string set, bool isAllowed)
    {
        var run = await ChildProcess.RunAsync(
            Files.Root, "dotnet", "msbuild", Path.Combine("functions", "Functions.csproj"), "-t:RefuseLocalExtension", $"-p:ServiceBusExtension={set}", "-nologo");

        Assert.That((run.Succeeded, run.Output), Is.EqualTo((isAllowed, run.Output)), run.Output);
        Assert.That(run.Output.Contains("the Functions host in Azure doesn't know", StringComparison.Ordinal), Is.EqualTo(!isAllowed));
    }

    [Test]
    public void Whatever_publishes_passes_that_refusal() =>
        Assert.That(File.ReadAllText(Path.Combine(Files.Root, "functions", "Functions.csproj")), Does.Contain("Name=\"RefuseLocalExtension\" BeforeTargets=\"PrepareForPublish\""));

    [Test]
    public void A_published_app_has_what_the_host_needs_and_nothing_of_this_machine()
    {
        string[] needed = ["host.json", "functions.metadata", "worker.config.json", "ProcoreNetSuite.Functions.dll", "ProcoreNetSuite.Shared.dll"];
        foreach (var file in needed)
        {
            File.WriteAllText(Path.Combine(folder, file), "");
        }

        Assert.That(PublishedApp.FindProblems(folder), Is.Empty);

        File.Delete(Path.Combine(folder, "functions.metadata"));
        File.WriteAllText(Path.Combine(folder, "local.settings.json"), "");

        Assert.That(
            PublishedApp.FindProblems(folder),
            Is.EqualTo(new[] { "dotnet publish left no functions.metadata.", "dotnet publish left local.settings.json, which must not be deployed." }));
    }
}
