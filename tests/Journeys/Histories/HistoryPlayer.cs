using System.Text.Json;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Setup;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <summary>
/// Plays a history in both systems, as people do it: through their pages. What a page refuses has no effect, and the story says so. Records are chosen by their
/// place among those that are there at the moment, so that a history still makes sense when steps are taken out of it.
/// </summary>
public sealed partial class HistoryPlayer(World world)
{
    public const string ItemField = "custcol_item";

    private readonly List<string> story = [];
    private readonly Facts facts = new();
    private ProcoreRecord dock = null!;
    private ProcoreRecord pier = null!;
    private string otherCustomer = "";
    private int made;

    /// <summary>Settings of the connector that differ from the usual ones.</summary>
    public static Dictionary<string, string?> Settings => new()
    {
        ["Connections__main__ItemsWithProject"] = "true",
        ["Connections__main__NetSuite__JournalItemField"] = ItemField,
        ["Connections__main__ImportDirectCosts"] = "Daily",
        ["Connections__main__ImportPayments"] = "Daily",
        ["Connections__main__JobCostsFrom"] = "2026-05-01",
    };

    /// <summary>What happened, a sentence for each step.</summary>
    public string Story => string.Join(Environment.NewLine, story);

    /// <summary>Direct costs and payments that both sides were found to agree about, counted each time.</summary>
    public int Compared { get; private set; }

    private UserActions Clerk => world.Accounts.NetSuite.Users;

    private ProcorePages Ann => world.Accounts.Ann;

    private IReadOnlyList<ProcoreRecord> Projects => [dock, pier];

    /// <summary>Two projects with items that take job costs, four commitments, two companies with vendors, and costs and a payment that users entered themselves.</summary>
    public async Task BeginAsync()
    {
        world.Accounts.NetSuite.Account.AddLineField(ItemField, item: true);
        world.Accounts.NetSuite.Settings = world.Accounts.NetSuite.Settings with { VoidByReversingJournal = false };
        AddAccount("616", "Deferred cost", "DeferExpense");
        AddAccount("617", "Rebates", "Income");
        Clerk.Create("otherChargePurchaseItem", new { itemId = "FREIGHT", displayName = "Freight", expenseAccount = new { id = "513" }, subsidiary = new { items = new[] { new { id = "2" } } }, isFulfillable = false });
        otherCustomer = Clerk.Create("customer", new { companyName = "Another Owner", subsidiary = new { id = "2" } });
        var site = Site.AddTo(world.Procore);
        dock = site.Project;
        pier = world.Procore.AddProject("Pier 9", "5678");
        var bay = world.Procore.AddVendor("Bay Cranes Inc");
        world.Procore.AddVendor("Acme Steel West");
        world.Procore.AddCommitment(pier, site.Vendor, "SC-5678-001", "Piles", [new SeedLine(Site.Concrete, "Piles", 900_000m)]);
        world.Procore.AddCommitment(dock, bay, "SC-1234-002", "Cranes", [new SeedLine(Site.Steel, "Cranes", 900_000m)]);
        world.Procore.AddToDirectory(pier, bay);
        await world.ExportAsync(World.Vendor, site.Vendor);
        await world.ExportAsync(World.Vendor, bay);
        Clerk.Create("vendor", new { companyName = "Stranger Rentals", subsidiary = new { id = "2" } });
        foreach (var project in Projects)
        {
            await world.ExportAsync(World.Project, project);
            project.Data["erp_job_cost_transaction_syncing_enabled"] = true;
            Ann.SyncSingleJob(project.Id);
            await world.QuietAsync();
        }

        Clerk.Edit("otherChargePurchaseItem", Item(dock, Site.Steel).Id, new { expenseAccount = new { id = "616" } });
        Clerk.Edit("otherChargePurchaseItem", Item(pier, Site.Concrete).Id, new { expenseAccount = new { id = "221" } });
        await OwnCostAsync(1, 1);
        facts.SwitchedOn.UnionWith(Projects.Select(project => project.Id));
        facts.Look(world);
    }

    private void AddAccount(string id, string name, string type) => world.Accounts.NetSuite.Account.Add(
        "account",
        JsonSerializer.SerializeToElement(new { acctNumber = id, acctName = name, acctType = new { id = type }, currency = new { id = 1 }, subsidiary = new { items = new[] { new { id = 1 } } }, includeChildren = true }),
        id);

    public async Task PlayAsync(HistoryStep step)
    {
        var before = story.Count;
        try
        {
            await DoAsync(step);
        }
        catch (NetSuiteException refusal)
        {
            Tell($"NetSuite refuses: {refusal.Message}");
        }
        catch (ProcoreRefusedException refusal)
        {
            Tell($"Procore refuses: {refusal.Message}");
        }

        var said = story.Skip(before).ToList();
        story.RemoveRange(before, said.Count);
        story.Add($"{step,-22} {(said.Count == 0 ? "nothing to do" : string.Join("; ", said))}");
        facts.Look(world);
    }

    private Task DoAsync(HistoryStep step) => step switch
    {
        { Act: <= Act.VoidOurBill } => Task.Run(() => Keep(step)),
        { Act: <= Act.DeleteVendor } => Task.Run(() => Pay(step)),
        { Act: <= Act.DeleteOwnPayment } => WorkInProcoreAsync(step),
        _ => RunAsync(step),
    };

    private void Tell(string sentence) => story.Add(sentence);

    private static T? Pick<T>(IReadOnlyList<T> from, int which) where T : class => from.Count == 0 ? null : from[^(1 + (which % from.Count))];

    private decimal Amount(int b) => (100m * (b + 1)) + (++made / 100m);

    private string Name(string prefix) => FormattableString.Invariant($"{prefix}-{++made}");
}
