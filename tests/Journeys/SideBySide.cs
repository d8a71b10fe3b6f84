using System.Globalization;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// design.md 10: two instances of the app on one table store, one set of queues and one pair of accounts, with records that collide, many at once and in a drawn order.
/// Never two in NetSuite, and always an answer that names the other (connector-behaviour.md 13.1).
/// </summary>
public sealed class SideBySide : SiteJourney
{
    private const int AtOnce = 8;

    /// <summary>NetSuite takes its time, so that the looks of one instance fall between the look and the write of the other.</summary>
    [SetUp]
    public void SlowNetSuiteDown() => World.Accounts.NetSuite.Settings = World.Accounts.NetSuite.Settings with { LatencyMedianMilliseconds = 6, LatencySigma = 1, LatencyInRealTime = true };

    [TestCase(71), TestCase(72), TestCase(73)]
    [Description("acceptance case 25: by two instances, one by one and in requests of many")]
    public async Task Of_the_invoices_of_one_vendor_and_number_one_becomes_a_bill(int seed)
    {
        const int Invoices = 120, Numbers = 40;
        var random = new Random(seed);
        var vendors = new[] { Site.Vendor, World.Procore.AddVendor("Harbor Rebar") };
        await World.ExportAsync(World.Vendor, vendors[1]);
        await World.ExportAsync(World.Requisition, Bill("WARM", new InvoiceLine(1, 100m)));
        List<Wanted> wanted = [.. Enumerable.Range(1, Invoices).Select(index =>
        {
            var (vendor, number) = (random.Next(vendors.Length), string.Create(CultureInfo.InvariantCulture, $"App-{random.Next(Numbers)}"));
            var contract = World.Procore.AddCommitment(Site.Project, vendors[vendor], $"SC-{index}", "Steel", [new SeedLine(Site.Concrete, "Steel", 50_000m)]);
            var invoice = World.Procore.AddInvoice(contract, random.Next(2) == 0 ? number : number.ToUpperInvariant(), [new InvoiceLine(1, 100m + index)]);

            return new Wanted(invoice, $"{vendor} {number}", 0.9m * (100m + index));
        })];
        await World.AddInstanceAsync();
        for (var rest = wanted; rest.Count > 0;)
        {
            var together = random.Next(1, 31);
            World.Send(World.Requisition, [.. rest.Take(together).Select(one => one.Invoice)]);
            rest = [.. rest.Skip(together)];
        }

        await World.QuietAsync(AtOnce);

        var rows = wanted.ToDictionary(one => one, one => World.Status(World.Requisition, one.Invoice));
        Assert.That(rows.Values.Select(row => row.Tab), Is.All.AnyOf("Synced", "Failed to Export"), World.Describe());
        var bills = World.Ledger.VendorBills.Where(bill => bill.TranId != "WARM").ToList();
        Assert.That(bills.Select(bill => $"{bill.EntityId} {bill.TranId!.ToUpperInvariant()}"), Is.Unique);
        Assert.That(bills.Sum(bill => bill.Total), Is.EqualTo(rows.Where(row => row.Value.Tab == "Synced").Sum(row => row.Key.Total)));
        foreach (var same in wanted.GroupBy(one => one.Number))
        {
            var winner = same.Where(one => rows[one].Tab == "Synced").ToList();
            Assert.That(winner, Has.Count.EqualTo(1), same.Key);
            Assert.That(
                same.Where(one => rows[one].Tab != "Synced").Select(one => rows[one].Messages.Single()),
                Is.All.StartsWith("E409: ").And.All.Contains($"Procore record {winner[0].Invoice.Id}"),
                World.Describe());
        }

        AssertNothingLost();
    }

    [TestCase(81), TestCase(82)]
    [Description("acceptance case 27, by two instances")]
    public async Task Of_the_companies_of_one_name_or_tax_id_one_becomes_a_vendor(int seed)
    {
        const int Companies = 60, Identities = 20;
        string[] endings = [" Inc", ", Inc.", " INC.", " Incorporated"];
        var random = new Random(seed);
        List<(ProcoreRecord Company, int Identity)> wanted = [.. Enumerable.Range(1, Companies).Select(index =>
        {
            var identity = random.Next(Identities);
            var name = $"Delta {identity} Electric{endings[random.Next(endings.Length)]}{(random.Next(3) == 0 ? "" : $" {index}")}";

            return (World.Procore.AddVendor(name, ein: string.Create(CultureInfo.InvariantCulture, $"45-11100{identity:00}")), identity);
        })];
        var before = World.Ledger.Vendors.Count;
        await World.AddInstanceAsync();
        foreach (var one in wanted)
        {
            World.Send(World.Vendor, one.Company);
        }

        await World.QuietAsync(AtOnce);

        Assert.That(World.Ledger.Vendors, Has.Count.EqualTo(before + wanted.DistinctBy(one => one.Identity).Count()), World.Describe());
        foreach (var same in wanted.GroupBy(one => one.Identity, one => (one.Company, Row: World.Status(World.Vendor, one.Company))))
        {
            var winner = same.Where(one => one.Row.Tab == "Synced").ToList();
            Assert.That(winner, Has.Count.EqualTo(1), World.Describe());
            Assert.That(
                same.Where(one => one.Row.Tab != "Synced").Select(one => string.Join('|', one.Row.Messages)),
                Is.All.StartsWith("E302: ").And.All.Contains($"({winner[0].Company.Id})"),
                World.Describe());
        }

        AssertNothingLost();
    }

