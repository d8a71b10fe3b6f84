using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What becomes of an invoice after its export, and what an export leaves alone.</summary>
public sealed class LifeJourneys : SiteJourney
{
    [Test(Description = "connector-behaviour.md 5.6, 5.7: a person deleted it, so it is parked and never made again by itself")]
    public async Task A_bill_that_a_person_deleted_is_made_again_only_after_it_was_unlinked()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Accounts.NetSuite.Users.Delete("vendorBill", OnlyBill.Id);
        World.Accounts.Procore.RepeatEvent();
        await World.QuietAsync();
        Assert.That(World.Ledger.VendorBills, Is.Empty, "a repeated webhook makes nothing");

        World.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
        await World.QuietAsync();
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [Test]
    public async Task Support_that_resets_an_invoice_too_early_has_to_do_it_again_after_the_deletion()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        World.Accounts.Ann.ResetRequisition(invoice.Id);
        await World.QuietAsync();
        World.Accounts.NetSuite.Users.Delete("vendorBill", OnlyBill.Id);
        await World.ExportAsync(World.Requisition, invoice);
        AssertFailed(invoice, "E415", "no longer there", "support reset it");
        Assert.That(World.Ledger.VendorBills, Is.Empty);

        World.Accounts.Ann.ResetRequisition(invoice.Id);
        await World.QuietAsync();
        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [Test]
    public async Task An_invoice_that_support_reset_while_its_bill_stands_is_linked_to_it_again()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);
        var bill = OnlyBill.Id;
        World.Accounts.Ann.ResetRequisition(invoice.Id);
        await World.QuietAsync();

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That((OnlyBill.Id, World.NetSuiteCalls("POST", "/vendorBill")), Is.EqualTo((bill, 1)));
    }

    [Test(Description = "connector-behaviour.md 7.4.1 and 7.4.6: attachments are not exported; everything else is locked")]
    public async Task Attachments_stay_in_Procore_and_the_invoice_is_locked()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        var attachments = new JsonArray(new JsonObject { ["id"] = 5, ["name"] = "lien-waiver.pdf", ["url"] = "https://storage.example/lien-waiver.pdf" });
        World.Procore.Set(invoice, "attachments", attachments);

        await World.ExportAsync(World.Requisition, invoice);

        AssertSynced(invoice);
        Assert.That(invoice.Data["attachments"]!.ToJsonString(), Is.EqualTo(attachments.ToJsonString()));
        Assert.That(World.Accounts.NetSuite.Calls.All.Select(call => call.Path), Has.None.Contains("file").IgnoreCase);
        Assert.That(() => World.Accounts.Ann.Edit(World.Requisition, invoice.Id, new JsonObject { ["invoice_number"] = "INV-2" }), Throws.TypeOf<ProcoreRefusedException>());
    }

    [TestCase("", "the release before versions were counted")]
    [TestCase("\"version\":1,\"attempt\":0,\"priority\":\"high\",", "a release that knew a field we don't")]
    public async Task A_request_that_another_release_queued_is_understood(string fields, string release)
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        SendWithoutWebhook(invoice);

        Queue(QueueNames.ProcoreEvents, $$"""
            {{{fields}}"connectionId":"main","requestId":{{World.Accounts.Procore.ErpRequests[^1].Id}},"askedAt":"2026-06-01T12:00:00Z"}
            """);
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m), release);
    }

    [Test]
    public async Task A_batch_that_an_older_release_queued_is_understood()
    {
        var invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        SendWithoutWebhook(invoice);

        Queue(QueueNames.SubcontractorInvoices, $$"""
            {"connectionId":"main","command":"Export","askedAt":"2026-06-01T12:00:00Z",
             "items":[{"procoreId":{{invoice.Id}},"requestDetailId":{{World.Accounts.Procore.RequestDetails[^1].Id}},"projectId":{{Site.Project.Id}}}]}
            """);
        await World.QuietAsync();

        AssertSynced(invoice);
        Assert.That(OnlyBill.Total, Is.EqualTo(9_000m));
    }

    [Test]
    public async Task A_message_of_no_release_goes_to_the_dead_letters_at_once()
    {
        Queue(QueueNames.SubcontractorInvoices, """{"connectionId":"main","command":"Explode","askedAt":"2026-06-01T12:00:00Z","items":[]}""");
        Queue(QueueNames.SubcontractorInvoices, """{"connectionId":"sold","command":"Export","askedAt":"2026-06-01T12:00:00Z","items":[]}""");

        await World.QuietAsync();

        Assert.That(
            World.Host.Broker.DeadLetters(QueueNames.SubcontractorInvoices).Select(letter => (letter.DeadLetterReason, letter.DeliveryCount)),
            Is.EquivalentTo(new[] { ("Malformed", 0), ("UnknownConnection", 0) }));
    }

    private void SendWithoutWebhook(ProcoreRecord invoice)
    {
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook });
        World.Send(World.Requisition, invoice);
    }

    private void Queue(string queue, string body) => World.Host.Broker.Send(queue, [new ServiceBusMessage(BinaryData.FromString(body))]);
}
