using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

internal sealed class ErpTests : ProcoreFixture
{
    private const string Root = "/rest/v1.0/companies/4400123/";

    private ProcorePages Ann => Simulator.As(9);

    private string StatusOf(ProcoreRecord record) => Simulator.Status(record.Kind, record.Id).Tab;

    private async Task<JsonNode> RequestAsync(ErpRequest request)
    {
        var answer = await GetAsync($"{Root}erp_requests/{request.Id}");
        Assert.That(answer.Status, Is.EqualTo(200));

        return answer.Body!;
    }

    private Task<Reply> CloseAsync(long detail, string status, params string[] messages) => PatchAsync($"{Root}erp_request_details/{detail}", new JsonObject
    {
        ["request_detail"] = new JsonObject { ["status"] = status, ["messages"] = new JsonArray([.. messages.Select(text => (JsonNode)text)]) },
    });

    private Task<Reply> WriteExternalAsync(string type, long id, string? origin, string? code = null) => PatchAsync($"{Root}external_data/sync", new JsonObject
    {
        ["updates"] = new JsonArray(new JsonObject { ["item_type"] = type, ["item_id"] = id, ["origin_id"] = origin, ["origin_code"] = code, ["origin_data"] = null }),
    });

    private ErpRequest Export(ProcoreRecord record)
    {
        Ann.SendToErp(record.Kind, record.Id);

        return Ann.AcceptAndExport(record.Kind, [record.Id])[0];
    }

    [Test(Description = "spec 7.6: create_vendor")]
    public async Task An_accepted_vendor_is_asked_for_with_its_detail_inside_the_data()
    {
        var request = await RequestAsync(Export(Seed.Vendor));
        var data = request["request_data"]!;

        Assert.That(request["request_name"]!.ToString(), Is.EqualTo("create_vendor"));
        Assert.That(data["vendor"]!["name"]!.ToString(), Is.EqualTo("Acme Steel LLC"));
        Assert.That(data["vendor"]!["synced_to_erp"]!.GetValue<bool>(), Is.False);
        Assert.That(data["company_id"]!.GetValue<long>(), Is.EqualTo(Company));
        Assert.That(data["request_detail_id"]!.GetValue<long>(), Is.EqualTo(Simulator.RequestDetails.Single().Id));
        Assert.That(StatusOf(Seed.Vendor), Is.EqualTo("Exporting"));
    }

