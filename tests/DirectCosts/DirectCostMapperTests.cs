using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.DirectCosts;

[TestFixture(Description = "connector-behaviour.md 7.6")]
public sealed class DirectCostMapperTests
{
    private const long Dock = 7, Pier = 9;

    private static readonly NetSuiteId DockJob = new("100"), PierJob = new("101"), Concrete = new("640"), PierConcrete = new("641"), Vendor = new("55"), Retainage = new("900"), Customer = new("50");

    private static readonly ConnectionSettings Settings = new()
    {
        Procore = new ProcoreSettings { CompanyId = 4400123 },
        NetSuite = new NetSuiteSettings { AccountId = "1234567_SB1", RetainageItem = "900" },
    };

    private static readonly CostFacts Facts = new(
        new Dictionary<NetSuiteId, Standing>(),
        new Dictionary<NetSuiteId, long> { [DockJob] = Dock, [PierJob] = Pier },
        new CostItems([(Concrete, Dock, 77), (PierConcrete, Pier, 78)]),
        new Dictionary<long, NetSuiteId> { [Dock] = Customer },
        new Dictionary<NetSuiteId, long> { [Vendor] = 35 });

    private static CostTransaction Bill => new(new("4711"), false, "INV-1", null, Vendor, "Acme", new(2026, 5, 15), false, "2026-05-15 10:00:00");

    private static CostTransaction Journal => Bill with { IsJournal = true, Number = "J-1", Vendor = null };

    [Test(Description = "acceptance case 15; origin ids of 7.6.2")]
    public void A_bill_is_one_direct_cost_for_each_project_with_a_line_for_each_line()
    {
        var mapped = Map(Bill, Line("1", 100.5m), Line("2", 2m), Line("3", 3m, PierJob, PierConcrete));

        Assert.That(mapped.Costs.Select(cost => cost.OriginId), Is.EqualTo(new[] { "ns:1234567_SB1:vendorBill:4711:7", "ns:1234567_SB1:vendorBill:4711:9" }));
        Assert.That(mapped.Costs[0].Lines, Is.EqualTo(new[]
        {
            new DirectCostLine("ns:1234567_SB1:vendorBill:4711:7:1", 77, "Footings", 100.50m),
            new DirectCostLine("ns:1234567_SB1:vendorBill:4711:7:2", 77, "Footings", 2.00m),
        }));
        Assert.That(mapped.Costs[0] with { Lines = [] }, Is.EqualTo(
            new DirectCost(7, "ns:1234567_SB1:vendorBill:4711:7", "invoice", 35, "INV-1", "Bill INV-1", new DateOnly(2026, 5, 15), mapped.Costs[0].Lines) with { Lines = [] }));
        Assert.That(mapped.Left, Is.Empty);
        Assert.That(mapped.Problems, Is.Empty);
    }

    [Test(Description = "acceptance case 16")]
    public void A_journal_is_an_expense_with_credits_below_zero()
    {
        var cost = Map(Journal, Line("0", 100m), Line("1", -100m)).Costs.Single();

        Assert.That((cost.Type, cost.VendorId, cost.OriginId), Is.EqualTo(("expense", (long?)null, "ns:1234567_SB1:journalEntry:4711:7")));
        Assert.That(cost.Lines.Select(line => line.Amount), Is.EqualTo(new[] { 100m, -100m }));
        Assert.That(cost.Description, Is.EqualTo("Journal J-1"));
        Assert.That(Map(Journal, Line("0", 1m)).Problems, Is.Empty, "it has no vendor to be linked");
    }

    [Test(Description = "E603")]
    public void A_vendor_without_a_company_makes_an_expense_without_a_vendor()
    {
        var mapped = Map(Bill with { Vendor = new("56"), VendorName = "Stranger" }, Line("1", 1m));

        Assert.That((mapped.Costs.Single().Type, mapped.Costs[0].VendorId), Is.EqualTo(("expense", (long?)null)));
        Assert.That(mapped.Problems.Single().Code, Is.EqualTo("E603"));
        Assert.That(mapped.Problems[0].Message, Does.Contain("Stranger"));
        Assert.That(Map(Bill with { Vendor = new("56"), VendorName = null }, Line("1", 1m)).Problems.Single().Message, Does.Contain("Vendor 56 "));
        Assert.That(Map(Bill with { Vendor = new("56") }, Line("1", 1m) with { IsTax = true }).Problems, Is.Empty, "nothing of it was imported");
    }

    [Test]
    public void A_line_without_a_memo_has_the_name_of_its_item_and_a_bill_without_a_number_its_id()
    {
        var cost = Map(Bill with { Number = null }, Line("1", 1m) with { Memo = null }).Costs.Single();

        Assert.That((cost.Lines.Single().Description, cost.InvoiceNumber, cost.Description), Is.EqualTo(("1234-03-300.S", "4711", "Bill 4711")));
        Assert.That(Map(Bill with { Number = "" }, Line("1", 1m)).Costs.Single().InvoiceNumber, Is.EqualTo("4711"));
    }

