using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

internal sealed partial class ErpTests : ProcoreFixture
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
        Simulator.Settings = Simulator.Settings with { RequisitionDetailIds = true };

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
}
