using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <summary>Our ERP Requests have every field that Procore's published samples have, at the same place.</summary>
internal sealed class PublishedShapeTests : ProcoreFixture
{
    [TestCase("create_vendor")]
    [TestCase("create_or_update_job")]
    [TestCase("create_requisitions")]
    [TestCase("create_standard_cost_codes")]
    [TestCase("sync_vendors")]
    [TestCase("sync_jobs")]
    [TestCase("sync_contract_payments")]
    [TestCase("sync_single_job")]
    [TestCase("sync_standard_cost_codes")]
    [TestCase("sync_standard_categories")]
    [TestCase("create_vendor_in_procore")]
    [TestCase("create_job_in_procore")]
    [TestCase("link_vendor")]
    [TestCase("unlink_vendor")]
    [TestCase("reset_job", Description = "spec 7.6")]
    public async Task An_ERP_Request_has_the_published_fields(string name)
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Sample(name), None))!;

        var ours = (await GetAsync($"/rest/v1.0/companies/{Company}/erp_requests/{(await RaiseAsync(name)).Id}")).Body!;

        Assert.That(Missing(sample, ours, "").ToList(), Is.Empty);
    }

    private static string Sample(string name)
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "samples", "procore", "erp-requests", name + ".json");
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Ignore("The published samples are not on this machine.");

        return "";
    }

    private async Task<long> StageAsync(string type)
    {
        var answer = await PostAsync($"/rest/v1.0/companies/{Company}/staged_records", new JsonObject { ["item_type"] = type, ["origin_id"] = "ns:1", ["data"] = new JsonObject { ["name"] = "Staged" } });

        return answer["id"]!.GetValue<long>();
    }

    private async Task<ErpRequest> RaiseAsync(string name)
    {
        var ann = Simulator.As(9);
        ErpRequest Export(ProcoreRecord record)
        {
            ann.SendToErp(record.Kind, record.Id);

            return ann.AcceptAndExport(record.Kind, [record.Id])[0];
        }

        return name switch
        {
            "create_vendor" => Export(Seed.Vendor),
            "create_or_update_job" => Export(Seed.ForeignProject),
            "create_requisitions" => Export(Seed.Invoice),
            "create_standard_cost_codes" => ann.ExportStandardCostCodes([Simulator.Records(Kinds.StandardCostCode)[1].Id]),
            "unlink_vendor" => ann.Unlink("Vendor", Seed.SyncedVendor.Id),
            "reset_job" => Simulator.As(1).ResetJob(Project),
            "sync_single_job" => ann.SyncSingleJob(Project),
            "create_vendor_in_procore" => ann.AddToProcore(await StageAsync(Kinds.Vendor)),
            "create_job_in_procore" => ann.AddToProcore(await StageAsync(Kinds.Project)),
            "link_vendor" => ann.LinkVendor(await StageAsync(Kinds.Vendor), Seed.Vendor.Id),
            _ => ann.Refresh(name, Company),
        };
    }

    private static IEnumerable<string> Missing(JsonNode? sample, JsonNode? ours, string path)
    {
        switch (sample)
        {
            case JsonArray list when list.Count > 0:
                return ours is JsonArray { Count: > 0 } own ? Missing(list[^1], own[^1], path + "[]") : [path];
            case JsonObject fields:
                // What the approver fills in and what a customer defines differs from one to the next.
                return ours is JsonObject mine
                    ? fields.Where(field => !path.EndsWith("custom_fields", StringComparison.Ordinal)).SelectMany(
                        field => mine.ContainsKey(field.Key) ? Missing(field.Value, mine[field.Key], $"{path}/{field.Key}") : [$"{path}/{field.Key}"])
                    : [path];
            default:
                return [];
        }
    }
}
