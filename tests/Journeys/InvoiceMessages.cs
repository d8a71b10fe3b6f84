using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using static ProcoreNetSuite.Tests.Journeys.MessageCase;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Refusals of invoices before anything is written: E401 to E412, and the approver's decision.</summary>
internal static class InvoiceMessages
{
    public static readonly MessageCase[] Cases =
    [
        new("The project was never exported", async world =>
        {
            var site = Site.AddTo(world.Procore);
            await world.ExportAsync(World.Vendor, site.Vendor);
            return await ExportAsync(world, World.Requisition, Invoice(world, site));
        }),
        new("The company was never exported", async world =>
        {
            var site = Site.AddTo(world.Procore);
            await world.ExportAsync(World.Project, site.Project);
            return await ExportAsync(world, World.Requisition, Invoice(world, site));
        }),
        With("An invoice goes back to the subcontractor after it was sent", "status", "revise_and_resubmit"),
        On("A commitment is no longer approved", (world, site) => world.Procore.Set(site.Subcontract, "status", "Out For Signature")),
        On("An invoice is deleted after it was sent", (world, _) => world.Accounts.Procore.Faults.Add(
            new FaultRule { Kind = FaultKind.Status, Status = 200, Body = "[]", Method = "GET", Path = "*/requisitions*" })),
        With("An invoice has no number", "invoice_number", null),
        With("An invoice's number is too long", "invoice_number", "ACME-STEEL-2026-APRIL-PROGRESS-BILLING-NUMBER-7"),
        new("An invoice has neither a billing date nor a period", async world =>
        {
            var site = await Site.ExportToAsync(world);
            var invoice = Invoice(world, site);
            world.Procore.Set(invoice, "requisition_end", null);
            return await ExportChangedAsync(world, World.Requisition, invoice, "billing_date", null);
        }),
        OnLine("An invoice's totals to date don't follow from its work", "total_completed_and_stored_to_date", "10500.00"),
        OnLine("An invoice has half a cent", "work_completed_this_period", "10000.005"),
        Billed("An invoice's payment due is a cent off", (world, invoice) => world.Procore.MakeSummaryWrong(invoice), new InvoiceLine(1, 10_000m)),
        Billed("An invoice's payment due includes tax", (world, invoice) => world.Procore.TaxInvoice(invoice, 450m, isInside: true), new InvoiceLine(1, 10_000m)),
        Billed("An invoice shows no payment due", (_, invoice) => invoice.Data["summary"]!["current_payment_due"] = null, new InvoiceLine(1, 10_000m)),
        Billed("An invoice is negative", (_, _) => { }, new InvoiceLine(1, -1_000m)),
        Billed("An invoice bills nothing", (_, _) => { }),
        On("The vendor has a bill of that number", EnterByHand),
        new("The approver links to a bill of another amount", async world =>
        {
            var site = await Site.ExportToAsync(world);
            EnterByHand(world, site);
            return await ExportAsync(world, World.Requisition, Invoice(world, site), new JsonObject { ["duplicate_bill"] = "link" });
        }),
        new("Two invoices of one export have one number", async world =>
        {
            var site = await Site.ExportToAsync(world);
            var first = Invoice(world, site);
            var order = world.Procore.AddCommitment(site.Project, site.Vendor, "SC-1234-002", "More steel", [new SeedLine(Site.Steel, "More", 9_000m)]);
            var second = world.Procore.AddInvoice(order, "INV-1", [new InvoiceLine(1, 500m)]);
            await world.ExportAsync(World.Requisition, first, second);
            return world.Status(World.Requisition, second);
        }),
        On("An invoice is in another currency than NetSuite's subsidiary", (_, _) => { }) with { Settings = [("NetSuite__Currency", "CAD")] },
        On("The month is closed in NetSuite", (world, _) => world.Accounts.NetSuite.Users.ClosePeriod("Apr 2026")),
        On("The month is locked in NetSuite", (world, _) => world.Accounts.NetSuite.Users.LockPeriod("Apr 2026")),
        With("NetSuite has no period for the date", "billing_date", "2027-04-30"),
        new("The month is closed after the connector looked", async world =>
        {
            var site = await Site.ExportToAsync(world);
            await world.ExportAsync(World.Requisition, Invoice(world, site));
            world.Accounts.NetSuite.Users.ClosePeriod("Apr 2026");
            return await ExportAsync(world, World.Requisition, world.Procore.AddInvoice(site.Subcontract, "INV-2", [new InvoiceLine(1, 10m)]));
        }),
    ];

    public static ProcoreRecord Invoice(World world, Site site) => world.Procore.AddInvoice(site.Subcontract, "INV-1", [new InvoiceLine(1, 10_000m)]);

    /// <summary>An invoice of 10,000 on an exported project, after something has happened.</summary>
    public static MessageCase On(string title, Action<World, Site> happened) => new(title, async world =>
    {
        var site = await Site.ExportToAsync(world);
        var invoice = Invoice(world, site);
        happened(world, site);
        return await ExportAsync(world, World.Requisition, invoice);
    });

    private static MessageCase With(string title, string field, JsonNode? value) => new(title, async world =>
        await ExportChangedAsync(world, World.Requisition, Invoice(world, await Site.ExportToAsync(world)), field, value));

    private static MessageCase OnLine(string title, string field, string value) => On(title, (world, _) => world.Procore.Set(
        world.Accounts.Procore.Records(Kinds.ContractItem)[0], field, value));

    private static MessageCase Billed(string title, Action<World, ProcoreRecord> happened, params IReadOnlyList<InvoiceLine> lines) => new(title, async world =>
    {
        var site = await Site.ExportToAsync(world);
        var invoice = world.Procore.AddInvoice(site.Subcontract, "INV-1", lines);
        happened(world, invoice);
        return await ExportAsync(world, World.Requisition, invoice);
    });

    public static void EnterByHand(World world, Site site) => world.Accounts.NetSuite.Users.Create("vendorBill", new
    {
        entity = new { id = world.Ledger.Vendors.Single().Id },
        subsidiary = new { id = "2" },
        tranId = "INV-1",
        tranDate = "2026-04-15",
        expense = new { items = new[] { new { account = new { id = "512" }, amount = 4_321.09m } } },
    });
}
