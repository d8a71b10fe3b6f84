using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A piece of work that the crash matrix interrupts: each time with new records in the same company, numbered to tell them apart.</summary>
/// <param name="Kind">What the approver accepts.</param>
/// <param name="Add">Makes the records that are accepted, with a number of their own.</param>
/// <param name="Expected">The books after it, with # for the number.</param>
public sealed record CrashScene(string Name, string Kind, Func<ProcoreSeed, Site, string, IReadOnlyList<ProcoreRecord>> Add, IReadOnlyList<string> Expected)
{
    public static readonly CrashScene Vendor = new("a vendor", World.Vendor, (seed, _, number) => [seed.AddVendor($"Crane Works {number}")],
    [
        "NetSuite vendor Crane Works #",
        "Procore Vendor Crane Works # is Synced, its request success",
        "Procore vendor is Crane Works #",
    ]);

    public static readonly CrashScene OneCompany = new("two companies of one name", World.Vendor, (seed, _, number) => [seed.AddVendor($"Twin {number} LLC"), seed.AddVendor($"Twin {number} LLC")],
    [
        "NetSuite vendor Twin # LLC",
        "Procore Vendor Twin # LLC is Failed to Export, its request failed (E302: NetSuite vendor Twin # LLC (record *) has the same name and is already linked to company Twin # LLC (*). "
            + "Use that company instead of this one, or unlink it first, or export again with \"Duplicate vendor\" set to \"export\" (another vendor).)",
        "Procore Vendor Twin # LLC is Synced, its request success",
        "Procore vendor is Twin # LLC",
    ]);

    public static readonly CrashScene LinkedCompany = new("a company that is linked to a vendor", World.Vendor, (seed, _, number) => [seed.AddVendor($"Chosen {number} LLC")],
    [
        "Procore Vendor Chosen # LLC is Synced, its request success",
        "Procore vendor is V-#",
    ])
    {
        Prepare = (world, number) => world.Accounts.NetSuite.Users.Create("vendor", new { companyName = $"CHOSEN {number}", entityId = $"V-{number}", subsidiary = new { id = "2" } }),
        Answers = new JsonObject { ["duplicate_vendor"] = "link" },
    };

    public static readonly CrashScene Project = new("a project", World.Project, (seed, _, number) => [seed.AddProject($"Pier {number}", number)],
    [
        "NetSuite job Owner Co : # Pier #",
        "Procore Project Pier # is Synced, its request success",
        "Procore cost_code is a costcode",
        "Procore cost_code is a costcode",
        "Procore cost_code is a costcode",
        "Procore cost_code is a costcode",
        "Procore project is Owner Co : # Pier #",
    ]);

    public static readonly CrashScene Invoice = new("an invoice", World.Requisition, (seed, site, number) =>
    {
        var contract = seed.AddCommitment(site.Project, site.Vendor, $"D{number}", "Frame", [new SeedLine(Site.Concrete, "Piles", 9_000m)]);

        return [seed.AddInvoice(contract, $"INV-{number}", [new InvoiceLine(1, 1_000m)])];
    },
    [
        "NetSuite vendorBill INV-# 900.00: 1234-03-300.S.P1 1,000.00, RETAINAGE -100.00",
        "Procore Requisition INV-# is Synced, its request success",
        "Procore requisition is INV-#",
        "Procore requisition_contract_item is INV-#",
    ]);

    public static readonly CrashScene OneNumber = new("two invoices of one number", World.Requisition, (seed, site, number) =>
        [.. new[] { "E", "F" }.Select(order => seed.AddInvoice(
            seed.AddCommitment(site.Project, site.Vendor, $"{order}{number}", "Frame", [new SeedLine(Site.Concrete, "Piles", 9_000m)]),
            $"INV-{number}",
            [new InvoiceLine(1, 1_000m)]))],
    [
        "NetSuite vendorBill INV-# 900.00: 1234-03-300.S.P1 1,000.00, RETAINAGE -100.00",
        "Procore Requisition INV-# is Failed to Export, its request failed (E409: Acme Steel LLC already has bill INV-# in NetSuite: record *, made of Invoice INV-# of Acme Steel LLC (Procore record *), "
            + "over 900.00. Export again with \"Duplicate bill\" set to \"export\" (a second bill), or reject the invoice.)",
        "Procore Requisition INV-# is Synced, its request success",
        "Procore requisition is INV-#",
        "Procore requisition_contract_item is INV-#",
    ]);

