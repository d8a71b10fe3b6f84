using System.Globalization;
using Azure.Data.Tables;
using ProcoreNetSuite.Benchmarks.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Import;

/// <summary>
/// The work: bills of 20 lines that bookkeepers entered in NetSuite. They come as in life, each for another project than the one before, so that a page of
/// them touches as many projects as it can.
/// </summary>
internal sealed class ImportScene
{
    public const int LinesOfBill = 20;

    private const int Vendors = 25, Codes = 5, BillsOfSeed = 250;

    private readonly Dictionary<long, (int Costs, int Lines, decimal Amount)> expected = [];

    private ImportScene(Site site) => Site = site;

    public Site Site { get; }

    public int Lines => expected.Values.Sum(project => project.Lines);

    public static async Task<ImportScene> SetAsync(Machines machines, string tables, int slots, int projects, int lines, CancellationToken cancellationToken)
    {
        await machines.ResetAsync(slots, cancellationToken);
        await machines.NetSuite.PostAsync("settings", new { countedRows = 2_000 }, cancellationToken);
        var seed = Site.ProcoreSeed(projects, Vendors, Codes);

        // A subcontract puts the company into the project's directory and its codes on the budget.
        seed["commitments"] = Enumerable.Range(0, projects).Select(project => new
        {
            number = $"SC-{project}",
            project = Site.ProjectNumber(project),
            vendor = Site.VendorName(project % Vendors),
            title = "Concrete",
            lines = Enumerable.Range(1, Codes).Select(code => new { wbs = Site.FlatCode(code), description = $"Work {code}", amount = 1_000_000m }),
        }).ToList();
        var seeded = await machines.Procore.PostAsync("seed", seed, cancellationToken);
        var scene = new ImportScene(await Site.LinkAsync(machines, seeded, tables, projects, Vendors, Codes, cancellationToken));
        var switches = new TableJobCostSwitches(new TableServiceClient(tables, TableOptions.Create()));
        foreach (var project in scene.Site.Projects)
        {
            await switches.SaveAsync(SimulatedAccounts.ConnectionId, project.Id, isOn: true, requestId: 1, cancellationToken);
        }

        foreach (var bills in Enumerable.Range(0, lines / LinesOfBill).Chunk(BillsOfSeed))
        {
            await machines.NetSuite.PostAsync("seed", new { records = bills.Select(scene.Enter).ToList() }, cancellationToken);
        }

        return scene;
    }

    /// <summary>Reads Procore's own sums of each project.</summary>
    /// <exception cref="CheckFailedException">A project's count or sum is another than NetSuite's.</exception>
    public async Task CheckAsync(Machines machines, CancellationToken cancellationToken)
    {
        var totals = (await machines.Procore.PostAsync("actions/direct-cost-totals", new { }, cancellationToken)).EnumerateArray().ToDictionary(
            total => total.GetProperty("projectId").GetInt64(),
            total => (total.GetProperty("costs").GetInt32(), total.GetProperty("lines").GetInt32(), total.GetProperty("amount").GetDecimal()));
        foreach (var (project, wanted) in expected)
        {
            if (totals.GetValueOrDefault(project) is var found && found != wanted)
            {
                throw new CheckFailedException($"Project {project} has costs, lines and amount {found} in Procore, {wanted} in NetSuite.");
            }
        }
    }

    private object Enter(int number)
    {
        var at = number % Site.Projects.Count;
        var project = Site.Projects[at];
        var amounts = Enumerable.Range(0, LinesOfBill).Select(line => 10m + (((number * LinesOfBill) + line) % 100_000 / 100m)).ToList();
        var known = expected.GetValueOrDefault(project.Id);
        expected[project.Id] = (known.Costs + 1, known.Lines + LinesOfBill, known.Amount + amounts.Sum());

        return new
        {
            type = "vendorBill",
            body = new
            {
                entity = new { id = Site.Vendors[at % Vendors].Vendor },
                subsidiary = new { id = "2" },
                tranId = string.Create(CultureInfo.InvariantCulture, $"JC-{number:0000000}"),
                tranDate = "2026-05-15",
                item = new { items = amounts.Select((amount, line) => new { item = new { id = project.Items[line % Codes] }, quantity = 1, rate = amount, amount, description = "Entered by hand", customer = new { id = project.Job } }) },
            },
        };
    }
}
