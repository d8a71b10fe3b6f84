using System.Globalization;
using System.Text.Json;
using ProcoreNetSuite.Benchmarks.Running;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Benchmarks.Import;

/// <summary>The same import with a call for each record: NetSuite's list, then for each bill one call to read it and one to make the direct cost with its lines.</summary>
internal static class OneByOne
{
    private const int Page = 1_000;

    public static async Task RunAsync(RawClient client, Site site, CancellationToken cancellationToken)
    {
        var projects = site.Projects.ToDictionary(project => project.Job);
        var vendors = site.Vendors.ToDictionary(vendor => vendor.Vendor, vendor => vendor.Id);
        for (var last = "0"; ;)
        {
            var rows = await client.QueryAsync($"SELECT t.id FROM transaction t WHERE t.type = 'VendBill' AND t.id > {last} ORDER BY t.id", cancellationToken);
            foreach (var row in rows)
            {
                last = row.GetProperty("id").GetString()!;
                var (bill, _) = await client.NetSuiteAsync(HttpMethod.Get, $"record/v1/vendorBill/{last}?expandSubResources=true", null, cancellationToken);
                var lines = bill.GetProperty("item").GetProperty("items").EnumerateArray().ToList();
                var project = projects[IdOf(lines[0], "customer")];
                await client.ProcoreAsync(HttpMethod.Post, $"rest/v1.1/projects/{project.Id}/direct_costs", Cost(bill, lines, project, vendors[IdOf(bill, "entity")], last), cancellationToken);
            }

            if (rows.Count < Page)
            {
                return;
            }
        }
    }

    private static object Cost(JsonElement bill, List<JsonElement> lines, SiteProject project, long vendor, string id)
    {
        var origin = ExternalIds.InProcore(Machines.NetSuiteAccount, "vendorBill", $"{id}:{project.Id.ToString(CultureInfo.InvariantCulture)}");

        return new
        {
            direct_cost = new
            {
                direct_cost_type = "invoice",
                status = "approved",
                vendor_id = vendor,
                invoice_number = bill.GetProperty("tranId").GetString(),
                direct_cost_date = bill.GetProperty("tranDate").GetString(),
                origin_id = origin,
                line_items = lines.Select((line, at) => new
                {
                    wbs_code_id = project.Codes[project.Items.ToList().IndexOf(IdOf(line, "item"))],
                    description = line.GetProperty("description").GetString(),
                    manual_amount = line.GetProperty("amount").GetDecimal(),
                    origin_id = $"{origin}:{(at + 1).ToString(CultureInfo.InvariantCulture)}",
                }),
            },
        };
    }

    private static string IdOf(JsonElement record, string field) => record.GetProperty(field).GetProperty("id").GetString()!;
}
