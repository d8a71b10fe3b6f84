using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using static ProcoreNetSuite.Tests.Builders.InvoiceBuilder;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

public sealed class VendorBillMapperTests
{
    private static readonly VendorBillReferences References = new(
        "procore-4400123-requisition-58820",
        new NetSuiteId("5501"),
        new NetSuiteId("7310"),
        new AccountingPeriod(new NetSuiteId("134"), "Apr 2026", new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30), Closed: false, Locked: false),
        "USD",
        new NetSuiteId("900"),
        new Dictionary<long, NetSuiteId> { [Concrete] = new("640"), [Steel] = new("641") });

    [Test(Description = "acceptance case 1")]
    public void Held_retainage_is_a_negative_line_on_the_retainage_item()
    {
        var bill = Map(Invoice(Line(10000, held: 1000)));

        Assert.That(bill.Lines.Select(line => (line.Item.Value, line.Amount)), Is.EqualTo(new[] { ("640", 10000m), ("900", -1000m) }));
        Assert.That(bill.Total, Is.EqualTo(9000));
    }

    [Test(Description = "acceptance case 3")]
    public void A_final_release_is_one_positive_line()
    {
        var bill = Map(Invoice(Line(0, released: 5300)));

        Assert.That(bill.Lines.Select(line => (line.Item.Value, line.Amount)), Is.EqualTo(new[] { ("900", 5300m) }));
    }

    [Test(Description = "acceptance case 4; 7.4.3: held and released are never netted")]
    public void Work_change_order_hold_and_release_are_lines_of_their_own_each_with_the_project()
    {
        var change = Line(250.25m, held: 25.03m, code: Steel) with { ItemType = "change_order_item" };

        var bill = Map(Invoice(Line(1000, held: 100, released: 40.01m), change));

        Assert.That(bill.Lines.Select(line => line.Amount), Is.EqualTo(new[] { 1000m, 250.25m, -125.03m, 40.01m }));
        Assert.That(bill.Lines.Select(line => line.Job), Is.All.EqualTo(References.Job));
        Assert.That(bill.Total, Is.EqualTo(1165.23m));
    }

    [Test(Description = "7.4.1: zero lines are left out; billing date, else period end")]
    public void A_line_without_an_amount_is_left_out_and_a_missing_billing_date_is_the_period_end()
    {
        var bill = Map(Invoice(Line(1000), Line(0, code: Steel)) with { BillingDate = null });

        Assert.That(bill.Lines, Has.Count.EqualTo(1));
        Assert.That(bill.Date, Is.EqualTo(new DateOnly(2026, 4, 30)));
    }

    [Test(Description = "E411")]
    public void A_budget_code_without_an_item_is_named()
    {
        var invoice = Invoice(Line(1000, code: Steel));

        var mapped = VendorBillMapper.Map(
            invoice, InvoiceAmounts.Read(invoice, null, "USD").Value!, References with { ItemByWbsCode = new Dictionary<long, NetSuiteId>() });

        Assert.That(mapped.Problems.Single().Message, Does.Contain("05-100.S"));
    }

    [TestCase("", "2026-04-28", "USD", "E404", "Invoice number can't be blank.")]
    [TestCase("1234567890123456789012345678901234567890123456", "2026-04-28", "USD", "E304", "46 characters")]
    [TestCase("INV-1", null, "USD", "E404", "Billing date can't be blank.")]
    [TestCase("INV-1", "2026-04-28", "CAD", "E410", "CAD")]
    public void What_is_wrong_with_the_head_is_said_before_anything_is_looked_up(string number, string? date, string currency, string code, string text)
    {
        var invoice = Invoice(Line(1000)) with
        {
            InvoiceNumber = number,
            BillingDate = date is null ? null : DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture),
            RequisitionEnd = null,
            CurrencyConfiguration = new CurrencyConfiguration(currency, "USD"),
        };

        var problem = VendorBillMapper.CheckHead(invoice, "USD").Single();

        Assert.That(problem.Code, Is.EqualTo(code));
        Assert.That(problem.Message, Does.Contain(text));
    }

    [Test]
    public void The_bill_says_where_it_comes_from()
    {
        var bill = Map(Invoice(Line(1000)));

        Assert.That(bill.Memo, Is.EqualTo("Procore invoice 7, SC-1234-001 - Structural steel, 2026-04-01 to 2026-04-30"));
        Assert.That(bill.Lines[0].Description, Is.EqualTo("1. Erect frame"));
        Assert.That((bill.Reference, bill.ExternalId, bill.PostingPeriod.Value), Is.EqualTo(("INV-0007", "procore-4400123-requisition-58820", "134")));
    }

    [TestCase(996, 999, Description = "3 for the number, and no more than NetSuite takes")]
    [TestCase(997, 999)]
    [TestCase(2_000, 999)]
    [TestCase(995, 998)]
    public void A_description_is_cut_at_NetSuites_limit(int work, int length)
    {
        var bill = Map(Invoice(Line(1000) with { DescriptionOfWork = new string('w', work) }));

        Assert.That(bill.Lines[0].Description, Has.Length.EqualTo(length).And.StartsWith("1. www"));
    }

    [Test(Description = "7.4.1: a bill of a closed period keeps its own date in the memo")]
    public void A_bill_that_is_booked_later_says_so()
    {
        var invoice = Invoice(Line(1000));

        var bill = VendorBillMapper.Map(invoice, InvoiceAmounts.Read(invoice, null, "USD").Value!, References with { Date = new DateOnly(2026, 5, 1) }).Value!;

        Assert.That((bill.Date, bill.Memo), Is.EqualTo((new DateOnly(2026, 5, 1), $"Procore invoice 7, SC-1234-001 - Structural steel, 2026-04-01 to 2026-04-30, dated {VendorBillMapper.DateOf(invoice):yyyy-MM-dd} in a closed period")));
    }

    private static VendorBill Map(SubcontractorInvoice invoice) =>
        VendorBillMapper.Map(invoice, InvoiceAmounts.Read(invoice, null, "USD").Value!, References).Value!;
}
