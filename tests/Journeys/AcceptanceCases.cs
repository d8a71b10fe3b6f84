using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The acceptance cases for money of connector-behaviour.md 11 that export, by number, through people's pages and to the cent.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AcceptanceCases
{
    private World world = null!;
    private Site site = null!;

    private LedgerBill OnlyBill => world.Ledger.VendorBills.Single();

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.StartAsync();
        site = await Site.ExportToAsync(world);
    }

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test(Description = "acceptance case 1")]
    public async Task Gross_10000_with_10_percent_retainage_makes_9000_which_is_the_payment_due()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(AmountsOf(OnlyBill), Is.EqualTo(new[] { 10_000.00m, -1_000.00m }));
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m).And.EqualTo(PaymentDue(invoice)));
        Assert.That(OnlyBill.Lines[1].ItemId, Is.EqualTo("700"), "the retainage line is on the configured item");
        Assert.That(OnlyBill.Lines.Select(line => line.CustomerId).Distinct(), Is.EqualTo(new[] { world.Ledger.Jobs.Single().Id }));
    }

    [TestCase(true, Description = "acceptance case 2, the new invoice bills them as work")]
    [TestCase(false, Description = "acceptance case 2, Procore moves them to earlier work")]
    public async Task Stored_materials_that_become_work_completed_cost_nothing_a_second_time(bool asWork)
    {
        var first = Bill("INV-1", new InvoiceLine(1) { Stored = 500m });
        await world.ExportAsync(World.Requisition, first);
        var second = Bill(
            "INV-2",
            asWork ? new InvoiceLine(1, 500m) { Stored = 0m, Retained = 0m } : new InvoiceLine(1) { MaterialsMoved = 500m },
            new InvoiceLine(2, 1_000m));

        await world.ExportAsync(World.Requisition, second);

        AssertSynced(first);
        AssertSynced(second);
        var bills = world.Ledger.VendorBills.OrderBy(bill => bill.TranId, StringComparer.Ordinal).ToList();
        Assert.That(AmountsOf(bills[0]), Is.EqualTo(new[] { 500.00m }));
        Assert.That(AmountsOf(bills[1]), Is.EqualTo(new[] { 1_000.00m, -100.00m }));
        Assert.That(bills.Select(bill => bill.Total), Is.EqualTo(new[] { PaymentDue(first), PaymentDue(second) }));
    }

    [Test(Description = "acceptance case 3")]
    public async Task A_final_invoice_that_only_releases_5300_is_one_positive_line()
    {
        await world.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 53_000m)));
        var final = Bill("INV-2", new InvoiceLine(1) { Released = 5_300m });

        await world.ExportAsync(World.Requisition, final);

        AssertSynced(final);
        var bill = world.Ledger.VendorBills.Single(bill => bill.TranId == "INV-2");
        Assert.That(AmountsOf(bill), Is.EqualTo(new[] { 5_300.00m }));
        Assert.That(bill.Lines[0].ItemId, Is.EqualTo("700"));
        Assert.That(bill.Total, Is.EqualTo(5_300.00m).And.EqualTo(PaymentDue(final)));
    }

    [Test(Description = "acceptance case 4")]
    public async Task Work_a_change_order_a_hold_and_a_release_are_on_one_bill_to_the_cent()
    {
        await world.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 20_000.00m)));
        world.Procore.AddChangeOrder(site.Project, site.Subcontract, "CO-1", "Extra footings", [new SeedLine(Site.Concrete, "Extra footings", 7_777.77m)]);
        var invoice = world.Procore.AddInvoice(
            site.Subcontract, "INV-2", [new InvoiceLine(1, 1_234.56m) { Released = 1_500.25m }, new InvoiceLine(2, 0.01m) { Retained = 0m }],
            [new InvoiceLine(1, 3_333.33m)]);

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        var bill = world.Ledger.VendorBills.Single(bill => bill.TranId == "INV-2");
        Assert.That(AmountsOf(bill), Is.EqualTo(new[] { 1_234.56m, 0.01m, 3_333.33m, -(123.46m + 333.33m), 1_500.25m }));
        Assert.That(bill.Total, Is.EqualTo(PaymentDue(invoice)));
    }

    [TestCase(0.01, Description = "acceptance case 5")]
    [TestCase(-0.01, Description = "acceptance case 5, the other way")]
    public async Task One_cent_off_is_blocked_and_nothing_reaches_NetSuite(decimal by)
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        world.Procore.MakeSummaryWrong(invoice, by);
        world.Accounts.NetSuite.Calls.Clear();

        await world.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E406", "9,000.00", by > 0 ? "9,000.01" : "8,999.99", "0.01 apart");
        Assert.That(world.Ledger.VendorBills, Is.Empty);
        Assert.That(world.Accounts.NetSuite.Calls.All, Is.Empty, "not one request");
    }

    [Test(Description = "acceptance case 6")]
    public async Task A_bill_whose_answer_was_lost_is_one_bill_and_one_link()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var lost = world.Accounts.NetSuite.Faults.LoseAnswerOfNext("POST", "*/vendorBill");

        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(lost.Hits, Is.EqualTo(1));
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m));
        Assert.That(world.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1), "it is not sent a second time");
        Assert.That(world.Status(World.Requisition, invoice).OriginId, Does.EndWith($":{OnlyBill.Id}"));
    }

    [Test(Description = "acceptance case 7")]
    public async Task Two_workers_that_take_the_same_invoice_make_one_bill([Range(1, 5)] int round)
    {
        var invoice = Bill($"INV-{round}", new InvoiceLine(1, 10_000m), new InvoiceLine(2, 20.20m));
        world.Send(World.Requisition, invoice);
        await world.Accounts.Procore.DeliverDueAsync(CancellationToken.None);
        // Beyond the window in which Service Bus drops a repeated message: both workers have one of their own.
        world.Time.Advance(TimeSpan.FromMinutes(11));
        world.Accounts.Procore.RepeatEvent();
        await world.Accounts.Procore.DeliverDueAsync(CancellationToken.None);

        await world.QuietAsync(concurrency: 4);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_018.18m));
        Assert.That(world.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1));
        Assert.That(world.Host.Broker.History.Count(entry => $"{entry}".Contains("subcontractor-invoices", StringComparison.Ordinal) && $"{entry}".Contains("Delivered", StringComparison.Ordinal)), Is.GreaterThan(1));
    }

    [Test(Description = "acceptance case 8")]
    public async Task A_bill_whose_origin_id_could_not_be_written_is_only_marked_by_the_next_run()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var procore = world.Accounts.Procore;
        var down = procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "PATCH", Path = "*/external_data/sync" });
        world.Send(World.Requisition, invoice);
        await world.RunForAsync(TimeSpan.FromMinutes(10));
        Assert.That(world.Status(World.Requisition, invoice).Tab, Is.EqualTo("Exporting"), "the bill is there and Procore was not told");
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m));
        procore.Faults.Remove(down.Id);
        var writes = NetSuiteWrites();

        await world.QuietAsync();

        AssertSynced(invoice);
        Assert.That(NetSuiteWrites(), Is.EqualTo(writes), "the next run writes nothing to NetSuite");
        Assert.That(world.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(1));
        Assert.That(world.Status(World.Requisition, invoice).OriginId, Does.EndWith($":{OnlyBill.Id}"));
    }

    [Test(Description = "acceptance case 19, negative")]
    public async Task A_negative_invoice_is_blocked()
    {
        await world.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 5_000m)));
        var invoice = Bill("INV-2", new InvoiceLine(1, -1_000m));

        await world.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E407", "-900.00", "vendor credit");
        Assert.That(OnlyBill.TranId, Is.EqualTo("INV-1"));
    }

    [Test(Description = "acceptance case 19, zero")]
    public async Task An_invoice_of_zero_sends_nothing()
    {
        var invoice = Bill("INV-1");
        world.Accounts.NetSuite.Calls.Clear();

        await world.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E408");
        Assert.That(world.Accounts.NetSuite.Calls.All, Is.Empty);
    }

    [Test(Description = "acceptance case 20")]
    public async Task A_reference_that_the_vendor_has_already_waits_for_the_approvers_decision()
    {
        var old = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await world.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E409", "INV-1", $"record {old}", "9,000.00");
        Assert.That(OnlyBill.Id, Is.EqualTo(old), "nothing was made");
    }

    [Test(Description = "acceptance case 20, decided to export")]
    public async Task An_approver_may_export_a_possible_duplicate_all_the_same()
    {
        var old = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await world.ExportAsync(World.Requisition, invoice);

        world.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "export" });
        await world.QuietAsync();

        AssertSynced(invoice);
        var made = world.Ledger.VendorBills.Single(bill => bill.Id != old);
        Assert.That((made.TranId, made.Total), Is.EqualTo(("INV-1", 9_000.00m)));
    }

    [Test(Description = "acceptance case 20, decided to link")]
    public async Task An_approver_may_link_to_the_bill_that_is_there()
    {
        var old = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await world.ExportAsync(World.Requisition, invoice);

        world.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await world.QuietAsync();

        AssertSynced(invoice);
        Assert.That(OnlyBill.Id, Is.EqualTo(old));
        Assert.That(world.Status(World.Requisition, invoice).OriginId, Does.EndWith($":{old}"));
    }

    [Test(Description = "acceptance case 21")]
    public async Task Of_1000_rows_exactly_the_3_that_Procore_refuses_fail()
    {
        world.Procore.AddStandardCostCode("30", "Bulk");
        var codes = Enumerable.Range(1, 1_000).Select(number => world.Procore.AddStandardCostCode($"30-{number:0000}", $"Code {number}")).ToList();
        ProcoreRecord[] unlucky = [codes[0], codes[499], codes[999]];
        foreach (var code in unlucky)
        {
            world.Procore.AddStandardCostCode($"30-X{code.Id}", "Taker", originId: $"ns:1234567_SB1:standardcostcode:{code.Id}");
        }

        world.Accounts.Ann.ExportStandardCostCodes([.. codes.Select(code => code.Id)]);
        await world.QuietAsync();

        var rows = codes.ToLookup(code => world.Accounts.Procore.Status(Kinds.StandardCostCode, code.Id).Tab);
        Assert.That(rows["Failed to Export"].Select(code => code.Id), Is.EquivalentTo(unlucky.Select(code => code.Id)));
        Assert.That(rows["Synced"].Count(), Is.EqualTo(997));
        Assert.That(
            world.Accounts.Procore.Status(Kinds.StandardCostCode, unlucky[0].Id).Messages.Single(), Does.StartWith("E904").And.Contains("has already been taken"));
        Assert.That(world.Accounts.Procore.Calls.All.Where(call => call.Path.EndsWith("/external_data/sync", StringComparison.Ordinal)).Select(call => call.Status), Is.All.EqualTo(200));
    }

    [Test(Description = "acceptance case 22")]
    public async Task Unlinking_waits_for_the_deletion_and_the_invoice_can_be_sent_again()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await world.ExportAsync(World.Requisition, invoice);
        var first = OnlyBill;

        world.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await world.QuietAsync();
        Assert.That(
            world.Status(World.Requisition, invoice).Messages, Is.EqualTo(new[] { "E416: The requisition is still in NetSuite. Please delete it before retrying." }));
        Assert.That(world.Status(World.Requisition, invoice).OriginId, Is.Not.Null, "refused: it stays linked");

        world.Accounts.NetSuite.Users.Delete("vendorBill", first.Id);
        world.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await world.QuietAsync();
        var unlinked = world.Status(World.Requisition, invoice);
        Assert.That((unlinked.Tab, unlinked.OriginId), Is.EqualTo(("Not sent", (string?)null)), world.Describe());
        Assert.That(unlinked.Messages, Is.EqualTo(new[] { "Successfully Unlinked" }));

        await world.ExportAsync(World.Requisition, invoice);
        AssertSynced(invoice);
        Assert.That(OnlyBill.Id, Is.Not.EqualTo(first.Id));
        Assert.That(OnlyBill.ExternalId, Is.EqualTo(first.ExternalId), "the same rule");
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m));
    }

    [Test(Description = "acceptance case 22, voided")]
    public async Task A_voided_bill_counts_as_gone_and_the_next_bill_has_an_external_id_of_its_own()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await world.ExportAsync(World.Requisition, invoice);
        var first = OnlyBill;
        world.Accounts.NetSuite.Users.VoidBill(first.Id);

        world.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await world.QuietAsync();
        Assert.That(world.Status(World.Requisition, invoice).Messages, Is.EqualTo(new[] { "Successfully Unlinked" }));
        await world.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        var standing = world.Ledger.VendorBills.Single(bill => !bill.IsVoided);
        Assert.That(standing.Total, Is.EqualTo(9_000.00m));
        Assert.That(standing.ExternalId, Is.Not.EqualTo(first.ExternalId).And.StartsWith(first.ExternalId!));
    }

    [Test(Description = "acceptance case 24")]
    public async Task A_rejected_invoice_is_editable_and_NetSuite_was_not_called()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        world.Accounts.NetSuite.Calls.Clear();
        world.Accounts.Ann.SendToErp(World.Requisition, invoice.Id);

        world.Accounts.Ann.Reject(World.Requisition, invoice.Id, "Wrong period.");
        await world.QuietAsync();

        Assert.That(() => world.Accounts.Ann.Edit(World.Requisition, invoice.Id, new JsonObject { ["invoice_number"] = "INV-1a" }), Throws.Nothing);
        var status = world.Status(World.Requisition, invoice);
        Assert.That((status.Tab, status.Messages.Single()), Is.EqualTo(("Rejected", "Wrong period.")));
        Assert.That(world.Accounts.NetSuite.Calls.All, Is.Empty);
    }

    private static IEnumerable<decimal> AmountsOf(LedgerBill bill) => bill.Lines.Select(line => line.Amount);

    private static decimal PaymentDue(ProcoreRecord invoice) => decimal.Parse(
        invoice.Data["summary"]!["current_payment_due"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private ProcoreRecord Bill(string number, params IReadOnlyList<InvoiceLine> lines) => world.Procore.AddInvoice(site.Subcontract, number, lines);

    private string EnterByHand(string number, decimal amount) => world.Accounts.NetSuite.Users.Create("vendorBill", new
    {
        entity = new { id = world.Ledger.Vendors.Single().Id },
        subsidiary = new { id = "2" },
        tranId = number,
        tranDate = "2026-04-15",
        expense = new { items = new[] { new { account = new { id = "512" }, amount } } },
    });

    private int NetSuiteWrites() => world.Accounts.NetSuite.Calls.Count(call =>
        call.Path.Contains("/record/", StringComparison.Ordinal) && call.Method is "POST" or "PUT" or "PATCH" or "DELETE");

    private void AssertSynced(ProcoreRecord invoice)
    {
        var status = world.Status(World.Requisition, invoice);
        Assert.That((status.Tab, string.Join('|', status.Messages)), Is.EqualTo(("Synced", "")), world.Describe());
        Assert.That(world.Host.Failures, Is.Empty);
    }

    private void AssertFailed(ProcoreRecord invoice, string code, params IReadOnlyList<string> words)
    {
        var status = world.Status(World.Requisition, invoice);
        Assert.That(status.Tab, Is.EqualTo("Failed to Export"), world.Describe());
        Assert.That(status.Messages.Single(), Does.StartWith($"{code}: "));
        foreach (var word in words)
        {
            Assert.That(status.Messages.Single(), Does.Contain(word));
        }

        Assert.That(world.Host.Failures, Is.Empty);
    }
}
