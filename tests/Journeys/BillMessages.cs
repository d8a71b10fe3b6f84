using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.Procore;
using static ProcoreNetSuite.Tests.Journeys.InvoiceMessages;
using static ProcoreNetSuite.Tests.Journeys.MessageCase;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Refusals while a bill and its items are written: E101 to E106, E306 to E308, E411, E413, E415, E416.</summary>
internal static class BillMessages
{
    public static readonly MessageCase[] Cases =
    [
        new("The item's name would be too long", async world =>
        {
            var site = Site.AddTo(world.Procore);
            world.Procore.Set(site.Project, "project_number", "DOCK-7-WAREHOUSE-AND-COLD-STORAGE-OAKLAND-2026-PHASE-2");
            await world.ExportAsync(World.Vendor, site.Vendor);
            await world.ExportAsync(World.Project, site.Project);
            return await ExportAsync(world, World.Requisition, Invoice(world, site));
        }),
        On("Another kind of item has the name", (world, _) => world.Accounts.NetSuite.Users.Create("otherChargeResaleItem", new
        {
            itemId = "1234-03-300.S.P1",
            expenseAccount = new { id = "512" },
            incomeAccount = new { id = "512" },
            subsidiary = new { items = new[] { new { id = "2" } } },
        })),
        On("The item of that name is inactive", (world, _) => world.Accounts.NetSuite.Users.Create("otherChargePurchaseItem", new
        {
            itemId = "1234-03-300.S.P1",
            isInactive = true,
            expenseAccount = new { id = "512" },
            subsidiary = new { items = new[] { new { id = "2" } } },
        })),
        Accepted("A budget code was made anew in Procore and has its item already", async (world, site) =>
        {
            await world.QuietAsync();
            var old = world.Accounts.Procore.Records("wbs_code")[0];
            var anew = world.Procore.AddWbsCode(site.Project, "05-100.S.P1");
            (anew.Data["parts"], old.Data["parts"]) = (old.Data["parts"]!.DeepClone(), anew.Data["parts"]!.DeepClone());
            world.Accounts.Procore.Records(Kinds.LineItem)[0].Data["wbs_code_id"] = anew.Id;
            var next = world.Procore.AddInvoice(site.Subcontract, "INV-2", [new InvoiceLine(1, 10m)]);
            world.Send(World.Requisition, next);
            return next;
        }),
        AcceptedCode("A budget code loses its cost type", code => code.Data["parts"]!.AsArray().RemoveAt(1)),
        Accepted("A budget code loses its upper tier", (world, _) =>
        {
            world.Accounts.Procore.Records(Kinds.CostCode).Single(code => code.Text("code") == "300").Data["parent"] = null;
            return Task.FromResult<ProcoreRecord?>(null);
        }),
        On("The expense account of new items is not in NetSuite", (_, _) => { }) with { Settings = [("NetSuite__ItemExpenseAccount", "5120")] },
        On("NetSuite's role may not make items", (world, _) => NetSuiteRefuses(
            world, "PUT", "*/otherChargePurchaseItem/*", "You do not have permission to perform this action.", 403, "INSUFFICIENT_PERMISSION")),
        Accepted("An invoice's line loses its budget code", (world, _) =>
        {
            world.Accounts.Procore.Records(Kinds.ContractItem)[0].Data["_wbs"] = null;
            return Task.FromResult<ProcoreRecord?>(null);
        }),
        On("The vendor is inactive in NetSuite", (world, _) => world.Accounts.NetSuite.Users.SetInactive("vendor", world.Ledger.Vendors.Single().Id, true)),
        On("The vendor was deleted in NetSuite", (world, _) => world.Accounts.NetSuite.Users.Delete("vendor", world.Ledger.Vendors.Single().Id)),
        On("The vendor was merged into another one in NetSuite", (world, _) => world.Accounts.NetSuite.Users.MergeVendor(
            world.Ledger.Vendors.Single().Id, world.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Acme Works", subsidiary = new { id = "2" } }))),
        On("The vendor was moved to another subsidiary", (world, _) => world.Accounts.NetSuite.Users.Edit(
            "vendor", world.Ledger.Vendors.Single().Id, new { subsidiary = new { id = "3" } })),
        On("The vendor's currency is another", (world, _) => world.Accounts.NetSuite.Users.Edit(
            "vendor", world.Ledger.Vendors.Single().Id, new { currency = new { id = "2" } })),
        On("The job is inactive in NetSuite", (world, _) => world.Accounts.NetSuite.Users.SetInactive("job", world.Ledger.Jobs.Single().Id, true)),
        new("The item is inactive in NetSuite", async world =>
        {
            var site = await Site.ExportToAsync(world);
            await world.ExportAsync(World.Requisition, Invoice(world, site));
            world.Accounts.NetSuite.Users.SetInactive("otherChargePurchaseItem", world.Ledger.Items.Single(item => item.Name == "1234-03-300.S.P1").Id, true);
            return await ExportAsync(world, World.Requisition, world.Procore.AddInvoice(site.Subcontract, "INV-2", [new InvoiceLine(1, 10m)]));
        }),
        On("The retainage item is inactive in NetSuite", (world, _) => world.Accounts.NetSuite.Users.SetInactive("otherChargePurchaseItem", "700", true)),
        On("NetSuite's form requires a department on bills", (world, _) => NetSuiteRefuses(world, "POST", "*/vendorBill", "Please enter value(s) for: Department.")),
        On("NetSuite's form hides the memo of bills", (world, _) => world.Accounts.NetSuite.Users.HideField("vendorBill", "memo")),
        On("NetSuite's form hides the project of bill lines", (world, _) => world.Accounts.NetSuite.Users.HideField("vendorBill", "item.customer")),
        new("The approver wants a second bill of a number, and NetSuite blocks that", async world =>
        {
            world.Accounts.NetSuite.Settings = world.Accounts.NetSuite.Settings with { BlockDuplicateNumbers = true };
            var site = await Site.ExportToAsync(world);
            EnterByHand(world, site);
            return await ExportAsync(world, World.Requisition, Invoice(world, site), new JsonObject { ["duplicate_bill"] = "export" });
        }),
        On("A workflow of NetSuite locks bills", (world, _) => NetSuiteRefuses(
            world, "POST", "*/vendorBill", "This record has been locked by a user defined workflow.")),
        On("NetSuite refuses for a reason that the connector doesn't know", (world, _) => NetSuiteRefuses(
            world, "POST", "*/vendorBill", "The vendor's insurance certificate has expired.")),
        new("A bill is not as it was sent when its lost answer is looked up", async world =>
        {
            var site = await Site.ExportToAsync(world);
            var invoice = Invoice(world, site);
            world.Accounts.NetSuite.Faults.LoseAnswerOfNext("POST", "*/vendorBill");
            world.Send(World.Requisition, invoice);
            await world.RunForAsync(TimeSpan.FromSeconds(20));
            world.Accounts.NetSuite.Users.Edit("vendorBill", world.Ledger.VendorBills.Single().Id, new
            {
                item = new { items = new[] { new { line = 1, rate = 10_500m, amount = 10_500m } } },
            });
            await world.QuietAsync();
            return world.Status(World.Requisition, invoice);
        }),
        new("The approver links to the bill of another invoice", async world =>
        {
            var site = await Site.ExportToAsync(world);
            await world.ExportAsync(World.Requisition, Invoice(world, site));
            var order = world.Procore.AddCommitment(site.Project, site.Vendor, "SC-1234-002", "More steel", [new SeedLine(Site.Steel, "More", 19_000m)]);
            return await ExportAsync(
                world, World.Requisition, world.Procore.AddInvoice(order, "INV-1", [new InvoiceLine(1, 10_000m)]), new JsonObject { ["duplicate_bill"] = "link" });
        }),
        AfterReset("A bill that was exported before is voided in NetSuite", (world, bill) => world.Accounts.NetSuite.Users.VoidBill(bill)),
        AfterReset("A bill that was exported before is deleted in NetSuite", (world, bill) => world.Accounts.NetSuite.Users.Delete("vendorBill", bill)),
        AfterReset("An invoice that was exported before is changed while its bill is there", (world, _) =>
        {
            var invoice = world.Accounts.Procore.Records(Kinds.Requisition).Single();
            world.Procore.Set(invoice, "invoice_number", "INV-1a");
        }),
        new("An invoice is unlinked while its bill is there", async world =>
        {
            var site = await Site.ExportToAsync(world);
            var invoice = Invoice(world, site);
            await world.ExportAsync(World.Requisition, invoice);
            world.Accounts.Ann.Unlink(World.Requisition, invoice.Id);
            await world.QuietAsync();
            return world.Status(World.Requisition, invoice);
        }) { Tab = "Synced" },
    ];

    /// <summary>Procore's staff reset the invoice while its bill was in NetSuite; then it is exported again.</summary>
    private static MessageCase AfterReset(string title, Action<World, string> happened) => new(title, async world =>
    {
        var site = await Site.ExportToAsync(world);
        var invoice = Invoice(world, site);
        await world.ExportAsync(World.Requisition, invoice);
        world.Accounts.Ann.ResetRequisition(invoice.Id);
        await world.QuietAsync();
        happened(world, world.Ledger.VendorBills.Single().Id);
        return await ExportAsync(world, World.Requisition, invoice);
    });

    /// <summary>Something happens between the approver's button and the connector's look.</summary>
    /// <remarks>The invoice to look at, if it is another one.</remarks>
    private static MessageCase Accepted(string title, Func<World, Site, Task<ProcoreRecord?>> happens) => new(title, async world =>
    {
        var site = await Site.ExportToAsync(world);
        var invoice = Invoice(world, site);
        world.Send(World.Requisition, invoice);
        var other = await happens(world, site);
        await world.QuietAsync();
        return world.Status(World.Requisition, other ?? invoice);
    });

    private static MessageCase AcceptedCode(string title, Action<ProcoreRecord> happens) => Accepted(title, (world, _) =>
    {
        happens(world.Accounts.Procore.Records("wbs_code")[0]);
        return Task.FromResult<ProcoreRecord?>(null);
    });
}
