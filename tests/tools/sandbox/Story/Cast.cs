using ProcoreNetSuite.Simulators.NetSuite.Setup;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>Who and what is there in the morning: a contractor with two projects and ten companies in Procore, and what accounting has typed into NetSuite.</summary>
public sealed class Cast
{
    public const long ProjectManager = 12;

    /// <summary>What the connector's settings have besides those of every sandbox.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        [$"Connections__{SimulatedAccounts.ConnectionId}__ImportPayments"] = "Daily",
        [$"Connections__{SimulatedAccounts.ConnectionId}__ImportDirectCosts"] = "Daily",
        [$"Connections__{SimulatedAccounts.ConnectionId}__NetSuite__JournalItemField"] = Accounting.JournalItemField,
    };

    private readonly ProcoreSeed procore;
    private readonly List<ProcoreRecord> invoices = [];

    public Cast(SimulatedAccounts accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        procore = accounts.Procore.Data;
        procore.AddPerson(new ProcorePerson { Id = ProjectManager, Name = "Paul Reyes", Login = "paul@bay.example", CommitmentsAdmin = true });
        AddCodes();

        Dock = procore.AddProject("Dock 7 Warehouse", "2401");
        Clinic = procore.AddProject("Harbor Point Clinic", "2402");
        Steel = procore.AddVendor("Acme Steel LLC", ein: "94-1000001");
        Concrete = procore.AddVendor("Bayline Concrete", ein: "94-1000002");
        Plumbing = procore.AddVendor("Cascade Plumbing Co", ein: "94-1000003");
        Electric = procore.AddVendor("Delta Electric Inc", ein: "94-1000004");
        Roofing = procore.AddVendor("Evergreen Roofing Co", ein: "94-1000005");
        Drywall = procore.AddVendor("Foothill Drywall", ein: "94-1000006");
        Glass = procore.AddVendor("Golden Gate Glass", ein: "94-1000007");
        Mechanical = procore.AddVendor("Harbor Mechanical", ein: "94-1000008");
        Sprinklers = procore.AddVendor("Juniper Fire Co", ein: "94-1000009");
        Crane = procore.AddVendor("Pacific Crane & Rigging, Inc.", ein: "94-1000010");

        SteelContract = procore.AddCommitment(Dock, Steel, "SC-2401-01", "Structural steel",
            [new("05-100.S.A", "Columns and beams, building A", 240_000m), new("05-100.S.B", "Columns and beams, building B", 180_000m)]);
        ConcreteContract = procore.AddCommitment(Dock, Concrete, "SC-2401-02", "Concrete", [new("03-300.S.SITE", "Footings and slab", 312_500m)]);
        ElectricContract = procore.AddCommitment(Dock, Electric, "SC-2401-03", "Electrical",
            [new("26-200.S.A", "Switchgear and feeders", 145_000m), new("26-500.S.A", "Lighting", 62_400m)]);
        RoofingContract = procore.AddCommitment(Dock, Roofing, "SC-2401-04", "Roofing", [new("07-500.S.A", "Membrane roof", 98_750m)]);
        SprinklerContract = procore.AddCommitment(Dock, Sprinklers, "SC-2401-05", "Fire sprinklers", [new("21-100.S.A", "Wet pipe system", 54_300m)], retainagePercent: 5);
        DockMechanicalContract = procore.AddCommitment(Dock, Mechanical, "SC-2401-06", "Ventilation", [new("23-300.S.A", "Exhaust fans", 38_900m)]);
        PlumbingContract = procore.AddCommitment(Clinic, Plumbing, "SC-2402-01", "Plumbing", [new("22-100.S.A", "Rough-in", 88_000m)]);
        DrywallContract = procore.AddCommitment(Clinic, Drywall, "SC-2402-02", "Drywall", [new("09-200.S.A", "Partitions", 71_200m)]);
        GlassContract = procore.AddCommitment(Clinic, Glass, "SC-2402-03", "Glazing", [new("08-400.S.A", "Storefront", 120_000m)]);
        ClinicMechanicalContract = procore.AddCommitment(Clinic, Mechanical, "SC-2402-04", "Mechanical",
            [new("23-300.S.A", "Ductwork", 164_000m), new("23-700.S.A", "Air handlers", 97_500m)]);

        TypeIntoNetSuite(accounts);
    }

    public ProcoreRecord Dock { get; }

    public ProcoreRecord Clinic { get; }

    public ProcoreRecord Steel { get; }

    public ProcoreRecord Concrete { get; }

    public ProcoreRecord Plumbing { get; }

    public ProcoreRecord Electric { get; }

    public ProcoreRecord Roofing { get; }

    public ProcoreRecord Drywall { get; }

    public ProcoreRecord Glass { get; }

    public ProcoreRecord Mechanical { get; }

    public ProcoreRecord Sprinklers { get; }

    /// <summary>NetSuite has it already, typed in by hand.</summary>
    public ProcoreRecord Crane { get; }

    public ProcoreRecord SteelContract { get; }

    public ProcoreRecord ConcreteContract { get; }

    public ProcoreRecord ElectricContract { get; }

    public ProcoreRecord RoofingContract { get; }

    public ProcoreRecord SprinklerContract { get; }

    public ProcoreRecord DockMechanicalContract { get; }

    public ProcoreRecord PlumbingContract { get; }

    public ProcoreRecord DrywallContract { get; }

    public ProcoreRecord GlassContract { get; }

    public ProcoreRecord ClinicMechanicalContract { get; }

    public IReadOnlyList<ProcoreRecord> Companies =>
        [Steel, Concrete, Plumbing, Electric, Roofing, Drywall, Glass, Mechanical, Sprinklers, Crane];

    public IReadOnlyList<ProcoreRecord> Projects => [Dock, Clinic];

    /// <summary>All invoices that were made so far, in their order.</summary>
    public IReadOnlyList<ProcoreRecord> Invoices => invoices;

    /// <summary>An approved invoice for work to the end of that month.</summary>
    public ProcoreRecord Bill(
        ProcoreRecord contract, string number, int month, IReadOnlyList<InvoiceLine> lines, IReadOnlyList<InvoiceLine>? changeOrder = null)
    {
        var day = new DateOnly(2026, month, DateTime.DaysInMonth(2026, month));
        var invoice = procore.AddInvoice(contract, number, lines, changeOrder, billingDate: day);
        invoices.Add(invoice);

        return invoice;
    }

    private static void TypeIntoNetSuite(SimulatedAccounts accounts)
    {
        accounts.NetSuite.Account.AddLineField(Accounting.JournalItemField, item: true);
        UserActions people = accounts.NetSuite.Users;
        people.Create("vendor", new { companyName = "Pacific Crane and Rigging", subsidiary = new { id = "2" }, taxIdNum = "94-1000010" });
        people.ClosePeriod("Mar 2026");
    }

    private void AddCodes()
    {
        procore.AddCostType("S", "Commitment", "commitment");
        foreach (var (division, name, code, work) in new[]
        {
            ("03", "Concrete", "03-300", "Cast-in-place concrete"), ("05", "Metals", "05-100", "Structural steel"),
            ("07", "Thermal and moisture", "07-500", "Membrane roofing"), ("08", "Openings", "08-400", "Storefronts"),
            ("09", "Finishes", "09-200", "Gypsum board"), ("21", "Fire suppression", "21-100", "Sprinklers"),
            ("22", "Plumbing", "22-100", "Piping"), ("23", "HVAC", "23-300", "Air distribution"), ("26", "Electrical", "26-200", "Distribution"),
        })
        {
            procore.AddStandardCostCode(division, name);
            procore.AddStandardCostCode(code, work);
        }

        procore.AddStandardCostCode("23-700", "Air handling");
        procore.AddStandardCostCode("26-500", "Lighting");
        procore.AddCustomSegment("Building", ("SITE", "Site"), ("A", "Building A"), ("B", "Building B"));
    }
}
