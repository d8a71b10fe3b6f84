using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A fault that an account really has, and the check that finds it.</summary>
/// <param name="Check">The only check that doesn't pass, but for those that need it.</param>
/// <param name="Make">Puts the fault into the account.</param>
public sealed record SetupFault(string Check, string Fault, Func<World, Task> Make)
{
    /// <summary>Settings of the connection that differ from the usual ones, below <c>Connections__main__</c>.</summary>
    public IReadOnlyList<(string Name, string? Value)> Settings { get; init; } = [];

    /// <summary>Other checks that see it too.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public Dictionary<string, string?> Changes => Settings.ToDictionary(setting => $"Connections__{SimulatedAccounts.ConnectionId}__{setting.Name}", setting => setting.Value);

    public override string ToString() => $"{Check}: {Fault}";
}

/// <summary>Faults of both accounts, in the order of the page.</summary>
public static class SetupFaults
{
    public static SetupFault[] All =>
    [
        Of("Procore login", "not installed", world => world.Procore.App.InstalledIn.Clear()),
        Of("Procore login", "wrong client secret", world =>
        {
            world.Accounts.Procore.ExpireTokens();
            world.Procore.App.ClientSecret = "another";
        }),
        Of("Procore login", "down", world => world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503 })),
        Of("Procore login", "signed in at another environment", world => world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 401, Path = "/rest/*", Body = """{"error":"invalid_token"}""" })),
        Set("Procore login", "another company", "Procore__CompanyId", "4400999"),
        Of("ERP Integrations", "off", world => world.Procore.Company.ErpEnabled = false),
        Of("ERP Integrations", "no admin of it", world => world.Procore.App.MayUseErp = false),
        Of("ERP cost codes", "no connection", world => BeginProcoreAgainAsync(world, procore => procore.AddCompany(SimulatedAccounts.CompanyId, connected: false))) with { Also = ["Accounting approver", "Cost types", "Project cost codes", "Webhook"] },
        Of("ERP cost codes", "one tier", world => BeginProcoreAgainAsync(world, procore =>
        {
            procore.AddCompany(SimulatedAccounts.CompanyId);
            procore.AddStandardCostCode("03", "Concrete");
            procore.AddStandardCostCode("05", "Metals");
        })) with { Also = ["Accounting approver", "Cost types", "Project cost codes", "Webhook"] },
        Of("ERP cost codes", "empty", world => BeginProcoreAgainAsync(world, procore => procore.AddCompany(SimulatedAccounts.CompanyId))) with { Also = ["Accounting approver", "Cost types", "Project cost codes", "Webhook"] },
        Of("Procore currency", "another", world => BeginProcoreAgainAsync(world, procore => procore.AddCompany(SimulatedAccounts.CompanyId, currency: "CAD")))
            with { Also = ["Accounting approver", "Cost types", "ERP cost codes", "Project cost codes", "Webhook"] },
        Of("Webhook", "none", async world => await Admin(world).DeleteAsync(await IdAsync(world))),
        Of("Webhook", "second one", async world => await Admin(world).AddAsync((await Admin(world).HookAsync()).GetProperty("destination_url").GetString()!)),
        Of("Webhook", "another address", async world => await Admin(world).ChangeAsync(await IdAsync(world), new { destination_url = "https://old.example/api/procore/webhooks/main?code=secret-key" })),
        Of("Webhook", "off", async world => await Admin(world).SwitchAsync(await IdAsync(world), "disabled")),
        Of("Webhook", "no trigger", async world => await Admin(world).DeleteTriggersAsync(await IdAsync(world))),
        Of("Webhook", "another secret", async world => await Admin(world).ChangeAsync(await IdAsync(world), new { destination_headers = new { Authorization = "Bearer of another time" } })),
        Of("Webhook", "no permission", world => world.Procore.App.MayUseWebhooks = false),
        Of("Webhook's address", "wrong key", async world => await Admin(world).ChangeAsync(
            await IdAsync(world), new { destination_url = new Uri(world.Host.BaseAddress, "/api/procore/webhooks/main?code=wrong-key").AbsoluteUri })),
        Of("Projects", "none permitted", world => world.Procore.App.PermittedProjects.Clear()),
        Of("Linked projects", "not permitted again after an update of the app", async world =>
        {
            await world.ExportAsync(World.Project, Project(world));
            world.Procore.UpdateApp(world.Procore.App);
            world.Procore.AddProject("Pier 9", "99");
        }),
        Of("Project tools", "off in a project", world => world.Procore.SwitchTool(Project(world), "Commitments", on: false)),
        Of("Project tools", "off in a linked project", async world =>
        {
            await world.ExportAsync(World.Project, Project(world));
            world.Procore.SwitchTool(Project(world), "Direct Costs", on: false);
        }),
        Of("Origin ids of others", "a company and a project", world =>
        {
            world.Procore.AddVendor("Sage Works", "SAGE-7");
            world.Procore.AddProject("Sage Tower", "99", "SAGE-P1");
        }),
        Of("Origin ids of others", "our own, of another account", world =>
        {
            world.Procore.AddVendor("Bay Cranes Inc", "ns:1234567:vendor:2207");
            world.Procore.AddProject("Pier 9", "99", "ns:1234567:job:7310");
        }),
        Of("Companies that are there twice", "by another spelling", world => world.Procore.AddVendor("ACME Steel, L.L.C.")),
        Of("NetSuite login", "certificate revoked", world =>
        {
            world.Accounts.NetSuite.ExpireTokens();
            world.Accounts.NetSuite.Account.AddIntegration(SimulatedAccounts.Integration with { Certificates = [.. SimulatedAccounts.Integration.Certificates.Select(one => one with { Revoked = true })] });
        }),
        Of("NetSuite login", "down", world => world.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Html503 })),
        Of("NetSuite login", "a host that is not NetSuite's", world => world.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Path = "*/token", Body = "<html>Not here</html>" })),
        Of("NetSuite login", "clock", world => world.Accounts.NetSuite.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status, Status = 200, Path = "*/serverTime", Body = $$"""{"serverTime":"{{world.Time.GetUtcNow().AddMinutes(4):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}"}""",
        })),
        Denied("NetSuite role: vendors", "vendor"),
        ViewOnly("NetSuite role: vendors", "vendor"),
        Denied("NetSuite role: projects", "job"),
        ViewOnly("NetSuite role: projects", "job"),
        Denied("NetSuite role: items", "otherChargePurchaseItem") with { Also = ["Retainage item"] },
        ViewOnly("NetSuite role: items", "otherChargePurchaseItem"),
        Denied("NetSuite role: vendor bills", "vendorBill"),
        ViewOnly("NetSuite role: vendor bills", "vendorBill"),
        Denied("NetSuite role: deleted records", "deletedrecord"),
        Of("NetSuite language", "German", world => world.Accounts.NetSuite.Settings = world.Accounts.NetSuite.Settings with { Language = ErrorLanguage.German }),
        Hidden("no tax ids of vendors", "vendor.taxidnum"),
        Hidden("no further subsidiaries of vendors", "vendorsubsidiaryrelationship"),
        Hidden("no subsidiaries at all", "vendor.subsidiary", "vendorsubsidiaryrelationship", "job.subsidiary"),
        Set("Journal items", "no such field", "NetSuite__JournalItemField", "custcol_item"),
        Of("NetSuite subsidiary", "not seen", world => WithRole(world, new Role { Subsidiaries = ["3"] })) with { Also = ["Customer of new jobs"] },
        Set("NetSuite subsidiary", "no such one", "NetSuite__Subsidiary", "77"),
        Set("NetSuite currency", "another", "NetSuite__Currency", "EUR") with { Also = ["Procore currency"] },
        Of("Payments", "in Canada", _ => { }) with { Settings = [("NetSuite__Subsidiary", "3"), ("NetSuite__Currency", "CAD"), ("ImportPayments", "Daily")], Also = ["Procore currency"] },
        Set("End of the certificate", "not set", "NetSuite__CertificateExpires", ""),
        Set("End of the certificate", "near", "NetSuite__CertificateExpires", "2026-06-20"),
        Set("End of the certificate", "passed", "NetSuite__CertificateExpires", "2026-01-31"),
        Set("Retainage item", "no such one", "NetSuite__RetainageItem", "999"),
        Of("Retainage item", "inactive", world => world.Accounts.NetSuite.Users.SetInactive("otherChargePurchaseItem", "700", true)),
        Of("Retainage item", "books cost", world => world.Accounts.NetSuite.Users.Edit("otherChargePurchaseItem", "700", new { expenseAccount = new { id = "512" } })),
        Set("Expense account of new items", "no such one", "NetSuite__ItemExpenseAccount", "999"),
        Of("Expense account of new items", "inactive", world => world.Accounts.NetSuite.Users.SetInactive("account", "512", true)),
        Set("Expense account of new items", "a liability", "NetSuite__ItemExpenseAccount", "220"),
        Set("Customer of new jobs", "none", "NetSuite__DefaultCustomer", null),
        Set("Customer of new jobs", "no such one", "NetSuite__DefaultCustomer", "999"),
        Of("Customer of new jobs", "inactive", world => world.Accounts.NetSuite.Users.SetInactive("customer", "981", true)),
        Of("Accounting period", "of today is closed", world => world.Accounts.NetSuite.Users.ClosePeriod(Today(world))),
        Of("Accounting period", "of today is locked", world => world.Accounts.NetSuite.Users.LockPeriod(Today(world))),
        Of("Accounting period", "all closed", world =>
        {
            for (var month = 1; month <= 12; month++)
            {
                world.Accounts.NetSuite.Users.ClosePeriod($"{new DateOnly(2026, month, 1):MMM yyyy}");
            }
        }),
        Of("Accounting period", "none for today", world => world.Time.AdvanceTo(new DateTimeOffset(2027, 1, 4, 12, 0, 0, TimeSpan.Zero))),
        Denied("Accounting period", "accountingperiod"),
        Of("Approval of bills", "routed", world => world.Accounts.NetSuite.Users.Create("vendorBill", new
        {
            entity = new { id = world.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Routed Works", subsidiary = new { id = "2" } }) },
            subsidiary = new { id = "2" },
            tranId = "R-1",
            tranDate = "2026-06-01",
            approvalStatus = new { id = "1" },
            expense = new { items = new object[] { new { account = new { id = "512" }, amount = 100.00m } } },
        })),
    ];

    private static SetupFault Of(string check, string fault, Action<World> make) => new(check, fault, world =>
    {
        make(world);

        return Task.CompletedTask;
    });

    private static SetupFault Of(string check, string fault, Func<World, Task> make) => new(check, fault, make);

    private static SetupFault Set(string check, string fault, string setting, string? value) => Of(check, fault, _ => { }) with { Settings = [(setting, value)] };

    private static SetupFault Hidden(string fault, params string[] columns) =>
        Of("NetSuite columns", fault, world => world.Accounts.NetSuite.Settings = world.Accounts.NetSuite.Settings with { HiddenColumns = columns });

    private static SetupFault Denied(string check, string type) => Of(check, $"no permission for {type}", world => WithRole(world, new Role { DeniedRecordTypes = [type] }));

    private static SetupFault ViewOnly(string check, string type) => Of(check, $"may only view {type}", world => WithRole(world, new Role { ViewOnlyRecordTypes = [type] }));

    private static void WithRole(World world, Role role)
    {
        world.Accounts.NetSuite.ExpireTokens();
        world.Accounts.NetSuite.Account.AddIntegration(SimulatedAccounts.Integration with { Role = role });
    }

    /// <summary>A company that is set up otherwise: without its webhook, its approver and its cost types, too.</summary>
    private static void BeginProcoreAgainAsync(World world, Action<ProcoreSeed> addCompany)
    {
        world.Accounts.Procore.Reset();
        addCompany(world.Procore);
        world.Procore.AddApp(SimulatedAccounts.ProcoreClient, SimulatedAccounts.ProcoreSecret);
        world.Procore.AddProject("Dock 7 Warehouse", "1234");
    }

    private static ProcoreAdmin Admin(World world) => new(world);

    private static async Task<string> IdAsync(World world) => $"{(await Admin(world).HookAsync()).GetProperty("id")}";

    private static ProcoreRecord Project(World world) => world.Accounts.Procore.Records(World.Project)[0];

    private static string Today(World world) => $"{world.Time.GetUtcNow():MMM yyyy}";
}
