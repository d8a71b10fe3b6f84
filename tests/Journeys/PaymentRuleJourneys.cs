using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The rules of connector-behaviour.md 7.5 around payments: what counts as one, what removes one, and what is said about the rest.</summary>
public sealed class PaymentRuleJourneys : PaymentJourney
{
    [Test]
    public async Task Nothing_changed_writes_nothing_not_even_in_a_full_run()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        var writes = ProcoreWrites();

        AssertGood(await SyncPaymentsAsync());
        var run = await AskForAsync("payments", "?since=all");

        Assert.That(ProcoreWrites(), Is.EqualTo(writes));
        Assert.That((run.GetProperty("state").GetString(), run.GetProperty("counts").GetProperty("unchanged").GetInt32()), Is.EqualTo(("Succeeded", 1)));
        AssertNothingLost();
    }

    [TestCase(true, Description = "an incremental run finds it by the deleted record")]
    [TestCase(false, Description = "a full run finds it without")]
    public async Task A_deleted_payment_goes(bool incremental)
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        World.Time.Advance(TimeSpan.FromHours(2));

        Clerk.Delete("vendorPayment", payment);
        if (incremental)
        {
            AssertGood(await SyncPaymentsAsync());
        }
        else
        {
            await AskForAsync("payments", "?since=all");
        }

        Assert.That(Issued, Is.Empty);
        AssertNothingLost();
    }

    [Test]
    public async Task A_bill_that_is_taken_off_a_payment_loses_its_part_of_it()
    {
        var (_, one) = await ExportedAsync("INV-1", 10_000m);
        var (_, two) = await ExportedAsync("INV-2", 2_000m);
        var payment = Clerk.PayBills(new Dictionary<string, decimal?> { [one] = 9_000m, [two] = 1_800m });
        AssertGood(await SyncPaymentsAsync());
        World.Time.Advance(TimeSpan.FromHours(2));

        Clerk.Apply("vendorPayment", payment, new Dictionary<string, decimal> { [two] = 0m });
        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 9_000.00m }));
    }

    [Test]
    public async Task A_pending_payment_comes_when_it_is_approved()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBills(new Dictionary<string, decimal?> { [bill] = 4_000m }, more: new { approvalStatus = new { id = "1" } });
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Issued, Is.Empty);

        Clerk.Edit("vendorPayment", payment, new { approvalStatus = new { id = "2" } });
        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 4_000.00m }));
    }

    [Test]
    public async Task More_payments_than_one_step_takes_all_come_once([Values] bool incremental)
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        if (incremental)
        {
            AssertGood(await SyncPaymentsAsync());
        }

        foreach (var cents in Enumerable.Range(1, 120))
        {
            Clerk.PayBill(bill, cents / 100m);
        }

        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(Enumerable.Range(1, 120).Select(cents => cents / 100m)));
        Assert.That((await LastRunAsync()).Counts.New, Is.EqualTo(120));
    }

    [Test]
    public async Task Invoices_of_more_commitments_than_one_step_takes_all_get_their_payments()
    {
        var invoices = Bills(60);
        await World.ExportAsync(World.Requisition, invoices);
        foreach (var bill in World.Ledger.VendorBills)
        {
            Clerk.PayBill(bill.Id);
        }

        AssertGood(await SyncPaymentsAsync());

        Assert.That(Issued.Select(payment => payment["requisition_id"]!.GetValue<long>()), Is.EquivalentTo(invoices.Select(invoice => invoice.Id)));
        Assert.That(Amounts.Sum(), Is.EqualTo(World.Ledger.VendorBills.Sum(bill => bill.Total)));
    }

    [Test]
    public async Task A_vendor_credit_is_no_payment()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.CreditBill(bill, 1_000m, "512");
        Clerk.PayBill(bill, 8_000m);

        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 8_000.00m }));
    }

    [Test]
    public async Task Money_that_Procore_Pay_moved_is_not_brought_back()
    {
        var (invoice, bill) = await ExportedAsync("INV-1", 10_000m);
        var contract = World.Accounts.Procore.FindRecord(Kinds.WorkOrderContract, invoice.ParentId!.Value)!;
        World.Procore.AddPayment(contract, invoice, 9_000m, new DateOnly(2026, 5, 20), externalPaymentId: "pay-1");
        Clerk.PayBill(bill);

        AssertGood(await SyncPaymentsAsync());

        Assert.That(Amounts, Is.EqualTo(new[] { 9_000.00m }), "once");
    }

    [Test(Description = "E503")]
    public async Task More_paid_than_due_is_brought_and_said()
    {
        var (invoice, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill);
        World.Procore.MakeSummaryWrong(invoice, -1m);

        var (status, text) = await SyncPaymentsAsync();

        Assert.That(Amounts, Is.EqualTo(new[] { 9_000.00m }));
        Assert.That((status, text), Is.EqualTo(("success", $"E503: Invoice INV-1 of Acme Steel LLC: NetSuite paid 9,000.00 of it (bill INV-1, record {bill}), and 8,999.00 is due. Compare the bill's payments in NetSuite with the invoice.")));
    }

    [Test(Description = "E504")]
    public async Task A_voided_payment_that_Procore_keeps_is_named_and_tried_again()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.VoidPayment(payment);
        var refusal = World.Accounts.Procore.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 422,
            Method = "DELETE",
            Path = "*/contract_payments/*",
            Body = """{"errors":{"base":["The payment is on a closed period."]}}""",
        });

        var (status, text) = await SyncPaymentsAsync();
        Assert.That(status, Is.EqualTo("failed"));
        Assert.That(text, Does.StartWith("E504: ").And.Contain("4,000.00").And.Contain("closed period"));
        Assert.That(await LastRunAsync(), Has.Property("State").EqualTo(ImportState.SucceededWithProblems));

        World.Accounts.Procore.Faults.Remove(refusal.Id);
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Issued, Is.Empty);
    }

    [Test(Description = "E502")]
    public async Task Payments_that_Procore_does_not_let_in_come_with_the_next_run()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill, 4_000m);
        var refusal = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 403, Path = "*/contract_payments", Body = "{}" });

        var (status, text) = await SyncPaymentsAsync();
        Assert.That((status, text[..5], Issued.Count), Is.EqualTo(("failed", "E502:", 0)));

        World.Accounts.Procore.Faults.Remove(refusal.Id);
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Amounts, Is.EqualTo(new[] { 4_000.00m }));
    }

    [Test(Description = "reset_payment")]
    public async Task A_payment_that_Procores_staff_reset_is_left_to_them()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());

        World.Accounts.Ann.ResetPayment(Issued.Single()["id"]!.GetValue<long>(), always: true);
        await World.QuietAsync();
        await AskForAsync("payments", "?since=all");

        Assert.That(Issued.Single()["origin_id"], Is.Null, "neither taken back nor made a second time");
        AssertNothingLost();
    }

    [Test(Description = "reset_payment; 13.4: a change found is told")]
    public async Task A_payment_that_was_reset_and_then_edited_in_Procore_is_compared_and_told_and_left_as_it_is()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        var id = Issued.Single()["id"]!.GetValue<long>();
        World.Accounts.Ann.ResetPayment(id, always: true);
        await World.QuietAsync();
        World.Accounts.Ann.Edit(Kinds.ContractPayment, id, new() { ["amount"] = "4400.00" });
        var writes = ProcoreWrites();

        foreach (var round in (int[])[1, 2])
        {
            var run = await AskForAsync("payments", "?since=all");
            var problem = run.GetProperty("problems").EnumerateArray().Single().GetString();

            Assert.That(problem, Does.StartWith("E415: ").And.Contain("over 4,000.00").And.Contain("amount 4,400.00 in Procore, 4,000.00 in NetSuite").And.Contain($"payment {id}"));
            Assert.That((Issued.Count, Amounts.Single(), ProcoreWrites()), Is.EqualTo((1, 4_400m, writes)), $"round {round}: neither taken back nor made a second time");
        }

        World.Accounts.Ann.Edit(Kinds.ContractPayment, id, new() { ["amount"] = "4000.00" });
        Assert.That((await AskForAsync("payments", "?since=all")).GetProperty("problems").GetArrayLength(), Is.Zero, "as it should be again");
        AssertNothingLost();
    }

    [Test(Description = "reset_payment, E504")]
    public async Task A_payment_that_was_reset_and_waits_for_approval_for_a_while_is_not_made_a_second_time()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        World.Accounts.Ann.ResetPayment(Issued.Single()["id"]!.GetValue<long>(), always: true);
        await World.QuietAsync();

        Clerk.Edit("vendorPayment", payment, new { approvalStatus = new { id = "1" } });
        var held = await AskForAsync("payments", "?since=all");
        Clerk.Edit("vendorPayment", payment, new { approvalStatus = new { id = "2" } });
        var again = await AskForAsync("payments", "?since=all");

        Assert.That(held.GetProperty("problems").EnumerateArray().Single().GetString(), Does.StartWith("E504: "));
        Assert.That(again.GetProperty("problems").GetArrayLength(), Is.Zero);
        Assert.That(Amounts, Is.EqualTo(new[] { 4_000.00m }));
        AssertNothingLost();
    }

    [Test(Description = "reset_payment")]
    public async Task A_reset_of_a_payment_that_is_deleted_in_NetSuite_removes_it()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        Clerk.Delete("vendorPayment", payment);

        World.Accounts.Ann.ResetPayment(Issued.Single()["id"]!.GetValue<long>());
        await World.QuietAsync();

        Assert.That(Issued, Is.Empty);
        AssertNothingLost();
    }

    [Test(Description = "E501")]
    public async Task A_bill_with_our_external_id_that_no_invoice_is_linked_to_is_named_and_not_paid_in_Procore()
    {
        AssertGood(await SyncPaymentsAsync());
        var bill = Clerk.Create("vendorBill", new
        {
            entity = new { id = World.Ledger.Vendors.Single().Id },
            subsidiary = new { id = "2" },
            externalId = $"procore-{SimulatedAccounts.CompanyId}-requisition-77",
            tranId = "OTHER",
            expense = new { items = new[] { new { account = new { id = "512" }, amount = 70m } } },
        });
        AssertGood(await SyncPaymentsAsync());
        Clerk.PayBill(bill);

        var (status, text) = await SyncPaymentsAsync();

        Assert.That((status, Issued.Count), Is.EqualTo(("success", 0)));
        Assert.That(text, Does.StartWith($"E501: Bill OTHER (NetSuite record {bill}, procore-{SimulatedAccounts.CompanyId}-requisition-77)"));
    }

    [Test(Description = "E505")]
    public async Task Outside_the_United_States_nothing_is_brought_and_the_request_says_why()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill);
        Clerk.Edit("subsidiary", "2", new { country = new { id = "CA" } });

        var (status, text) = await SyncPaymentsAsync();

        Assert.That((status, Issued.Count), Is.EqualTo(("failed", 0)));
        Assert.That(text, Does.StartWith("E505: ").And.Contain("is in CA"));
    }
}
