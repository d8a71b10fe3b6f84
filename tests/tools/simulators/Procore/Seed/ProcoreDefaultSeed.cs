namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The records of the minimal seed (spec 13.5) under names a test can use.</summary>
public sealed record ProcoreDefaultSeed(
    ProcoreCompany Company, ProcoreApp App, ProcorePerson Approver, ProcorePerson SubUser, ProcorePerson SuperUser, ProcoreRecord Project,
    ProcoreRecord ForeignProject, ProcoreRecord Vendor, ProcoreRecord SyncedVendor, ProcoreRecord Subcontract, ProcoreRecord PurchaseOrder,
    ProcoreRecord March, ProcoreRecord April, ProcoreRecord ExportedInvoice, ProcoreRecord Invoice)
{
    /// <summary>Adds them. Invoice 7 has the figures of spec 8.10: 10,000.00 of work, 1,000.00 retained, 9,000.00 due.</summary>
    public static ProcoreDefaultSeed AddTo(ProcoreSeed seed)
    {
        var company = seed.AddCompany();
        var app = seed.AddApp();
        var approver = seed.AddPerson(new()
        {
            Id = 9,
            Name = "Ann Lee",
            Login = "ann@bay.example",
            CommitmentsAdmin = true,
            ErpIntegrations = true,
            CanPushToAccounting = true,
        });
        var sub = seed.AddPerson(new() { Id = 12, Name = "Sam Ortiz", Login = "sam@steel.example", ProjectTeam = false });
        var super = seed.AddPerson(new() { Id = 1, Name = "Procore Support", Login = "support@procore.example", SuperUser = true, ErpIntegrations = true });

        seed.AddCostType("S", "Commitment", "commitment", "NS-CT-S");
        seed.AddCostType("E", "Equipment", "equipment");
        seed.AddStandardCostCode("01", "General");
        seed.AddStandardCostCode("01-540", "Crane");
        seed.AddStandardCostCode("05", "Metals");
        seed.AddStandardCostCode("05-100", "Structural Steel");
        seed.AddCustomSegment("Phase", ("P1", "Foundation"), ("P2", "Frame"));

        var project = seed.AddProject("Dock 7 Warehouse", "1234", "NS-PROJ-31");
        var foreign = seed.AddProject("Pier 9", "9009", permitted: false);
        var vendor = seed.AddVendor("Acme Steel LLC", ein: "12-3456789");
        var synced = seed.AddVendor("Bay Cranes Inc", "NS-VEND-2207", "V2207");
        var march = seed.AddBillingPeriod(project, new(2026, 3, 1), new(2026, 3, 31), "closed");
        var april = seed.AddBillingPeriod(project, new(2026, 4, 1), new(2026, 4, 30));

        var subcontract = seed.AddCommitment(project, vendor, "SC-1234-001", "Structural steel", [new("05-100.S", "Erect frame", 50_000m)]);
        var exported = seed.AddInvoice(subcontract, "INV-0006", [new(1, 9_000m)], period: march, originId: "NS-BILL-90188");
        var invoice = seed.AddInvoice(subcontract, "INV-0007", [new(1, 10_000m)], period: april);

        var crane = seed.AddCommitment(
            project, synced, "SC-1234-002", "Crane hire", [new("01-540.E.P1", "Crane, foundation", 8_000m), new("01-540.E.P2", "Crane, frame", 12_000m)]);
        seed.AddInvoice(crane, "C-1", [new(1, 8_000m), new(2, 2_000m)], period: march);
        seed.AddChangeOrder(project, crane, "1", "Night shifts", new SeedLine("01-540.E.P2", "Night shifts", 1_500m));
        seed.AddInvoice(crane, "C-2", [new(2, 10_000m)], [new(1, 500m)], period: april);
        seed.AddInvoice(crane, "C-3", [new(1) { Released = 800m }, new(2) { Released = 1_200m }], period: april);
        seed.AddInvoice(crane, "C-4", [new(2, -2_500m) { Retained = 0 }], period: april);

        var order = seed.AddCommitment(
            project, synced, "PO-1234-001", "Bolts", [new("05-100.S", "Bolts", 1_000m, 500, 2m)], purchaseOrder: true, retainagePercent: 0, unit: true);
        seed.AddInvoice(order, "PO-INV-1", [new(1, 250m)], period: april);

        return new(company, app, approver, sub, super, project, foreign, vendor, synced, subcontract, order, march, april, exported, invoice);
    }
}
