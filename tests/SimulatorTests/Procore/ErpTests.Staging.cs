using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <content>What the integrator writes: external data, staged records, the connection.</content>
internal sealed partial class ErpTests
{
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
