using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Sandbox.Story;
using ProcoreNetSuite.Tests.Journeys;

namespace ProcoreNetSuite.Tests.Story;

/// <summary>The sandbox's day on virtual time, as it reads where there is no terminal.</summary>
public sealed class StoryTests
{
    private readonly StringWriter output = new();
    private World world = null!;
    private int code;

    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        world = await World.StartAsync();
        code = await Day.PlayAsync(new Stage(world.Accounts, world.Host, new Narrator(Terminal.Plain(output, 100)), new VirtualPace(world)), CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await (world?.DisposeAsync() ?? ValueTask.CompletedTask);
        await output.DisposeAsync();
    }

    [Test]
    public void Everything_is_as_it_should_be()
    {
        Assert.That(code, Is.Zero, output.ToString());
        Assert.That(output.ToString(), Does.Not.Contain("not ok"));
    }

    [Test]
    public void The_total_row_of_the_closing_table_has_the_figures_of_the_day()
    {
        var total = Lines.Single(line => line.TrimStart().StartsWith("Total ", StringComparison.Ordinal));

        Assert.That(
            total.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(new[] { "Total", "12", "invoices", "12", "26", "-34,828.72", "509,103.40", "509,103.40", "0.00" }));
    }

    [Test]
    public void Ledgers_hold_twelve_bills_of_the_same_total()
    {
        var bills = world.Accounts.NetSuite.Ledger.VendorBills;

        Assert.That(bills, Has.Count.EqualTo(12));
        Assert.That(bills.Sum(bill => bill.Total), Is.EqualTo(509_103.40m));
    }

    [TestCase("E303", "Pacific Crane and Rigging")]
    [TestCase("E406", "0.01 apart")]
    [TestCase("E412", "Mar 2026")]
    [TestCase("E409", "JFP-118")]
    [TestCase("E416", "still in NetSuite")]
    public void The_errors_column_is_quoted(string problem, string words) =>
        Assert.That(string.Join(' ', output.ToString().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), Does.Match($"\"{problem}: [^\"]*{words}"));

    [Test]
    public void Without_a_terminal_there_are_plain_lines_that_fit()
    {
        Assert.That(output.ToString(), Does.Not.Contain('\e').And.Not.Contain('\r'));
        Assert.That(Lines.Where(line => line.Length > 100), Is.Empty);
    }

    private string[] Lines => output.ToString().Split('\n');

    private sealed class VirtualPace(World world) : IPace
    {
        public async Task UntilAsync(Func<bool> isDone, CancellationToken cancellationToken)
        {
            await world.QuietAsync();
            if (!isDone())
            {
                throw new TimeoutException(world.Describe());
            }
        }
    }
}
