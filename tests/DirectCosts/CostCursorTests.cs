using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.DirectCosts;

public sealed class CostCursorTests
{
    [TestCase("Imported")]
    [TestCase("Changed|2026-05-15 10:00:00|4711")]
    [TestCase("Project||4711|598134325841112")]
    [TestCase("Compare||0|7")]
    public void A_cursor_is_read_as_it_was_written(string text) => Assert.That($"{CostCursor.Read(text)}", Is.EqualTo(text));

    [Test]
    public void A_run_begins_at_the_beginning() => Assert.That(CostCursor.Read(null), Is.EqualTo(new CostCursor(CostPhase.Begin)));

    [Test]
    public void The_next_step_begins_behind_the_last_transaction_of_the_same_project()
    {
        var next = CostCursor.Read($"{new CostCursor(CostPhase.Project, Project: 7).Behind(new NetSuiteId("4711"))}");

        Assert.That((next.Phase, next.Project, next.AfterTransaction), Is.EqualTo((CostPhase.Project, 7L, new NetSuiteId("4711"))));
        Assert.That(CostCursor.Read("Project||0|7").AfterTransaction, Is.Null);
    }
}
