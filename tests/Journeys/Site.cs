using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A company with cost codes, a project with a subcontract, and a vendor: what most journeys begin with.</summary>
public sealed record Site(ProcoreRecord Project, ProcoreRecord Vendor, ProcoreRecord Subcontract)
{
    /// <summary>Budget codes of the subcontract's lines 1 and 2.</summary>
    public const string Concrete = "03-300.S.P1";
    public const string Steel = "05-100.S.P2";

    public static Site AddTo(ProcoreSeed seed)
    {
        seed.AddCostType("S", "Commitment", "commitment");
        seed.AddStandardCostCode("03", "Concrete");
        seed.AddStandardCostCode("03-300", "Cast-in-place concrete");
        seed.AddStandardCostCode("05", "Metals");
        seed.AddStandardCostCode("05-100", "Structural steel");
        seed.AddCustomSegment("Phase", ("P1", "Foundation"), ("P2", "Frame"));
        var project = seed.AddProject("Dock 7 Warehouse", "1234");
        var vendor = seed.AddVendor("Acme Steel LLC", ein: "45-3140001");
        var subcontract = seed.AddCommitment(
            project, vendor, "SC-1234-001", "Structural steel", [new SeedLine(Concrete, "Footings", 60_000m), new SeedLine(Steel, "Erect frame", 50_000m)]);

        return new Site(project, vendor, subcontract);
    }

    /// <summary>The same with project and vendor exported.</summary>
    public static async Task<Site> ExportToAsync(World world)
    {
        var site = AddTo(world.Procore);
        await world.ExportAsync(World.Vendor, site.Vendor);
        await world.ExportAsync(World.Project, site.Project);

        return site;
    }
}