    [Test(Description = "E405; 5.3: never rounded in silence")]
    public void An_amount_with_more_decimals_than_its_currency_is_left_as_it_is()
    {
        var mapped = Map(Bill, Line("1", 1.005m), Line("2", 1m));

        Assert.That(mapped.Costs.Single().Lines.Single().Amount, Is.EqualTo(1m));
        Assert.That((mapped.Left.Single().Sum, mapped.Left[0].Reason.StartsWith("E405", StringComparison.Ordinal)), Is.EqualTo((1.005m, true)));
        Assert.That(mapped.Left[0].Reason, Does.Contain("1.005").And.Contain("USD"));
    }

    [Test(Description = "13.4: Procore shows it at the invoice's project, NetSuite here")]
    public void A_line_of_an_invoices_bill_that_was_moved_says_where_it_came_from()
    {
        var facts = Facts with
        {
            Standings = new Dictionary<NetSuiteId, Standing> { [Bill.Id] = Standing.Linked },
            InvoiceProjects = new Dictionary<NetSuiteId, (long Id, string Name)> { [Bill.Id] = (Dock, "Dock 7 (7)") },
        };

        var left = DirectCostMapper.Map(Bill, [Line("1", 1m), Line("2", 2m, PierJob, PierConcrete)], facts, Settings).Left;

        Assert.That(left.Select(one => (one.ProjectId, one.Sum, one.MovedFrom, one.IsExportedBill)), Is.EqualTo(new[] { (Dock, 1m, (long?)null, true), (Pier, 2m, Dock, false) }));
        Assert.That(left[1].Reason, Does.StartWith("E415").And.Contain("Dock 7 (7)"));
    }

    [Test(Description = "7.6.1: hard rules 1 to 3")]
    public void Bills_of_ours_voided_ones_and_their_journals_are_no_cost_and_are_accounted_for([Values(Standing.Linked, Standing.OursWithoutLink, Standing.Void)] Standing standing)
    {
        var facts = Facts with { Standings = new Dictionary<NetSuiteId, Standing> { [Bill.Id] = standing } };

        var mapped = DirectCostMapper.Map(Bill, [Line("1", 1m), Line("2", 2.5m), Line("3", 4m, PierJob, PierConcrete)], facts, Settings);

        Assert.That(mapped.Costs, Is.Empty);
        Assert.That(mapped.Left.Select(left => (left.ProjectId, left.Count, left.Sum, left.IsExportedBill)), Is.EqualTo(new[] { (Dock, 2, 3.5m, standing is Standing.Linked), (Pier, 1, 4m, standing is Standing.Linked) }));
        Assert.That(mapped.Left.Select(left => left.Reason), Is.All.Contains(standing switch { Standing.Linked => NotImported.ExportedBill, Standing.Void => "voided", _ => "E605" }));
        Assert.That(mapped.Problems.Select(problem => problem.Code), Is.EqualTo(standing is Standing.OursWithoutLink ? new[] { "E605" } : []));
        Assert.That(mapped.Problems.Select(problem => problem.Message), Is.All.Contains("Bill INV-1 (record 4711)"));
    }

    [TestCase("2026-05-15", 1)]
    [TestCase("2026-05-16", 0)]
    public void Cost_counts_from_the_day_of_the_settings_on(string from, int costs)
    {
        var settings = new ConnectionSettings { Procore = Settings.Procore, NetSuite = Settings.NetSuite, JobCostsFrom = DateOnly.Parse(from, null) };

        var mapped = DirectCostMapper.Map(Bill, [Line("1", 1m)], Facts, settings);

        Assert.That(mapped.Costs, Has.Count.EqualTo(costs));
        Assert.That(mapped.Left, Is.Empty);
    }

    [Test(Description = "E601, E604, 7.6.1 rule 4, 7.6.3")]
    public void Lines_that_do_not_qualify_are_left_with_their_reason()
    {
        var elsewhere = Line("1", 1m, DockJob, PierConcrete) with { ItemExternalId = "procore-4400123-wbs-code-78" };

        var bill = Map(
            Bill, elsewhere, Line("2", 2m, DockJob, Retainage), Line("3", 3m, DockJob, new("1")), Line("4", 4m) with { Item = null, AccountType = "COGS" }, Line("5", 5m, new("999"), new("1")),
            Line("6", 6m) with { IsTax = true }, Line("7", 7m) with { Item = null, AccountType = "OthCurrLiab" }, Line("8", 8m, new("999"), Concrete), Line("9", 9m, new("999"), Retainage));
        var journal = Map(Journal, Line("0", 6m) with { Item = null });

        Assert.That(bill.Costs, Is.Empty);
        Assert.That(bill.Left.Select(left => (left.Reason, left.Sum)), Is.EqualTo(new[]
        {
            ("E601: the item belongs to another project", 1m), ("E601: the line is on another job or customer than its item", 8m), ("line on the retainage item", 2m), ("line without an item", 4m),
            ("line without an item, on an account of type other current liability", 7m), ("tax", 6m), ("the item is none of the connector's", 3m),
        }), "what is on none of our jobs and items is nothing to us");
        Assert.That(journal.Left.Select(left => left.Reason), Is.EqualTo(new[] { "E604: journal line without an item" }));
    }

