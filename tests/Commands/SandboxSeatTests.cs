using NUnit.Framework;
using ProcoreNetSuite.Commands;

namespace ProcoreNetSuite.Tests.Commands;

/// <summary>Two sandboxes in one folder.</summary>
[NonParallelizable]
public sealed class SandboxSeatTests
{
    private static readonly SandboxOptions Serve = new() { Serve = true };
    private static readonly SandboxOptions Connect = new() { Connect = true };

    private string root = "";

    [SetUp]
    public void CreateFolder() => root = Directory.CreateTempSubdirectory("seats-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(root, recursive: true);

    [Test]
    public void The_second_one_is_told_where_the_first_one_is_and_what_to_do()
    {
        using var first = SandboxSeat.Take(root, Serve);

        Assert.That(() => SandboxSeat.Take(root, Serve with { Empty = true }), Throws.TypeOf<SetupException>()
            .With.Message.Contains(".sandbox/endpoints.json").And.Message.Contains("Ctrl+C").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void Two_that_share_nothing_run_side_by_side()
    {
        using var serve = SandboxSeat.Take(root, Serve);
        using var connect = SandboxSeat.Take(root, Connect);

        Assert.That(() => SandboxSeat.Take(root, Connect), Throws.TypeOf<SetupException>().With.Message.Contains(".sandbox/links"));
        Assert.That(SandboxSeat.Take(root, new SandboxOptions()), Is.Null, "a day without --serve leaves nothing behind");
    }

    [Test]
    public void What_a_first_one_left_on_the_disk_is_in_nobodys_way()
    {
        SandboxSeat.Take(root, Serve)!.Dispose();

        using var next = SandboxSeat.Take(root, Serve);

        Assert.That(next, Is.Not.Null);
    }
}
