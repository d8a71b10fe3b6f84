using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>A project in both systems, with its WBS codes and their items, each in the order of the codes.</summary>
internal sealed record SiteProject(string Number, long Id, string Job, IReadOnlyList<long> Codes, IReadOnlyList<string> Items);

/// <summary>A company in both systems.</summary>
internal sealed record SiteVendor(string Name, long Id, string Vendor);

/// <summary>Projects, companies and WBS codes that stand linked in both systems, as the connector leaves them: where every benchmark begins.</summary>
internal sealed record Site(IReadOnlyList<SiteProject> Projects, IReadOnlyList<SiteVendor> Vendors)
{
    /// <summary>Ids of records that are there beforehand, so that both sides can name each other from the start.</summary>
    private const int FirstVendor = 5_001, FirstJob = 10_001, FirstItem = 20_001;

    private const string Company = "main";
    private const int AtOnce = 8;

    /// <summary>What the procore simulator's seed takes beside its own records.</summary>
    public static Dictionary<string, object> ProcoreSeed(int projects, int vendors, int codes) => new()
    {
        ["companies"] = new[] { new { id = SimulatedAccounts.CompanyId } },
        ["apps"] = new[] { new { clientId = SimulatedAccounts.ProcoreClient, clientSecret = SimulatedAccounts.ProcoreSecret } },
        ["people"] = new[] { new { id = SimulatedAccounts.Approver, name = "Ann Lee", login = "ann@bay.example", commitmentsAdmin = true, erpIntegrations = true, canPushToAccounting = true } },
        ["costTypes"] = new[] { new { code = "S", name = "Commitment", baseType = "commitment" } },
        ["standardCostCodes"] = Enumerable.Range(1, codes).Select(code => new { code = CostCode(code), name = $"Work {code}" }).Prepend(new { code = "03", name = "Concrete" }).ToList(),
        ["projects"] = Enumerable.Range(0, projects).Select(project => new { number = ProjectNumber(project), name = $"Site {project}", originId = Origin("job", FirstJob + project) }).ToList(),
        ["vendors"] = Enumerable.Range(0, vendors).Select(vendor => new { name = VendorName(vendor), originId = Origin("vendor", FirstVendor + vendor) }).ToList(),
    };

    public static string ProjectNumber(int project) => Text($"P{project:000}");

    public static string VendorName(int vendor) => Text($"Company {vendor:000}");

    /// <summary>Code 1, 2 ... as it stands on a budget line.</summary>
    public static string FlatCode(int code) => $"{CostCode(code)}.S";

    /// <summary>Gives NetSuite what the connector would have made of Procore's records, and the tables the links of both.</summary>
    /// <param name="seeded">What the procore simulator answered to its seed.</param>
    public static async Task<Site> LinkAsync(Machines machines, JsonElement seeded, string tables, int projects, int vendors, int codes, CancellationToken cancellationToken)
    {
        var ledger = await machines.Procore.GetAsync("ledger", cancellationToken);
        var codeIds = ledger.GetProperty("wbsCodes").EnumerateArray()
            .ToDictionary(code => (code.GetProperty("projectId").GetInt64(), code.GetProperty("flatCode").GetString()!), code => code.GetProperty("id").GetInt64());
        var records = new List<object>();
        var links = new List<Link>();
        string Add(LinkKey key, string type, int id, string name, Dictionary<string, object> body)
        {
            var externalId = ExternalIds.InNetSuite(SimulatedAccounts.CompanyId, key.Entity, key.ProcoreId);
            records.Add(new { type, id = Text($"{id}"), body = new Dictionary<string, object>(body) { ["externalId"] = externalId } });
            links.Add(new Link { Key = key, State = LinkState.Linked, NetSuiteId = new NetSuiteId(Text($"{id}")), Name = name, ExternalId = externalId });

            return Text($"{id}");
        }

        object west = new { id = "2" };
        var site = new Site(
            [.. Enumerable.Range(0, projects).Select(project =>
            {
                var number = ProjectNumber(project);
                var id = seeded.GetProperty($"project:{number}").GetInt64();
                var job = Add(new LinkKey(Company, EntityType.Project, id), "job", FirstJob + project, number, new() { ["companyName"] = $"Site {project}", ["entityId"] = number, ["parent"] = new { id = "981" }, ["subsidiary"] = west });
                var items = Enumerable.Range(1, codes).Select(code => Add(
                    new LinkKey(Company, EntityType.WbsCode, codeIds[(id, FlatCode(code))], id), "otherChargePurchaseItem", FirstItem + (project * codes) + code, $"{number}-{FlatCode(code)}", new()
                    {
                        ["itemId"] = $"{number}-{FlatCode(code)}",
                        ["displayName"] = FlatCode(code),
                        ["expenseAccount"] = new { id = "512" },
                        ["subsidiary"] = new { items = new[] { west } },
                        ["includeChildren"] = false,
                    }));

                return new SiteProject(number, id, job, [.. Enumerable.Range(1, codes).Select(code => codeIds[(id, FlatCode(code))])], [.. items]);
            })],
            [.. Enumerable.Range(0, vendors).Select(vendor =>
            {
                var id = seeded.GetProperty($"vendor:{VendorName(vendor)}").GetInt64();

                return new SiteVendor(VendorName(vendor), id, Add(
                    new LinkKey(Company, EntityType.Company, id), "vendor", FirstVendor + vendor, VendorName(vendor), new() { ["companyName"] = VendorName(vendor), ["subsidiary"] = west }));
            })]);
        await machines.NetSuite.PostAsync("seed", new { records }, cancellationToken);
        var store = new TableLinkStore(new TableServiceClient(tables, TableOptions.Create()), TimeProvider.System);
        await Parallel.ForEachAsync(links, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (link, token) => await store.LinkAsync(link, token));

        return site;
    }

    private static string Origin(string type, int id) => ExternalIds.InProcore(Machines.NetSuiteAccount, type, Text($"{id}"));

    private static string CostCode(int code) => Text($"03-{code:000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