    [TestCase(null, 77, Description = "acceptance case 30: without a project")]
    [TestCase("50", 77, Description = "on the customer above the job")]
    [TestCase("55", 77, Description = "the bill's own vendor, as accounts may show a line without a project")]
    [TestCase("51", null, Description = "another customer")]
    [TestCase("101", null, Description = "another job of ours")]
    public void An_item_says_whose_cost_a_line_is_unless_another_job_stands_there(string? job, int? code)
    {
        var mapped = Map(Bill, Line("1", 777m) with { Job = job is null ? null : new NetSuiteId(job) });

        Assert.That(mapped.Costs.SelectMany(cost => cost.Lines).Select(line => line.WbsCodeId), Is.EqualTo(code is null ? Array.Empty<long?>() : [(long?)code]));
        Assert.That(mapped.Left.Select(left => (left.ProjectId, left.Reason[..4], left.Sum)), Is.EqualTo(code is null ? new[] { (job == "101" ? Pier : Dock, "E601", 777m) } : []));
    }

    [Test(Description = "links of versions before items were reserved")]
    public void An_item_of_two_projects_counts_where_the_line_names_one_of_them()
    {
        var facts = Facts with { Items = new CostItems([(Concrete, Pier, 79), (Concrete, Dock, 77)]) };

        Assert.That(DirectCostMapper.Map(Bill, [Line("1", 1m), Line("2", 2m, PierJob, Concrete)], facts, Settings).Costs.Select(cost => cost.Lines.Single().WbsCodeId), Is.EqualTo(new long?[] { 77, 79 }));
        Assert.That(
            DirectCostMapper.Map(Bill, [Line("1", 1m) with { Job = null }], facts, Settings).Left.Single(),
            Is.EqualTo(new NotImported(Dock, "E601: the item belongs to several projects, and the line names none of them", 1, 1m)));
    }

    [TestCase("COGS")]
    [TestCase("Expense")]
    [TestCase("OthExpense")]
    [TestCase("DeferExpense", Description = "acceptance case 31")]
    [TestCase("OthCurrAsset")]
    [TestCase("OthCurrLiab")]
    [TestCase("Income")]
    public void An_item_of_ours_makes_a_line_job_cost_whatever_its_account(string type) =>
        Assert.That(Map(Bill, Line("1", 600m) with { AccountType = type }).Costs.Single().Lines.Single().Amount, Is.EqualTo(600m));

    [TestCase(null, "line without an item")]
    [TestCase("COGS", "line without an item")]
    [TestCase("Expense", "line without an item")]
    [TestCase("OthExpense", "line without an item")]
    [TestCase("AcctPay", "accounts payable")]
    [TestCase("AcctRec", "accounts receivable")]
    [TestCase("Bank", "bank")]
    [TestCase("CredCard", "credit card")]
    [TestCase("DeferExpense", "deferred expense")]
    [TestCase("DeferRevenue", "deferred revenue")]
    [TestCase("Equity", "equity")]
    [TestCase("FixedAsset", "fixed asset")]
    [TestCase("Income", "income")]
    [TestCase("LongTermLiab", "long term liability")]
    [TestCase("OthAsset", "other asset")]
    [TestCase("OthCurrAsset", "other current asset")]
    [TestCase("OthCurrLiab", "other current liability")]
    [TestCase("OthIncome", "other income")]
    [TestCase("NonPosting", "NonPosting", Description = "NetSuite's own word where there is no other")]
    public void A_line_without_an_item_is_left_with_the_kind_of_its_account_unless_that_is_cost(string? type, string words)
    {
        var reason = Map(Bill, Line("1", 1m) with { Item = null, AccountType = type }).Left.Single().Reason;

        Assert.That(reason, words.StartsWith("line", StringComparison.Ordinal) ? Is.EqualTo(words) : Does.EndWith($"of type {words}"));
    }

    [Test]
    public void Sums_are_kept_to_the_cent_and_the_order_of_lines_does_not_matter() => Gen.Int[-1_000_000, 1_000_000].Array[1, 20].Sample(cents =>
    {
        CostLine[] lines = [.. cents.Select((cent, index) => Line($"{index}", cent / 100m))];

        var one = Map(Bill, lines).Costs.Single();
        var other = Map(Bill, [.. lines.Reverse()]).Costs.Single();

        return one.Lines.Sum(line => line.Amount) == cents.Sum() / 100m && one.Fingerprint() == other.Fingerprint();
    });

    private static MappedCosts Map(CostTransaction transaction, params IReadOnlyList<CostLine> lines) => DirectCostMapper.Map(transaction, lines, Facts, Settings);

    private static CostLine Line(string key, decimal amount) => Line(key, amount, DockJob, Concrete);

    private static CostLine Line(string key, decimal amount, NetSuiteId job, NetSuiteId item) => new(new("4711"), key, job, item, "1234-03-300.S", null, "Footings", amount);
}
