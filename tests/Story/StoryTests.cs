using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Sandbox.Story;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Tests.Journeys;

namespace ProcoreNetSuite.Tests.Story;

/// <summary>The sandbox's day on virtual time, as it reads where there is no terminal.</summary>
public sealed class StoryTests
{
    private readonly StringWriter written = new();
    private World world = null!;
    private Stage stage = null!;
    private int code;

    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        world = await World.StartAsync(new Dictionary<string, string?>(Cast.Settings), registers: false);
        stage = new Stage(world.Accounts, world.Host, new Narrator(Terminal.Plain(written, 100)), new VirtualPace(world));
        code = await Day.PlayAsync(stage, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await (world?.DisposeAsync() ?? ValueTask.CompletedTask);
        await written.DisposeAsync();
    }

    [Test]
    public void Everything_is_as_it_should_be()
    {
        Assert.That(code, Is.Zero, Output);
        Assert.That(Output, Does.Not.Contain("not ok"));
    }

    [Test]
    public void The_total_rows_of_the_closing_tables_have_the_figures_of_the_day()
    {
        var totals = Lines.Where(line => line.TrimStart().StartsWith("Total ", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.That(totals, Is.EqualTo(new[]
        {
            "Total 12 invoices 12 26 -34,828.72 509,103.40 509,103.40 0.00",
            "Total 14,920.25 14,920.25 0.00 192,508.06 192,508.06 0.00",
        }));
    }

    [TestCase("2401 Dock 7 Warehouse 11,590.25 11,590.25 0.00 168,732.45 168,732.45 0.00")]
    [TestCase("2402 Harbor Point Clinic 3,330.00 3,330.00 0.00 23,775.61 23,775.61 0.00")]
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

    [Test]
    public void The_day_begins_with_a_set_up_check_that_fails_with_its_remedy_and_passes_once_the_webhook_is_made()
    {
        Assert.That(Words, Does.Match("fail Webhook: Procore has no webhook [^\"]*\"Create one company hook [^\"]*POST /api/connections/main/webhooks does it.\""));
        Assert.That(Words, Does.Match("created webhook: .* created trigger: ERP Requests / create\\. .* Once more: pass \\d+ checks A second POST"));
    }

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
        Assert.That(Output, Does.Not.Contain('\e').And.Not.Contain('\r'));
        Assert.That(Lines.Where(line => line.Length > 100), Is.Empty);
    }

    [Test]
    public void A_cent_off_in_Procore_fails_the_checks()
    {
        var line = stage.Costs("PC-5530").SelectMany(stage.LinesOf).Single();

        AssertWrong(2, () => world.Procore.Set(line, "amount", "880.01"), () => world.Procore.Set(line, "amount", "880.00"));
    }

    [Test]
    public void A_bill_that_never_came_fails_the_checks()
    {
        var bill = "";

        AssertWrong(
            2,
            () => bill = stage.Accounting.EnterBill(world.Ledger.Vendors[0].Id, "LOST-1", new DateOnly(2026, 6, 1), new CostEntry(DockProject, "03-300.S.SITE", 0.01m, "Lost")),
            () => world.Accounts.NetSuite.Users.Delete("vendorBill", bill));
    }

    [Test]
    public void A_bill_that_is_exported_and_imported_fails_the_checks()
    {
        var cost = stage.Costs("PC-5530").Single();
        var origin = cost.OriginId!;
        var exported = CostBooks.Read(world.Accounts).ExportedBills.First();

        AssertWrong(2, () => world.Procore.Set(cost, "origin_id", origin.Replace(CostBooks.NetSuiteIdOf(cost), exported, StringComparison.Ordinal)), () => world.Procore.Set(cost, "origin_id", origin));
    }

    [Test]
    public void A_payment_on_another_invoice_fails_the_checks()
    {
        var payment = stage.Issued("10446").Single();
        var (own, other) = (payment.Data["requisition_id"]!.GetValue<long>(), stage.Issued("10444").Single().Data["requisition_id"]!.GetValue<long>());

        AssertWrong(1, () => world.Procore.Set(payment, "requisition_id", other), () => world.Procore.Set(payment, "requisition_id", own));
    }

    [Test]
    public void A_payment_that_was_changed_since_fails_the_checks()
    {
        var payment = stage.Issued("10444").Single();
        var id = CostBooks.NetSuiteIdOf(payment);
        var bill = payment.OriginId!.Split(':')[^1];

        AssertWrong(
            2,
            () => world.Accounts.NetSuite.Users.Apply("vendorPayment", id, new Dictionary<string, decimal> { [bill] = 39_999.99m }),
            () => world.Accounts.NetSuite.Users.Apply("vendorPayment", id, new Dictionary<string, decimal> { [bill] = 40_000m }));
    }

    private ProcoreRecord DockProject => world.Accounts.Procore.Records(Stage.Project).Single(project => project.Text("project_number") == "2401");

    /// <summary>So many checks of the imports are not ok after a change, and all of them are after it is taken back.</summary>
    private void AssertWrong(int count, Action change, Action undo)
    {
        IEnumerable<Check> Wrong() => ImportChecks.Run(stage, ProjectTable.Read(stage)).Where(check => !check.IsOk);
        change();
        try
        {
            Assert.That(Wrong(), Has.Exactly(count).Items);
        }
        finally
        {
            undo();
        }

        Assert.That(Wrong(), Is.Empty);
    }

    private string Output => written.ToString().ReplaceLineEndings("\n");

    /// <summary>All of it, as if it were one line.</summary>
    private string Words => string.Join(' ', Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private string[] Lines => Output.Split('\n');

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
