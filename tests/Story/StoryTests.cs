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
        world = await World.StartAsync(new Dictionary<string, string?>(Cast.Settings));
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
    public void The_total_rows_of_the_closing_tables_have_the_figures_of_the_day()
    {
        var totals = Lines.Where(line => line.TrimStart().StartsWith("Total ", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.That(totals, Is.EqualTo(new[]
        {
            "Total 12 invoices 12 26 -34,828.72 509,103.40 509,103.40 0.00",
            "Total 14,920.25 14,920.25 0.00 188,478.63 188,478.63 0.00",
        }));
    }

    [TestCase("2401 Dock 7 Warehouse 11,590.25 11,590.25 0.00 188,478.63 188,478.63 0.00")]
    [TestCase("2402 Harbor Point Clinic 3,330.00 3,330.00 0.00 0.00 0.00 0.00")]
    [TestCase("2403 Marina Garage 0.00 0.00 0.00 0.00 0.00 0.00")]
    public void Every_project_has_a_row_of_what_came_back(string row) =>
        Assert.That(Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))), Has.One.EqualTo(row));

    [Test]
    public void Ledgers_hold_twelve_bills_of_invoices_of_the_same_total()
    {
        var linked = CostBooks.Read(world.Accounts).ExportedBills.ToHashSet();
        var bills = world.Accounts.NetSuite.Ledger.VendorBills.Where(bill => linked.Contains(bill.Id)).ToList();

        Assert.That(bills, Has.Count.EqualTo(12));
        Assert.That(bills.Sum(bill => bill.Total), Is.EqualTo(509_103.40m));
    }

    [TestCase(9)]
    [TestCase(12)]
    [TestCase(13)]
    [TestCase(14)]
    [TestCase(15)]
    [TestCase(16)]
    [TestCase(17)]
    [TestCase(23)]
    public void Acceptance_cases_of_imports_are_checked_by_number(int number) =>
        Assert.That(Words, Does.Match($"ok [^(]*\\(case {number}\\)"));

    [TestCase("E303", "Pacific Crane and Rigging")]
    [TestCase("E406", "0.01 apart")]
    [TestCase("E412", "Mar 2026")]
    [TestCase("E409", "JFP-118")]
    [TestCase("E416", "still in NetSuite")]
    public void The_errors_column_is_quoted(string problem, string words) =>
        Assert.That(Words, Does.Match($"\"{problem}: [^\"]*{words}"));

    [Test]
    public void Without_a_terminal_there_are_plain_lines_that_fit()
    {
        Assert.That(output.ToString(), Does.Not.Contain('\e').And.Not.Contain('\r'));
        Assert.That(Lines.Where(line => line.Length > 100), Is.Empty);
    }

    /// <summary>All of it, as if it were one line.</summary>
    private string Words => string.Join(' ', output.ToString().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private string[] Lines => output.ToString().Split('\n');

    private sealed class VirtualPace(World world) : IPace
    {
        public DateTimeOffset Now => world.Time.GetUtcNow();

        public async Task UntilAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
        {
            await world.QuietAsync();
            if (!await isDone())
            {
                throw new TimeoutException(world.Describe());
            }
        }

        public async Task MoveToAsync(DateTimeOffset moment, CancellationToken cancellationToken)
        {
            world.Time.AdvanceTo(moment);
            await world.RunForAsync(TimeSpan.FromSeconds(1));
        }
    }
}