    /// <summary>The first of two invoices of one number was exported, lost its bill and was unlinked: then both are accepted at once. How it lost it is drawn.</summary>
    public static readonly CrashScene LostBill = OneNumber with
    {
        Name = "an invoice that lost its bill, and another of its number",
        Live = async (world, records) =>
        {
            await world.ExportAsync(World.Requisition, records[0]);
            var (users, bill) = (world.Accounts.NetSuite.Users, world.Ledger.VendorBills.Single(bill => bill.TranId == records[0].Text("invoice_number") && bill.Total != 0m).Id);
            if (IsVoided)
            {
                users.VoidBill(bill);
            }
            else
            {
                users.Delete("vendorBill", bill);
            }

            world.Accounts.Ann.Unlink(World.Requisition, records[0].Id);
            await world.QuietAsync();
        },

        // A bill that was deleted is made anew under the same external id.
        Expected = [$"{OneNumber.Expected[0]}{(IsVoided ? "" : " CREATED 2 TIMES")}", .. OneNumber.Expected.Skip(1)],
    };

    public static readonly CrashScene Batch = new("three invoices with new items", World.Requisition, (seed, site, number) =>
    {
        seed.AddCostType($"T{number}", "Frame", "commitment");
        var lines = new[] { new SeedLine($"03-300.T{number}.P1", "Piles", 9_000m), new SeedLine($"05-100.T{number}.P2", "Girders", 9_000m) };

        return [.. new[] { ("A", new[] { 1 }), ("B", [1, 2]), ("C", [2]) }.Select(one => seed.AddInvoice(
            seed.AddCommitment(site.Project, site.Vendor, $"{one.Item1}{number}", "Frame", lines),
            $"{one.Item1}-{number}",
            [.. one.Item2.Select(line => new InvoiceLine(line, 1_000m * line))]))];
    },
    [
        "NetSuite otherChargePurchaseItem 1234-03-300.T#.P1",
        "NetSuite otherChargePurchaseItem 1234-05-100.T#.P2",
        "NetSuite vendorBill A-# 900.00: 1234-03-300.T#.P1 1,000.00, RETAINAGE -100.00",
        "NetSuite vendorBill B-# 2,700.00: 1234-03-300.T#.P1 1,000.00, 1234-05-100.T#.P2 2,000.00, RETAINAGE -300.00",
        "NetSuite vendorBill C-# 1,800.00: 1234-05-100.T#.P2 2,000.00, RETAINAGE -200.00",
        "Procore Requisition A-# is Synced, its request success",
        "Procore Requisition B-# is Synced, its request success",
        "Procore Requisition C-# is Synced, its request success",
        "Procore requisition is A-#",
        "Procore requisition is B-#",
        "Procore requisition is C-#",
        "Procore requisition_contract_item is A-#",
        "Procore requisition_contract_item is A-#",
        "Procore requisition_contract_item is B-#",
        "Procore requisition_contract_item is B-#",
        "Procore requisition_contract_item is C-#",
        "Procore requisition_contract_item is C-#",
    ]);

    /// <summary>What is there before, with the same number.</summary>
    public Action<World, string> Prepare { get; init; } = (_, _) => { };

    /// <summary>What the records have been through before.</summary>
    public Func<World, IReadOnlyList<ProcoreRecord>, Task> Live { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>What the approver fills in; null for nothing.</summary>
    public JsonObject? Answers { get; init; }

    private static bool IsVoided => CrashPoints.Seed % 2 == 0;

    public override string ToString() => Name;
}
