using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Rules;

/// <summary>A clone is the same on Linux, macOS and Windows: names, line ends, and what is compiled.</summary>
public sealed partial class PathTests
{
    private static readonly Repository Here = new(Files.Root);

    [Test]
    public async Task No_two_names_differ_by_case_only() => Assert.That(FoldedCopy.FindTwins(await FilesAsync()), Is.Empty);

    /// <summary>Windows allows 260 characters unless it is told otherwise; the rest is for the place of the clone and for what a build adds.</summary>
    [Test]
    public async Task No_path_is_too_long_for_Windows() => Assert.That((await FilesAsync()).Where(file => file.Length > 120), Is.Empty);

    [Test]
    public async Task No_name_is_impossible_on_Windows() =>
        Assert.That((await FilesAsync()).Where(file => Impossible().IsMatch(file)), Is.Empty);

    /// <summary>Git on Windows and macOS takes Publish for publish, and a file of ours would not be added.</summary>
    [Test]
    public async Task Nothing_that_is_kept_is_ignored_elsewhere()
    {
        await FilesAsync();

        Assert.That((await GitAsync("-c", "core.ignorecase=true", "ls-files", "--cached", "--ignored", "--exclude-standard")).Trim(), Is.Empty);
    }

    [Test]
    public async Task Every_text_has_LF_in_the_repository_and_in_every_checkout()
    {
        await FilesAsync();
        var lines = (await GitAsync("ls-files", "--eol")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.That(lines, Is.Not.Empty.And.All.Match(@"^(i/(lf|none) +w/(lf|none|) +attr/text=auto eol=lf\s|i/-text +w/-text +attr/-text\s)"));
    }

    /// <summary>An exclude of setup/** can take tests/Setup along, and then fewer tests run and none fails.</summary>
    [Test]
    public async Task Every_fixture_is_compiled()
    {
        var compiled = Assembly.GetExecutingAssembly().GetTypes().Select(type => type.Name.Split('`')[0]).ToHashSet(StringComparer.Ordinal);
        var written = (await FilesAsync())
            .Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && !file.StartsWith("tests/tools/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => Class().Matches(File.ReadAllText(Path.Combine(Files.Root, file))).Select(match => (file, Name: match.Groups[1].Value)))
            .ToList();

        Assert.That(written, Has.Count.GreaterThan(100));
        Assert.That(written.Where(one => !compiled.Contains(one.Name)), Is.Empty);
    }

    private static async Task<IReadOnlyList<string>> FilesAsync()
    {
        var files = await Here.FindFilesAsync();
        if (files is null)
        {
            Assert.Ignore("This folder is no clone, or there is no git.");
        }

        return files!;
    }

    private static async Task<string> GitAsync(params string[] arguments)
    {
        var run = await ChildProcess.RunAsync(Files.Root, "git", arguments);
        Assert.That(run.Succeeded, run.Output);

        return run.Output;
    }

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |static |abstract |partial )*class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex("""[<>:"|?*\\]|[. ](/|$)|(^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|/|$)""", RegexOptions.IgnoreCase)]
    private static partial Regex Impossible();
}