    [TestCase(91), TestCase(92)]
    [Description("connector-behaviour.md 13.2: two tax ids make two companies, and one without meets both")]
    public async Task Of_the_companies_of_one_name_each_tax_id_becomes_a_vendor(int seed)
    {
        const int Names = 12, WithTaxId = 3, Without = 2;
        var random = new Random(seed);
        List<(ProcoreRecord Company, int Name, int? TaxId)> wanted =
        [
            .. from name in Enumerable.Range(0, Names)
               from index in Enumerable.Range(0, WithTaxId + Without)
               let taxId = index < WithTaxId ? (int?)index : null
               let company = World.Procore.AddVendor(
                   $"Summit {name} {(index % 2 == 0 ? "Inc" : "LLC")}{new string('.', index)}",
                   ein: taxId is null ? "N/A" : string.Create(CultureInfo.InvariantCulture, $"45-2{name:000}{taxId:000}"))
               select (company, name, taxId),
        ];
        await World.AddInstanceAsync();
        foreach (var one in wanted.OrderBy(_ => random.Next()).ToList())
        {
            World.Send(World.Vendor, one.Company);
        }

        await World.QuietAsync(AtOnce);

        foreach (var same in wanted.GroupBy(one => one.Name, one => (one.Company, one.TaxId, Row: World.Status(World.Vendor, one.Company))))
        {
            var synced = same.Where(one => one.Row.Tab == "Synced").ToList();

            // Whoever has no tax id is the same as all others: it comes first and alone, or not at all.
            Assert.That(synced.Count(one => one.TaxId is not null), Is.EqualTo(synced.Exists(one => one.TaxId is null) ? 0 : WithTaxId), World.Describe());
            Assert.That(synced.Count(one => one.TaxId is null), Is.LessThanOrEqualTo(1));
            Assert.That(same.Where(one => one.Row.Tab != "Synced").Select(one => string.Join('|', one.Row.Messages)), Is.All.StartsWith("E302: "), World.Describe());
        }

        AssertNothingLost();
    }

    [Test(Description = "acceptance case 29")]
    public async Task A_name_that_two_projects_mean_for_their_items_is_one_items()
    {
        World.Procore.AddStandardCostCode("03-300-10", "Footings");
        World.Procore.AddStandardCostCode("300", "Concrete, old list");
        World.Procore.AddStandardCostCode("300-10", "Footings");
        List<ProcoreRecord> invoices = [];
        foreach (var (number, code) in new[] { ("2401", "03-300-10"), ("2401-03", "300-10") })
        {
            var project = World.Procore.AddProject($"Quay {number}", number);
            await World.ExportAsync(World.Project, project);
            var contract = World.Procore.AddCommitment(project, Site.Vendor, $"SC-{number}", "Piles", [new SeedLine($"{code}.S.P1", "Piles", 9_000m)]);
            invoices.Add(World.Procore.AddInvoice(contract, $"INV-{number}", [new InvoiceLine(1, 1_000m)]));
        }

        await World.AddInstanceAsync();
        foreach (var invoice in invoices)
        {
            World.Send(World.Requisition, invoice);
        }

        await World.QuietAsync(AtOnce);

        var rows = invoices.Select(invoice => World.Status(World.Requisition, invoice)).ToLookup(row => row.Tab, row => string.Join('|', row.Messages));
        Assert.That((rows["Synced"].Count(), rows["Failed to Export"].Count()), Is.EqualTo((1, 1)), World.Describe());
        Assert.That(rows["Failed to Export"].Single(), Does.StartWith("E102: ").And.Contains("Item 2401-03-300-10.S.P1 (").And.Contains("is already linked to a budget code of project 2401"));
        Assert.That(World.Ledger.Items.Count(item => item.Name == "2401-03-300-10.S.P1"), Is.EqualTo(1));
        AssertNothingLost();
    }

    /// <param name="Number">Of vendor and bill, the same for those of which one may be written.</param>
    /// <param name="Total">Of the bill it would become.</param>
    private sealed record Wanted(ProcoreRecord Invoice, string Number, decimal Total);
}
