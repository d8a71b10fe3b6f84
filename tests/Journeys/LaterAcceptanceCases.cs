using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>The acceptance cases for money of connector-behaviour.md 11 that export, by number, through people's pages and to the cent: 19 to 22 and 24.</summary>
public sealed class LaterAcceptanceCases : SiteJourney
{
    [Test(Description = "acceptance case 19, negative")]
    public async Task A_negative_invoice_is_blocked()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-1", new InvoiceLine(1, 5_000m)));
        var invoice = Bill("INV-2", new InvoiceLine(1, -1_000m));

        await World.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E407", "-900.00", "vendor credit");
        Assert.That(OnlyBill.TranId, Is.EqualTo("INV-1"));
    }

    [Test(Description = "acceptance case 19, zero")]
    public async Task An_invoice_of_zero_sends_nothing()
    {
        var invoice = Bill("INV-1");
        World.Accounts.NetSuite.Calls.Clear();

        await World.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E408");
        Assert.That(World.NetSuiteWrites, Is.Empty);
    }

    [Test(Description = "acceptance case 20")]
    public async Task A_reference_that_the_vendor_has_already_waits_for_the_approvers_decision()
    {
        var old = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));

        await World.ExportAsync(World.Requisition, invoice);

        AssertFailed(invoice, "E409", "INV-1", $"record {old}", "9,000.00");
        Assert.That(OnlyBill.Id, Is.EqualTo(old), "nothing was made");
    }

    [Test(Description = "acceptance case 20, decided to export")]
    public async Task An_approver_may_export_a_possible_duplicate_all_the_same()
    {
        var old = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);

        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "export" });
        await World.QuietAsync();

        AssertSynced(invoice);
        var made = World.Ledger.VendorBills.Single(bill => bill.Id != old);
        Assert.That((made.TranId, made.Total), Is.EqualTo(("INV-1", 9_000.00m)));
    }

    [Test(Description = "acceptance case 20, decided to link")]
    public async Task An_approver_may_link_to_the_bill_that_is_there()
    {
        var old = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);

        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(OnlyBill.Id, Is.EqualTo(old));
        Assert.That(World.Status(World.Requisition, invoice).OriginId, Does.EndWith($":{old}"));
    }

    [TestCase("export")]
    [TestCase("link")]
    public async Task An_answer_about_an_invoice_that_is_in_NetSuite_already_is_not_passed_over(string answer)
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);

        // Procore's staff reset it, and nobody heard of that.
        await World.RunForAsync(TimeSpan.FromMinutes(1));
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook, Nth = 1 });
        World.Accounts.Ann.ResetRequisition(invoice.Id);
        await World.QuietAsync();
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = answer });
        await World.QuietAsync();

        var row = World.Status(World.Requisition, invoice);
        Assert.That((row.Tab, row.Messages.Single()), Is.EqualTo((
            "Synced", $"Note: the answer Duplicate bill = {answer} changed nothing, as Invoice INV-1 of Acme Steel LLC is in NetSuite already, as record {OnlyBill.Id}. For another bill, unlink it first.")));
    }

    [TestCase(false, "10,500.55", "1,500.55", "500.55", Description = "acceptance case 33")]
    [TestCase(true, "10,600.55", "1,600.55", "600.55", Description = "acceptance case 33, where the missing line was on an invoice before, too")]
    public async Task A_line_wholly_retained_that_is_missing_is_refused_though_the_net_agrees(bool isLater, string grown, string held, string apart)
    {
        if (isLater)
        {
            await World.ExportAsync(World.Requisition, Bill("INV-0", new InvoiceLine(1, 2_000m), new InvoiceLine(2, 100m) { Retained = 100m }));
        }

        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m), new InvoiceLine(2, 500.55m) { Retained = 500.55m });
        World.Procore.LoseLine(invoice, 2);
        World.Accounts.NetSuite.Calls.Clear();

        await World.ExportAsync(World.Requisition, invoice);

        var messages = World.Status(World.Requisition, invoice).Messages;
        Assert.That(messages, Has.Count.EqualTo(2).And.All.StartsWith("E406: "), "gross and retainage, not the net");
        Assert.That(messages[0], Does.Contain($"make 10,000.00, but the summary's total to date grew by {grown}: {apart} apart"));
        Assert.That(messages[1], Does.Contain($"hold 1,000.00 and release 0.00 of retainage on work this period, so it grows by 1,000.00, but in the summary it grew by {held}: {apart} apart"));
        Assert.That(World.NetSuiteWrites, Is.Empty);
    }

    [Test(Description = "acceptance case 26")]
    public async Task A_bill_that_was_typed_a_moment_ago_is_seen_and_one_that_was_deleted_since_is_no_bill_to_link_to()
    {
        await World.ExportAsync(World.Requisition, Bill("INV-0", new InvoiceLine(1, 1_000m)));
        var typed = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        AssertFailed(invoice, "E409", $"record {typed}");

        World.Accounts.NetSuite.Users.Delete("vendorBill", typed);
        World.Send(World.Requisition, [invoice], new JsonObject { ["duplicate_bill"] = "link" });
        await World.QuietAsync();
        AssertFailed(invoice, "E409", "There is no bill INV-1 of Acme Steel LLC in NetSuite to link");

        await World.ExportAsync(World.Requisition, invoice);
        AssertSynced(invoice);
    }

    [Test(Description = "acceptance case 20, decided to reject")]
    public async Task An_approver_may_reject_a_possible_duplicate()
    {
        var old = EnterByHand("INV-1", 9_000m);
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);

        World.Accounts.Ann.Reject(World.Requisition, invoice.Id, "Paid in April.");
        await World.QuietAsync();

        var status = World.Status(World.Requisition, invoice);
        Assert.That((status.Tab, status.Messages.Single(), status.OriginId), Is.EqualTo(("Rejected", "Paid in April.", (string?)null)));
        Assert.That(OnlyBill.Id, Is.EqualTo(old));
    }

    [Test(Description = "acceptance case 21")]
    public async Task Of_1000_rows_exactly_the_3_that_Procore_refuses_fail()
    {
        World.Procore.AddStandardCostCode("30", "Bulk");
        var codes = Enumerable.Range(1, 1_000).Select(number => World.Procore.AddStandardCostCode($"30-{number:0000}", $"Code {number}")).ToList();
        ProcoreRecord[] unlucky = [codes[0], codes[499], codes[999]];
        foreach (var code in unlucky)
        {
            World.Procore.AddStandardCostCode($"30-X{code.Id}", "Taker", originId: $"ns:1234567_SB1:standardcostcode:{code.Id}");
        }

        World.Accounts.Ann.ExportStandardCostCodes([.. codes.Select(code => code.Id)]);
        await World.QuietAsync();

        var rows = codes.ToLookup(code => World.Accounts.Procore.Status(Kinds.StandardCostCode, code.Id).Tab);
        Assert.That(rows["Failed to Export"].Select(code => code.Id), Is.EquivalentTo(unlucky.Select(code => code.Id)));
        Assert.That(rows["Synced"].Count(), Is.EqualTo(997));
        Assert.That(
            World.Accounts.Procore.Status(Kinds.StandardCostCode, unlucky[0].Id).Messages.Single(), Does.StartWith("E904").And.Contains("has already been taken"));
        Assert.That(World.Accounts.Procore.Calls.All.Where(call => call.Path.EndsWith("/external_data/sync", StringComparison.Ordinal)).Select(call => call.Status), Is.All.EqualTo(200));
    }

    [Test(Description = "acceptance case 22")]
    public async Task Unlinking_waits_for_the_deletion_and_the_invoice_can_be_sent_again()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        var first = OnlyBill;

        World.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await World.QuietAsync();
        Assert.That(
            World.Status(World.Requisition, invoice).Messages, Is.EqualTo(new[] { "E416: The requisition is still in NetSuite. Please delete it before retrying." }));
        Assert.That(World.Status(World.Requisition, invoice).OriginId, Is.Not.Null, "refused: it stays linked");

        World.Accounts.NetSuite.Users.Delete("vendorBill", first.Id);
        World.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await World.QuietAsync();
        var unlinked = World.Status(World.Requisition, invoice);
        Assert.That((unlinked.Tab, unlinked.OriginId), Is.EqualTo(("Not sent", (string?)null)), World.Describe());
        Assert.That(unlinked.Messages, Is.EqualTo(new[] { "Successfully Unlinked" }));

        await World.ExportAsync(World.Requisition, invoice);
        AssertSynced(invoice);
        Assert.That(OnlyBill.Id, Is.Not.EqualTo(first.Id));
        Assert.That(OnlyBill.ExternalId, Is.EqualTo(first.ExternalId), "the same rule");
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000.00m));
    }

    [Test(Description = "acceptance case 22, voided")]
    public async Task A_voided_bill_counts_as_gone_and_the_next_bill_has_an_external_id_of_its_own()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        var first = OnlyBill;
        World.Accounts.NetSuite.Users.VoidBill(first.Id);

        World.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await World.QuietAsync();
        Assert.That(World.Status(World.Requisition, invoice).Messages, Is.EqualTo(new[] { "Successfully Unlinked" }));
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        var standing = World.Ledger.VendorBills.Single(bill => !bill.IsVoided);
        Assert.That(standing.Total, Is.EqualTo(9_000.00m));
        Assert.That(standing.ExternalId, Is.Not.EqualTo(first.ExternalId).And.StartsWith(first.ExternalId!));
    }

    [Test(Description = "acceptance case 24")]
    public async Task A_rejected_invoice_is_editable_and_NetSuite_was_not_called()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        World.Accounts.NetSuite.Calls.Clear();
        World.Accounts.Ann.SendToErp(World.Requisition, invoice.Id);

        World.Accounts.Ann.Reject(World.Requisition, invoice.Id, "Wrong period.");
        await World.QuietAsync();

        Assert.That(() => World.Accounts.Ann.Edit(World.Requisition, invoice.Id, new JsonObject { ["invoice_number"] = "INV-1a" }), Throws.Nothing);
        var status = World.Status(World.Requisition, invoice);
        Assert.That((status.Tab, status.Messages.Single()), Is.EqualTo(("Rejected", "Wrong period.")));
        Assert.That(World.Accounts.NetSuite.Calls.All, Is.Empty);
    }

    private string EnterByHand(string number, decimal amount) => World.Accounts.NetSuite.Users.Create("vendorBill", new
    {
        entity = new { id = World.Ledger.Vendors.Single().Id },
        subsidiary = new { id = "2" },
        tranId = number,
        tranDate = "2026-04-15",
        expense = new { items = new[] { new { account = new { id = "512" }, amount, customer = new { id = World.Ledger.Jobs.Single().Id } } } },
    });
}
