using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What a batch of invoices costs, counted at the two systems' doors: both charge for every call (design, 2 and 6).</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CallBudget
{
    private const int Batch = 25;

    private World world = null!;

    [SetUp]
    public async Task StartAsync() => world = await World.StartAsync();

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(1, 1)]
    [TestCase(2, 1, Description = "one vendor works on both projects")]
    [TestCase(2, 2)]
    public async Task A_warm_batch_costs_one_create_per_invoice_two_queries_four_Procore_calls_per_project_and_one_for_the_details(int projects, int vendors)
    {
        var subcontracts = await SubcontractsAsync(projects, vendors);
        await world.ExportAsync(World.Requisition, [.. subcontracts.Select(subcontract => Invoice(subcontract, "WARM"))]);
        var invoices = Enumerable.Range(1, Batch).Select(number => Invoice(subcontracts[number % projects], $"INV-{number:000}")).ToList();
        var (procoreBefore, netSuiteBefore) = (world.Accounts.Procore.Calls.All.Count, world.Accounts.NetSuite.Calls.All.Count);

        await world.ExportAsync(World.Requisition, invoices);

        var procore = Kinds(world.Accounts.Procore.Calls.All.Skip(procoreBefore));
        var netSuite = Kinds(world.Accounts.NetSuite.Calls.All.Skip(netSuiteBefore));
        await TestContext.Out.WriteLineAsync(
            $"{Batch} invoices, {projects} projects, {vendors} vendors. NetSuite: {Say(netSuite)}. Procore: {Say(procore)}.");
        Assert.That(invoices.Select(invoice => world.Status(World.Requisition, invoice).Tab), Is.All.EqualTo("Synced"), world.Describe());
        Assert.That(netSuite, Is.EquivalentTo(new Dictionary<string, int> { ["POST vendorBill"] = Batch, ["POST suiteql"] = 2 }));
        Assert.That(procore.Values.Sum(), Is.LessThanOrEqualTo((4 * projects) + 1), Say(procore));
    }

    [Test(Description = "stored materials: the figures of the invoice before are needed, and it is in the same batch")]
    public async Task Invoices_that_build_on_each_other_are_read_once()
    {
        var site = await Site.ExportToAsync(world);
        await world.ExportAsync(World.Requisition, Invoice(site.Subcontract, "WARM"));
        var subcontract = world.Procore.AddCommitment(
            site.Project, site.Vendor, "SC-1234-002", "More steel", [new SeedLine(Site.Concrete, "Footings", 60_000m)]);
        var first = world.Procore.AddInvoice(subcontract, "INV-001", [new InvoiceLine(1, 100m) { Stored = 400m, MaterialsRetained = 40m }]);
        var second = world.Procore.AddInvoice(subcontract, "INV-002", [new InvoiceLine(1, 200m) { MaterialsReleased = 40m }]);
        var before = world.Accounts.Procore.Calls.All.Count;

        await world.ExportAsync(World.Requisition, first, second);

        var calls = Kinds(world.Accounts.Procore.Calls.All.Skip(before));
        Assert.That(world.Status(World.Requisition, second).Tab, Is.EqualTo("Synced"), world.Describe());
        Assert.That(calls["GET requisitions"], Is.EqualTo(1));
    }

    private async Task<IReadOnlyList<ProcoreRecord>> SubcontractsAsync(int projects, int vendors)
    {
        var site = await Site.ExportToAsync(world);
        List<ProcoreRecord> subcontracts = [site.Subcontract];
        for (var number = 2; number <= projects; number++)
        {
            var project = world.Procore.AddProject($"Pier {number}", $"123{number + 3}");
            var vendor = number <= vendors ? world.Procore.AddVendor($"Harbor Rebar {number}") : site.Vendor;
            subcontracts.Add(world.Procore.AddCommitment(
                project, vendor, $"SC-{number}", "Steel", [new SeedLine(Site.Concrete, "Footings", 60_000m), new SeedLine(Site.Steel, "Frame", 50_000m)]));
            await world.ExportAsync(World.Project, project);
            if (number <= vendors)
            {
                await world.ExportAsync(World.Vendor, vendor);
            }
        }

        return subcontracts;
    }

    private ProcoreRecord Invoice(ProcoreRecord subcontract, string number) => world.Procore.AddInvoice(
        subcontract, $"{number}-{subcontract.Id}", [new InvoiceLine(1, 100.10m), new InvoiceLine(2, 50m) { Released = 1.01m }]);

    /// <summary>How many calls of which kind; the kind is the method and the last word of the path.</summary>
    private static Dictionary<string, int> Kinds(IEnumerable<CallRecord> calls) => calls
        .CountBy(call => $"{call.Method} {call.Path.Split('/').Last(part => !part.All(char.IsAsciiDigit))}")
        .ToDictionary();

    private static string Say(Dictionary<string, int> kinds) => string.Join(", ", kinds.Select(kind => $"{kind.Value} x {kind.Key}"));
}
