using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <content>What people may do on the pages of ERP Integrations, and what they are refused.</content>
internal sealed partial class ErpTests
{
    [Test(Description = "spec 7.2: only approved invoices; connector behaviour 3: by an Admin on Commitments")]
    public void What_may_not_be_sent_is_refused()
    {
        Simulator.Data.Set(Seed.Invoice, "status", "under_review");
        Simulator.Data.Set(Seed.Vendor, "is_active", false);

        Assert.That(() => Ann.SendToErp("Requisition", Seed.Invoice.Id), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(() => Simulator.As(12).SendToErp("Requisition", Seed.ExportedInvoice.Id), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(() => Ann.SendToErp("Vendor", Seed.Vendor.Id), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(() => Ann.SendToErp("Vendor", Seed.SyncedVendor.Id), Throws.TypeOf<ProcoreRefusedException>());
    }

    [TestCase("approved"), TestCase("approved_as_noted"), TestCase("pending_owner_approval", Description = "spec 8.10")]
    public void An_invoice_in_a_sendable_status_is_ready_to_export(string status)
    {
        Simulator.Data.Set(Seed.Invoice, "status", status);

        Ann.SendToErp("Requisition", Seed.Invoice.Id);

        Assert.That(StatusOf(Seed.Invoice), Is.EqualTo("Ready to Export"));
    }

    [Test(Description = "connector behaviour 3: only approvers")]
    public void Who_is_not_an_approver_can_neither_export_nor_reject()
    {
        Ann.SendToErp("Requisition", Seed.Invoice.Id);

        Assert.That(() => Simulator.As(12).AcceptAndExport("Requisition", [Seed.Invoice.Id]), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(() => Simulator.As(12).Reject("Requisition", Seed.Invoice.Id, "no"), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(() => Ann.AcceptAndExport("Vendor", [Seed.Vendor.Id]), Throws.TypeOf<ProcoreRefusedException>(), "never sent");
        Assert.That(Simulator.ErpRequests, Is.Empty);
    }

    [Test(Description = "spec 7.2: a rejection needs a comment and opens the record again")]
    public void A_rejected_invoice_can_be_edited_and_sent_again()
    {
        Ann.SendToErp("Requisition", Seed.Invoice.Id);
        Assert.That(() => Ann.Reject("Requisition", Seed.Invoice.Id, ""), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(() => Ann.Edit("Requisition", Seed.Invoice.Id, new() { ["invoice_number"] = "x" }), Throws.TypeOf<ProcoreRefusedException>());

        Ann.Reject("Requisition", Seed.Invoice.Id, "Wrong number");
        Ann.Edit("Requisition", Seed.Invoice.Id, new() { ["invoice_number"] = "INV-7A" });

        Assert.That(Simulator.Status("Requisition", Seed.Invoice.Id).Messages, Is.EqualTo(new[] { "Wrong number" }));
        Ann.SendToErp("Requisition", Seed.Invoice.Id);
        Assert.That(StatusOf(Seed.Invoice), Is.EqualTo("Ready to Export"));
    }

    [Test(Description = "spec 7.2: retrieve while the approver has not answered")]
    public void A_sent_invoice_can_be_retrieved_until_it_is_accepted()
    {
        Ann.SendToErp("Requisition", Seed.Invoice.Id);
        Ann.Retrieve("Requisition", Seed.Invoice.Id);
        Assert.That(StatusOf(Seed.Invoice), Is.EqualTo("Not sent"));

        Export(Seed.Invoice);
        Assert.That(() => Ann.Retrieve("Requisition", Seed.Invoice.Id), Throws.TypeOf<ProcoreRefusedException>());
    }

    [Test(Description = "spec 7.5, 7.6: unlink_vendor carries the ids it had and no detail")]
    public void Unlinking_a_vendor_is_a_notice()
    {
        var request = Ann.Unlink("Vendor", Seed.SyncedVendor.Id);

        Assert.That(request.RequestData.ToJsonString(), Is.EqualTo(
            $$"""{"vendor":{"id":{{Seed.SyncedVendor.Id}},"origin_id":"NS-VEND-2207"},"company_id":4400123}"""));
        Assert.That(Simulator.RequestDetails, Is.Empty);
        Assert.That(StatusOf(Seed.SyncedVendor), Is.EqualTo("Not sent"));
    }

    [TestCase("success", "Not sent"), TestCase("failed", "Synced", Description = "spec 7.7 [A]: the integrator's answer decides")]
    public async Task An_invoice_is_unlinked_only_when_the_integrator_agrees(string status, string tab)
    {
        Ann.Unlink("Requisition", Seed.ExportedInvoice.Id);

        await CloseAsync(Simulator.RequestDetails[0].Id, status, "The requisition is still in NetSuite.");

        Assert.That(StatusOf(Seed.ExportedInvoice), Is.EqualTo(tab));
        Assert.That(Simulator.FindRecord("Requisition", Seed.ExportedInvoice.Id)!.OriginId is null, Is.EqualTo(status == "success"));
    }

    [Test(Description = "spec 7.5, 7.6: reset_job, for Procore's staff")]
    public void A_reset_project_takes_everything_under_it_along()
    {
        Assert.That(() => Ann.ResetJob(Project), Throws.TypeOf<ProcoreRefusedException>());

        var request = Simulator.As(1).ResetJob(Project);

        Assert.That(request.RequestData["project"]!["origin_id"]!.ToString(), Is.EqualTo("NS-PROJ-31"));
        Assert.That(StatusOf(Seed.Project), Is.EqualTo("Not sent"));
        Assert.That(StatusOf(Seed.ExportedInvoice), Is.EqualTo("Not sent"));
        Assert.That(StatusOf(Seed.SyncedVendor), Is.EqualTo("Synced"));
    }

    [Test(Description = "spec 7.6: reset_requisition without a detail")]
    public void A_reset_invoice_is_a_notice()
    {
        var request = Simulator.As(1).ResetRequisition(Seed.ExportedInvoice.Id);

        Assert.That(request.RequestData["requisition_origin_id"]!.ToString(), Is.EqualTo("NS-BILL-90188"));
        Assert.That(Simulator.RequestDetails, Is.Empty);
        Assert.That(StatusOf(Seed.ExportedInvoice), Is.EqualTo("Not sent"));
    }
}
