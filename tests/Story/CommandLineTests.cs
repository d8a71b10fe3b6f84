using NUnit.Framework;
using ProcoreNetSuite.Commands;

namespace ProcoreNetSuite.Tests.Story;

public sealed class CommandLineTests
{
    [Test]
    public void Options_can_be_given_together()
    {
        var (options, problem) = SandboxOptions.Read(["--serve", "--empty"]);

        Assert.That(problem, Is.Null);
        Assert.That(options, Is.EqualTo(new SandboxOptions { Serve = true, Empty = true }));
    }

    [TestCase("--sreve", Description = "no such option")]
    [TestCase("--empty", Description = "nothing would be left to do")]
    [TestCase("--connect", "--serve")]
    [TestCase("--connect", "--worker")]
    public void What_makes_no_sense_is_told_in_one_line(params string[] arguments)
    {
        var (options, problem) = SandboxOptions.Read(arguments);

        Assert.That(options, Is.Null);
        Assert.That(problem, Does.Contain(arguments[0]).And.Not.Contain("\n"));
    }

    [Test]
    public async Task A_wrong_option_ends_the_command_before_anything_is_built() =>
        Assert.That(await SandboxCommand.RunAsync(["--sreve"]), Is.EqualTo(2));

    [Test]
    public void The_help_names_every_option_that_the_README_names()
    {
        var readme = File.ReadAllText(Path.Combine(Builders.Files.Root, "README.md"));

        var help = SandboxOptions.HelpText;
        foreach (var option in new[] { "--serve", "--empty", "--worker", "--connect", "--help" })
        {
            Assert.That(help, Does.Contain(option));
            Assert.That(readme, Does.Contain($"`-- {option}`").Or.Contain($"{option}`"));
        }
    }
}
