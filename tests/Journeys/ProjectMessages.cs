using System.Text.Json.Nodes;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using static ProcoreNetSuite.Tests.Journeys.MessageCase;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Refusals of projects: E201 to E207, E309, and what their cost codes add.</summary>
internal static class ProjectMessages
{
    public static readonly MessageCase[] Cases =
    [
        With("A project loses its number after it was sent", "project_number", null),
        new("A job has the project's number already", world =>
        {
            AddJob(world, "1234", "Old Warehouse", "2", "981");
            return ExportAsync(world, World.Project, Project(world));
        }),
        new("A vendor has the project's number as its id", world =>
        {
            world.Accounts.NetSuite.Users.Create("vendor", new { entityId = "1234", companyName = "Twelve Thirtyfour Inc", subsidiary = new { id = "2" } });
            return ExportAsync(world, World.Project, Project(world));
        }),
        With("A project is closed after it was sent", "active", false),
        new("A project is deleted after it was sent", world =>
        {
            world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Body = "{}", Method = "GET", Path = "*/projects/*" });
            return ExportAsync(world, World.Project, Project(world));
        }),
        new("The service account may not see the project", world =>
        {
            Site.AddTo(world.Procore);
            return ExportAsync(world, World.Project, world.Procore.AddProject("Secret Lab", "9001", permitted: false));
        }),
        new("No cost code has a cost type", world =>
        {
            AddCodes(world, "03", "03-300", "05", "05-100");
            return ExportAsync(world, World.Project, world.Procore.AddProject("Dock 7 Warehouse", "1234"));
        }),
        new("The cost codes have a single tier", world =>
        {
            world.Procore.AddCostType("S", "Commitment", "commitment");
            AddCodes(world, "0330", "0510");
            return ExportAsync(world, World.Project, world.Procore.AddProject("Dock 7 Warehouse", "1234"));
        }),
        new("The project has no cost codes", world => ExportAsync(world, World.Project, world.Procore.AddProject("Dock 7 Warehouse", "1234"))),
        new("NetSuite numbers jobs itself and refuses ours", world =>
        {
            NetSuiteRefuses(world, "PUT", "*/job/*", "Auto-Generated Numbers: you may not override the number of this record.");
            return ExportAsync(world, World.Project, Project(world));
        }),
        new("NetSuite numbers jobs itself and says nothing", world =>
        {
            world.Accounts.NetSuite.Faults.Add(new FaultRule
            {
                Kind = FaultKind.Status,
                Status = 200,
                Method = "GET",
                Path = "*/job/*",
                Body = """{"id":"982","entityId":"PRJ0001","companyName":"Dock 7 Warehouse","subsidiary":{"id":"2"}}""",
            });
            return ExportAsync(world, World.Project, Project(world));
        }),
        new("The job of that number belongs to another subsidiary", world =>
        {
            var owner = world.Accounts.NetSuite.Users.Create("customer", new { companyName = "North Owner", subsidiary = new { id = "3" } });
            AddJob(world, "1234", "North Warehouse", "3", owner);
            return ExportAsync(world, World.Project, Project(world));
        }),
        new("NetSuite requires a customer for jobs", world => ExportAsync(world, World.Project, Project(world)))
        {
            Settings = [("NetSuite__DefaultCustomer", "")],
        },
        new("The default customer is not in NetSuite", world => ExportAsync(world, World.Project, Project(world)))
        {
            Settings = [("NetSuite__DefaultCustomer", "98100")],
        },
        new("The project began before the connection", world => ExportAsync(world, World.Project, Project(world)))
        {
            Settings = [("ProjectsStartedOnOrAfter", "2026-03-01")],
        },
        With("A project's name is too long", "name", "Dock 7 Warehouse " + new string('x', 80)),
        With("A project's number is too long", "project_number", new string('1', 84)),
        new("Procore refuses a cost type of the project", async world =>
        {
            var project = Project(world);
            world.Accounts.Procore.Faults.Add(new FaultRule
            {
                Kind = FaultKind.Status,
                Status = 200,
                Method = "PATCH",
                Path = "*/cost_code_line_item_types/sync",
                Body = """{"entities":[],"errors":[{"errors":{"base":["The cost code list is being edited."]}}]}""",
            });
            return (await ExportAsync(world, World.Project, project))! with { Messages = [world.Status(World.Project, project).Messages[0]] };
        }),
        new("Support resets a project whose bills are in NetSuite", async world =>
        {
            var site = await Site.ExportToAsync(world);
            await world.ExportAsync(World.Requisition, world.Procore.AddInvoice(site.Subcontract, "INV-1", [new InvoiceLine(1, 10_000m)]));
            world.Accounts.Ann.Raise("reset_job", SimulatedAccounts.CompanyId, new JsonObject { ["project"] = new JsonObject { ["id"] = site.Project.Id } }, withDetail: true);
            await world.QuietAsync();
            return null;
        }),
    ];

    private static ProcoreRecord Project(World world) => Site.AddTo(world.Procore).Project;

    private static void AddCodes(World world, params IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
        {
            world.Procore.AddStandardCostCode(code, $"Division {code}");
        }
    }

    private static void AddJob(World world, string number, string name, string subsidiary, string customer) =>
        world.Accounts.NetSuite.Users.Create("job", new { entityId = number, companyName = name, subsidiary = new { id = subsidiary }, parent = new { id = customer } });

    private static MessageCase With(string title, string field, JsonNode? value) =>
        new(title, world => ExportChangedAsync(world, World.Project, Project(world), field, value));
}
