using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The acceptance cases for money of connector-behaviour.md 11 that export, by number, through people's pages and to the cent: 1 to 8.</summary>
public sealed class AcceptanceCases : SiteJourney
{
    [Test(Description = "acceptance case 1")]
    public async Task Gross_10000_with_10_percent_retainage_makes_9000_which_is_the_payment_due()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(AmountsOf(OnlyBill), Is.EqualTo(new[] { 10_000.00m, -1_000.00m }));
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m).And.EqualTo(PaymentDue(invoice)));
        Assert.That(OnlyBill.Lines[1].ItemId, Is.EqualTo("700"), "the retainage line is on the configured item");
        Assert.That(OnlyBill.Lines.Select(line => line.CustomerId).Distinct(), Is.EqualTo(new[] { World.Ledger.Jobs.Single().Id }));
    }

    [TestCase(true, Description = "acceptance case 2, the new invoice bills them as work")]
    [TestCase(false, Description = "acceptance case 2, Procore moves them to earlier work")]
    public async Task Stored_materials_that_become_work_completed_cost_nothing_a_second_time(bool asWork)
    {
        var first = Bill("INV-1", new InvoiceLine(1) { Stored = 500m });
        await World.ExportAsync(World.Requisition, first);
        var second = Bill(
            "INV-2",
            asWork ? new InvoiceLine(1, 500m) { Stored = 0m, Retained = 0m } : new InvoiceLine(1) { MaterialsMoved = 500m },
            new InvoiceLine(2, 1_000m));

        await World.ExportAsync(World.Requisition, second);

        AssertSynced(first);
        AssertSynced(second);
        var bills = World.Ledger.VendorBills.OrderBy(bill => bill.TranId, StringComparer.Ordinal).ToList();
        Assert.That(AmountsOf(bills[0]), Is.EqualTo(new[] { 500.00m }));
        Assert.That(AmountsOf(bills[1]), Is.EqualTo(new[] { 1_000.00m, -100.00m }));
        Assert.That(bills.Select(bill => bill.Total), Is.EqualTo(new[] { PaymentDue(first), PaymentDue(second) }));
    }

    [Test(Description = "acceptance case 3")]
    public async Task A_final_invoice_that_only_releases_5300_is_one_positive_line()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 53_000m)));
        var final = Bill("INV-2", new InvoiceLine(1) { Released = 5_300m });

        await World.ExportAsync(World.Requisition, final);

        AssertSynced(final);
        var bill = World.Ledger.VendorBills.Single(bill => bill.TranId == "INV-2");
        Assert.That(AmountsOf(bill), Is.EqualTo(new[] { 5_300.00m }));
        Assert.That(bill.Lines[0].ItemId, Is.EqualTo("700"));
        Assert.That(bill.Total, Is.EqualTo(5_300.00m).And.EqualTo(PaymentDue(final)));
    }

    [Test(Description = "acceptance case 4")]
    public async Task Work_a_change_order_a_hold_and_a_release_are_on_one_bill_to_the_cent()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 20_000.00m)));
        World.Procore.AddChangeOrder(Site.Project, Site.Subcontract, "CO-1", "Extra footings", [new SeedLine(Site.Concrete, "Extra footings", 7_777.77m)]);
        var invoice = World.Procore.AddInvoice(
            Site.Subcontract, "INV-2", [new InvoiceLine(1, 1_234.56m) { Released = 1_500.25m }, new InvoiceLine(2, 0.01m) { Retained = 0m }],
            [new InvoiceLine(1, 3_333.33m)]);

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        var bill = World.Ledger.VendorBills.Single(bill => bill.TranId == "INV-2");
        Assert.That(AmountsOf(bill), Is.EqualTo(new[] { 1_234.56m, 0.01m, 3_333.33m, -(123.46m + 333.33m), 1_500.25m }));
        Assert.That(bill.Total, Is.EqualTo(PaymentDue(invoice)));
    }

    [TestCase(0.01, Description = "acceptance case 5")]
    [TestCase(-0.01, Description = "acceptance case 5, the other way")]
    public async Task One_cent_off_is_blocked_and_nothing_is_written_in_NetSuite(decimal by)
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Procore.MakeSummaryWrong(invoice, by);
        World.Accounts.NetSuite.Calls.Clear();

        await World.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E406", "9,000.00", by > 0 ? "9,000.01" : "8,999.99", "0.01 apart");
        Assert.That(World.Ledger.VendorBills, Is.Empty);
        Assert.That(World.NetSuiteWrites, Is.Empty);
    }

    [Test(Description = "acceptance case 6")]
    public async Task A_bill_whose_answer_was_lost_is_one_bill_and_one_link()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var lost = World.Accounts.NetSuite.Faults.LoseAnswerOfNext("POST", "*/vendorBill");

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(lost.Hits, Is.EqualTo(1));
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m));
        Assert.That(World.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1), "it is not sent a second time");
        Assert.That(World.Status(World.Requisition, invoice).OriginId, Does.EndWith($":{OnlyBill.Id}"));
    }

    [Test(Description = "acceptance case 7")]
    public async Task Two_workers_that_take_the_same_invoice_make_one_bill([Range(1, 5)] int round)
    {
        var invoice = Bill($"INV-{round}", new InvoiceLine(1, 10_000m), new InvoiceLine(2, 20.20m));
        World.Send(World.Requisition, invoice);
        await World.Accounts.Procore.DeliverDueAsync(CancellationToken.None);
        // Beyond the window in which Service Bus drops a repeated message: both workers have one of their own.
        World.Time.Advance(TimeSpan.FromMinutes(11));
        World.Accounts.Procore.RepeatEvent();
        await World.Accounts.Procore.DeliverDueAsync(CancellationToken.None);

        await World.QuietAsync(concurrency: 4);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_018.18m));
        Assert.That(World.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1));
        Assert.That(World.Host.Broker.History.Count(entry => $"{entry}".Contains("subcontractor-invoices", StringComparison.Ordinal) && $"{entry}".Contains("Delivered", StringComparison.Ordinal)), Is.GreaterThan(1));
    }

    [Test(Description = "acceptance case 8")]
    public async Task A_bill_whose_origin_id_could_not_be_written_is_only_marked_by_the_next_run()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var procore = World.Accounts.Procore;
        var down = procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "PATCH", Path = "*/external_data/sync" });
        World.Send(World.Requisition, invoice);
        await World.RunForAsync(TimeSpan.FromMinutes(10));
        Assert.That(World.Status(World.Requisition, invoice).Tab, Is.EqualTo("Exporting"), "the bill is there and Procore was not told");
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m));
        procore.Faults.Remove(down.Id);
        var writes = NetSuiteWrites();

        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(NetSuiteWrites(), Is.EqualTo(writes), "the next run writes nothing to NetSuite");
        Assert.That(World.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1));
        Assert.That(World.Status(World.Requisition, invoice).OriginId, Does.EndWith($":{OnlyBill.Id}"));
    }

    private static decimal PaymentDue(ProcoreRecord invoice) => decimal.Parse(
        invoice.Data["summary"]!["current_payment_due"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private int NetSuiteWrites() => World.Accounts.NetSuite.Calls.Count(call =>
        call.Path.Contains("/record/", StringComparison.Ordinal) && call.Method is "POST" or "PUT" or "PATCH" or "DELETE");
}
