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

    [TestCase(45, null)]
    [TestCase(46, "E304")]
    public void A_number_may_be_as_long_as_NetSuite_takes(int length, string? code) => Assert.That(
        VendorBillMapper.CheckHead(Invoice(Line(1)) with { InvoiceNumber = new string('7', length) }, "usd").Select(problem => problem.Code), Is.EqualTo(code is null ? [] : new[] { code }));

    [TestCase("{invoice}", "INV-0007")]
    [TestCase("{commitment}/{invoice}", "SC-1234-001/INV-0007")]
    [TestCase("{invoice} of {commitment}", "INV-0007 of SC-1234-001")]
    public void A_bill_is_numbered_as_the_settings_say(string template, string number)
    {
        var invoice = Invoice(Line(1));

        Assert.That(VendorBillMapper.Map(invoice, InvoiceAmounts.Read(invoice, null, "USD").Value!, References with { NumberTemplate = template }).Value!.Reference, Is.EqualTo(number));
        Assert.That(VendorBillMapper.CheckHead(invoice with { InvoiceNumber = new string('7', 45 - number.Length + 8) }, "USD", template), Is.Empty);
        Assert.That(VendorBillMapper.CheckHead(invoice with { InvoiceNumber = new string('7', 45 - number.Length + 9) }, "USD", template).Single().Message, Does.Contain("46").And.Contain("45"));
    }

    [Test(Description = "E411: a line that bills nothing needs no code")]
    public void Every_line_of_work_without_a_budget_code_is_named_in_the_head()
    {
        var nameless = Line(10) with { WbsCode = null };
        var invoice = Invoice(
            Line(10), nameless with { Position = 2 }, nameless with { Position = 3, WorkCompletedThisPeriod = 0 }, nameless with { Position = 4, WorkCompletedThisPeriod = null }, nameless with { Position = 5, WorkCompletedThisPeriod = -1 });

        var problems = VendorBillMapper.CheckHead(invoice, "USD").ToList();

        Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E411", "E411" }));
        Assert.That(problems.Select(problem => problem.Message), Has.One.Contains("line 2 \"Erect frame\"").And.One.Contains("line 5"));
    }

    [Test]
    public void All_that_is_wrong_with_the_head_is_said_at_once_and_a_currency_that_nobody_names_is_the_connections()
    {
        var invoice = Invoice(Line(1)) with { InvoiceNumber = " ", BillingDate = null, RequisitionEnd = null, CurrencyConfiguration = new CurrencyConfiguration("CAD", "USD") };

        Assert.That(VendorBillMapper.CheckHead(invoice, "USD").Select(problem => problem.Code), Is.EqualTo(new[] { "E404", "E404", "E410" }));
        Assert.That(VendorBillMapper.CheckHead(Invoice(Line(1)) with { CurrencyConfiguration = null }, "USD"), Is.Empty);
    }

    [Test(Description = "E411")]
    public void What_has_no_item_is_named_once_whether_it_has_a_code_or_not()
    {
        var invoice = Invoice(Line(10), Line(20, code: Steel), Line(20, code: Steel), Line(30) with { WbsCode = null, Position = 9 });

        var mapped = VendorBillMapper.Map(
            invoice, InvoiceAmounts.Read(invoice, null, "USD").Value!, References with { ItemByWbsCode = new Dictionary<long, NetSuiteId> { [Concrete] = new("640") } });

        Assert.That(mapped.Value, Is.Null);
        Assert.That(mapped.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E411", "E411" }));
        Assert.That(mapped.Problems.Select(problem => problem.Message), Has.One.Contains("05-100.S").And.One.Contains("line 9").And.None.Contains("03-300"));
    }

    [Test(Description = "a refusal of NetSuite's names the record that it doesn't accept")]
    public void Each_record_that_a_bill_refers_to_has_a_name()
    {
        var invoice = Invoice(Line(10), Line(20, code: Steel));
        var amounts = InvoiceAmounts.Read(invoice, null, "USD").Value!;

        Assert.That(VendorBillMapper.Map(invoice, amounts, References with { JobNumber = "1234" }).Value!.Names, Is.EquivalentTo(new Dictionary<NetSuiteId, string>
        {
            [new("640")] = "for budget code 03-300.S",
            [new("641")] = "for budget code 05-100.S",
            [new("900")] = "for retainage",
            [new("7310")] = "1234",
            [new("5501")] = "Acme Steel LLC",
        }));
        Assert.That(VendorBillMapper.Map(invoice with { VendorName = null }, amounts, References).Value!.Names!.Values, Is.EquivalentTo(
            new[] { "for budget code 03-300.S", "for budget code 05-100.S", "for retainage", "of the invoice" }));
    }

    [Test]
    public void Codes_that_share_an_item_have_the_name_of_the_first()
    {
        var invoice = Invoice(Line(10), Line(20, code: Steel));

        var bill = VendorBillMapper.Map(
            invoice, InvoiceAmounts.Read(invoice, null, "USD").Value!, References with { ItemByWbsCode = new Dictionary<long, NetSuiteId> { [Concrete] = new("640"), [Steel] = new("640") } }).Value!;

        Assert.That((bill.Names![new("640")], bill.Lines.Count), Is.EqualTo(("for budget code 03-300.S", 2)));
    }

    [Test]
    public void The_memo_says_what_is_known_and_nothing_of_what_is_not()
    {
        var invoice = Invoice(Line(1));
        var amounts = InvoiceAmounts.Read(invoice, null, "USD").Value!;
        string MemoOf(SubcontractorInvoice source, DateOnly? booked = null) => VendorBillMapper.Map(source, amounts, References with { Date = booked }).Value!.Memo!;

        Assert.That(MemoOf(invoice with { Number = null, RequisitionStart = null }), Is.EqualTo("Procore invoice INV-0007, SC-1234-001 - Structural steel"));
        Assert.That(MemoOf(invoice with { RequisitionEnd = null }), Does.Not.Contain(" to "));
        Assert.That(MemoOf(invoice, new DateOnly(2026, 4, 28)), Does.Not.Contain("closed"), "it is booked on its own day");
        Assert.That(MemoOf(invoice with { BillingDate = null }, new DateOnly(2026, 5, 1)), Does.EndWith(", dated 2026-04-30 in a closed period"));
    }

    [TestCase(null, "1.")]
    [TestCase("  ", "1.")]
    [TestCase("Erect frame ", "1. Erect frame")]
    public void A_line_is_numbered_as_it_stands_on_the_bill(string? work, string description) => Assert.That(
        Map(Invoice(Line(1) with { DescriptionOfWork = work }, Line(2, code: Steel))).Lines.Select(line => line.Description), Is.EqualTo(new[] { description, "2. Erect frame" }));

    private static VendorBill Map(SubcontractorInvoice invoice) =>
        VendorBillMapper.Map(invoice, InvoiceAmounts.Read(invoice, null, "USD").Value!, References).Value!;
}