    [Test(Description = "spec 7.4.1, 7.6: the detail and the company stand beside request_data")]
    public async Task An_accepted_project_has_its_detail_beside_the_data()
    {
        Simulator.Data.Set(Seed.ForeignProject, "active", true);

        var request = await RequestAsync(Export(Seed.ForeignProject));

        Assert.That(request["request_name"]!.ToString(), Is.EqualTo("create_or_update_job"));
        Assert.That(request["request_detail_id"]!.GetValue<long>(), Is.EqualTo(Simulator.RequestDetails.Single().Id));
        Assert.That(request["company_id"]!.GetValue<long>(), Is.EqualTo(Company));
        Assert.That(request["request_data"]!.AsObject().Select(pair => pair.Key), Is.EqualTo(new[] { "job", "all_cost_codes" }));
        var code = request["request_data"]!["all_cost_codes"]!.AsArray().Single(one => one!["full_code"]!.ToString() == "05-100")!;
        Assert.That(code["code"]!.ToString(), Is.EqualTo("100"));
        Assert.That(code["long_name_helper"]!.ToJsonString(), Is.EqualTo("""[["05","100"],["Metals","Structural Steel"]]"""));
        Assert.That(code["line_item_types"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test(Description = "spec 7.6, 7.8: one request for the batch, one detail for each invoice")]
    public async Task Invoices_chosen_together_make_one_request()
    {
        var second = Simulator.Records(Kinds.Requisition).Single(invoice => invoice.Text("invoice_number") == "C-1");
        Ann.SendToErp("Requisition", Seed.Invoice.Id);
        Ann.SendToErp("Requisition", second.Id);

        var request = await RequestAsync(Ann.AcceptAndExport("Requisition", [Seed.Invoice.Id, second.Id]).Single());
        var invoice = request["request_data"]!["requisitions"]![0]!;
        var line = invoice["line_items"]![0]!;

        Assert.That(request["request_name"]!.ToString(), Is.EqualTo("create_requisitions"));
        Assert.That(request["request_data"]!["requisitions"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That(Simulator.RequestDetails.Select(detail => detail.ItemId), Is.EqualTo(new[] { Seed.Invoice.Id, second.Id }));
        Assert.That(invoice["request_detail_id"]!.GetValue<long>(), Is.EqualTo(Simulator.RequestDetails[0].Id));
        Assert.That(invoice["job_origin_id"]!.ToString(), Is.EqualTo("NS-PROJ-31"));
        Assert.That(invoice["formatted_payment_due"]!.ToString(), Is.EqualTo("$9,000.00"));
        Assert.That(line["amount"]!.ToString(), Is.EqualTo("10000.0"));
        Assert.That(line["retainage_this_period"]!.ToString(), Is.EqualTo("1000.0"));
        Assert.That(line["requisition_item_type"]!.ToString(), Is.EqualTo("Billings::ContractItem"));
        Assert.That(invoice.AsObject().ContainsKey("vendor_id"), Is.False);
        Assert.That(invoice.AsObject().ContainsKey("project_id"), Is.False);
    }

    [Test(Description = "spec 7.4.1 [A]: without the id in the payload it is found by the item")]
    public async Task The_detail_of_an_invoice_can_be_looked_up_by_item()
    {
        Simulator.Settings = Simulator.Settings with { RequisitionDetailIds = false };
        var request = await RequestAsync(Export(Seed.Invoice));

        var details = await GetAsync($"{Root}erp_request_details?filters[item_id]={Seed.Invoice.Id}");

        Assert.That(request["request_data"]!["requisitions"]![0]!.AsObject().ContainsKey("request_detail_id"), Is.False);
        Assert.That(details.Body!.AsArray().Single()!["status"]!.ToString(), Is.EqualTo("in_progress"));
        Assert.That(details.Body![0]!["item_type"]!.ToString(), Is.EqualTo("Requisition"));
    }

    [Test(Description = "spec 7.8: synced only if external data has an origin id")]
    public async Task Success_syncs_the_invoice_and_locks_it()
    {
        var detail = Simulator.RequestDetails.Count;
        Export(Seed.Invoice);
        var id = Simulator.RequestDetails[detail].Id;

        var external = await WriteExternalAsync("requisition", Seed.Invoice.Id, "NS-BILL-1", "VBILL1");
        var closed = await CloseAsync(id, "success");
        var shown = await GetAsync($"/rest/v1.1/requisitions/{Seed.Invoice.Id}?project_id={Project}");

        Assert.That(external["entities"]![0]!["origin_code"]!.ToString(), Is.EqualTo("VBILL1"));
        Assert.That(closed.Text("status"), Is.EqualTo("success"));
        Assert.That(shown.Text("erp_status"), Is.EqualTo("synced"));
        Assert.That(shown.Text("origin_id"), Is.EqualTo("NS-BILL-1"));
        Assert.That(Simulator.Status("Requisition", Seed.Invoice.Id).OriginCode, Is.EqualTo("VBILL1"));
        Assert.That(() => Ann.Edit("Requisition", Seed.Invoice.Id, new() { ["billing_date"] = "2026-04-01" }), Throws.TypeOf<ProcoreRefusedException>());
    }

    [Test(Description = "spec 7.8 [A], 13.3: success without external data leaves it exporting")]
    public async Task Success_without_external_data_does_not_sync()
    {
        Export(Seed.Invoice);

        await CloseAsync(Simulator.RequestDetails[0].Id, "success");

        Assert.That(StatusOf(Seed.Invoice), Is.EqualTo("Exporting"));
    }

    [Test(Description = "spec 7.2, 7.4.2: messages stand in the Errors column, export again makes a new detail")]
    public async Task A_failed_export_keeps_its_messages_and_can_be_repeated()
    {
        Export(Seed.Vendor);
        await CloseAsync(Simulator.RequestDetails[0].Id, "failed", "Vendor exists in NetSuite");

        Assert.That(StatusOf(Seed.Vendor), Is.EqualTo("Failed to Export"));
        Assert.That(Simulator.Status("Vendor", Seed.Vendor.Id).Messages, Is.EqualTo(new[] { "Vendor exists in NetSuite" }));

        Ann.AcceptAndExport("Vendor", [Seed.Vendor.Id]);

        Assert.That(Simulator.RequestDetails, Has.Count.EqualTo(2));
        Assert.That(Simulator.Status("Vendor", Seed.Vendor.Id).Messages, Is.Empty);
    }

    [Test(Description = "spec 7.4.2: closing again answers 200 and overwrites; unknown 404; [A]")]
    public async Task Closing_twice_is_counted_and_an_unknown_detail_is_not_found()
    {
        Export(Seed.Vendor);
        var id = Simulator.RequestDetails[0].Id;

        await CloseAsync(id, "failed", "first");
        var again = await CloseAsync(id, "failed", "second");

        Assert.That(again.Status, Is.EqualTo(200));
        Assert.That(again["messages"]!.ToJsonString(), Is.EqualTo("[\"second\"]"));
        Assert.That(Simulator.RequestDetails[0].Closings, Is.EqualTo(new[] { "failed", "failed" }));
        Assert.That((await CloseAsync(4711, "success")).Status, Is.EqualTo(404));
        Assert.That((await CloseAsync(id, "done")).Status, Is.EqualTo(422));
    }

    [TestCase(true), TestCase(false, Description = "spec 7.4.2 [I]: updates or a bare array")]
    public async Task Many_details_can_be_closed_in_one_call(bool bare)
    {
        Export(Seed.Vendor);
        var list = new JsonArray(
            new JsonObject { ["id"] = Simulator.RequestDetails[0].Id, ["status"] = "failed", ["messages"] = new JsonArray("no") },
            new JsonObject { ["id"] = 4711, ["status"] = "success", ["messages"] = new JsonArray() });

        var answer = await PatchAsync($"{Root}erp_request_details/sync", bare ? list : new JsonObject { ["updates"] = list });

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer["entities"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(answer["errors"]![0]!["errors"]!.ToJsonString(), Is.EqualTo("""{"id":["Entity with this ID not found"]}"""));
        Assert.That(StatusOf(Seed.Vendor), Is.EqualTo("Failed to Export"));
    }

    [Test(Description = "spec 7.8 [A]: open for more than 24 hours")]
    public async Task A_detail_left_open_for_a_day_turns_stale()
    {
        Export(Seed.Vendor);
        Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        await RenewTokenAsync();

        Assert.That(Simulator.RequestDetails[0].Status, Is.EqualTo("stale"));
        await CloseAsync(Simulator.RequestDetails[0].Id, "failed", "late");
        Assert.That(StatusOf(Seed.Vendor), Is.EqualTo("Failed to Export"));
    }

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

    [Test(Description = "spec 7.6: create_standard_cost_codes is an array with a detail in each element")]
    public async Task Standard_cost_codes_are_exported_as_an_array()
    {
        var codes = Simulator.Records(Kinds.StandardCostCode).Where(code => code.Text("code") is "05" or "100").ToList();

        var request = await RequestAsync(Ann.ExportStandardCostCodes([.. codes.Select(code => code.Id)]));
        var data = request["request_data"]!.AsArray();

        Assert.That(data.Select(code => code!["full_code"]!.ToString()), Is.EqualTo(new[] { "05", "05-100" }));
        Assert.That(
            data.Select(code => code!["request_detail_id"]!.GetValue<long>()), Is.EqualTo(Simulator.RequestDetails.Select(detail => detail.Id)));
        Assert.That(data[1]!["long_name_helper"]!.ToJsonString(), Is.EqualTo("""[["05","100"],["Metals","Structural Steel"]]"""));
    }

    [Test(Description = "spec 7.8 [I]: one refresh of a kind at a time")]
    public async Task A_second_refresh_is_refused_until_the_first_is_closed()
    {
        var request = Ann.Refresh("sync_vendors", Company);
        Assert.That(() => Ann.Refresh("sync_vendors", Company), Throws.TypeOf<ProcoreRefusedException>());
        Assert.That(request.RequestData.AsObject().Select(pair => pair.Key), Is.EqualTo(new[] { "request_detail_id", "company_id" }));

        await CloseAsync(Simulator.RequestDetails[0].Id, "success");

        Assert.That(Ann.Refresh("sync_vendors", Company).Id, Is.Not.EqualTo(request.Id));
    }

    [Test(Description = "spec 7.4.3: duplicates, partial writes, null unsyncs")]
    public async Task External_data_writes_through_and_refuses_a_taken_origin()
    {
        var taken = await WriteExternalAsync("vendor", Seed.Vendor.Id, "NS-VEND-2207");
        var unknown = await WriteExternalAsync("vendor", 4711, "NS-VEND-1");
        var written = await WriteExternalAsync("vendor", Seed.Vendor.Id, "NS-VEND-1", "V1");
        await PatchAsync($"{Root}external_data/sync", new JsonObject
        {
            ["updates"] = new JsonArray(new JsonObject { ["item_type"] = "vendor", ["item_id"] = Seed.Vendor.Id, ["origin_data"] = "{}" }),
        });
        var read = await GetAsync($"{Root}external_data?item_type=vendor&item_id={Seed.Vendor.Id}");

        Assert.That(taken["errors"]![0]!["errors"]!.ToJsonString(), Does.Contain("origin_id"));
        Assert.That(taken.Status, Is.EqualTo(200));
        Assert.That(unknown["errors"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(written["entities"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(read.Body![0]!["origin_id"]!.ToString(), Is.EqualTo("NS-VEND-1"));
        Assert.That(read.Body![0]!["origin_data"]!.ToString(), Is.EqualTo("{}"));
        Assert.That(Simulator.ExternalData.Single().Writes, Is.EqualTo(2));

        await WriteExternalAsync("vendor", Seed.Vendor.Id, null);
        Assert.That(Simulator.FindRecord("vendor", Seed.Vendor.Id)!.OriginId, Is.Null);
    }

    [Test(Description = "spec 11.16: origin_data is a string of at most 4,000 characters [A]")]
    public async Task Origin_data_has_to_be_a_string_that_is_not_too_long()
    {
        foreach (var data in (JsonNode[])[new JsonObject(), new string('x', 4_001)])
        {
            var answer = await PatchAsync($"{Root}external_data/sync", new JsonObject
            {
                ["updates"] = new JsonArray(new JsonObject { ["item_type"] = "vendor", ["item_id"] = Seed.Vendor.Id, ["origin_data"] = data }),
            });

            Assert.That(answer["errors"]![0]!["errors"]!["origin_data"], Is.Not.Null);
        }
    }

    [Test(Description = "spec 7.3, 7.4.4: staged records are imported with their origin id")]
    public async Task A_staged_vendor_is_added_to_Procore_and_returns_when_it_is_unlinked()
    {
        var staged = await PatchAsync($"{Root}staged_records/sync", new JsonObject
        {
            ["updates"] = new JsonArray(new JsonObject
            {
                ["item_type"] = "vendor",
                ["origin_id"] = "NS-VEND-1",
                ["origin_code"] = "V1",
                ["data"] = new JsonObject { ["name"] = "Delta Pipe" },
            }),
        });
        var id = staged["entities"]![0]!["id"]!.GetValue<long>();

        var request = Ann.AddToProcore(id);
        var vendor = Simulator.Records(Kinds.Vendor).Single(one => one.Text("name") == "Delta Pipe");
        var unlinked = await PatchAsync($"{Root}erp_status_management/unlink", new JsonObject { ["item_type"] = "vendor", ["item_id"] = vendor.Id });

        Assert.That(request.RequestName, Is.EqualTo("create_vendor_in_procore"));
        Assert.That(request.RequestData["vendor"]!["origin_id"]!.ToString(), Is.EqualTo("NS-VEND-1"));
        Assert.That(unlinked.Status, Is.EqualTo(200));
        Assert.That(vendor.OriginId, Is.Null);
        Assert.That((await GetAsync($"{Root}staged_records")).Body![0]!["status"]!.ToString(), Is.EqualTo("staged"));
    }

    [Test(Description = "spec 7.1, 7.4.5: the connection makes the one ERP list")]
    public async Task Connecting_twice_makes_one_cost_code_list()
    {
        JsonObject Body() => new() { ["connection"] = new JsonObject { ["service_url"] = "https://a.example", ["metadata"] = new JsonObject() } };

        var first = await PostAsync($"{Root}erp_connections", Body());
        var second = await PostAsync($"{Root}erp_connections", Body());
        var lists = await GetAsync($"/rest/v1.0/standard_cost_code_lists?company_id={Company}");

        Assert.That(first.Text("standard_cost_code_list_id"), Is.EqualTo(second.Text("standard_cost_code_list_id")));
        Assert.That(lists.Body!.AsArray().Single()!["is_erp_list"]!.GetValue<bool>(), Is.True);
    }

    [Test(Description = "spec 7.1: access is granted")]
    public async Task An_app_without_the_erp_permission_is_refused()
    {
        Seed.App.MayUseErp = false;

        Assert.That((await GetAsync($"{Root}erp_requests")).Status, Is.EqualTo(403));
    }
}
