using System.Text.Json.Nodes;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Refusals of requests that are about no record of the connector: E107, E907.</summary>
internal static class RequestMessages
{
    public static readonly MessageCase[] Cases =
    [
        new("A cost code is to be deleted whose item is on a bill", async world =>
        {
            var site = await Site.ExportToAsync(world);
            await world.ExportAsync(World.Requisition, world.Procore.AddInvoice(site.Subcontract, "INV-1", [new InvoiceLine(1, 10_000m)]));
            var code = world.Accounts.Procore.Records(Kinds.CostCode).Single(code => code.ProjectId == site.Project.Id && code.Data["code"]!.GetValue<string>() == "300");
            world.Accounts.Ann.DeleteCostCodes(code.Id);
            await world.QuietAsync();

            return null;
        }),
        new("A budget is exported", async world =>
        {
            world.Accounts.Ann.Raise("create_budget", SimulatedAccounts.CompanyId, new JsonObject(), withDetail: true);
            await world.QuietAsync();

            return null;
        }),
        new("Commitments are refreshed", async world =>
        {
            world.Accounts.Ann.Refresh("sync_commitments", SimulatedAccounts.CompanyId);
            await world.QuietAsync();

            return null;
        }),
    ];
}
