using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using static ProcoreNetSuite.Tests.Journeys.InvoiceMessages;
using static ProcoreNetSuite.Tests.Journeys.MessageCase;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What the approver reads when a system was away for hours, or lets the connector in no more: E414, E901 to E904.</summary>
internal static class OutageMessages
{
    public static readonly MessageCase[] Cases =
    [
        On("NetSuite takes bills for hours and never answers", (world, _) => IsDown(world.Accounts.NetSuite, "POST", "*/vendorBill")),
        On("NetSuite is down for hours", (world, _) => IsDown(world.Accounts.NetSuite)),
        On("NetSuite is busy for hours", (world, _) => world.Accounts.NetSuite.Faults.Add(
            new FaultRule
            {
                Kind = FaultKind.Status,
                Status = 429,
                Method = "POST",
                Path = "*/vendorBill",
                Headers = { ["Retry-After"] = "3600" },
                Body = """{"o:errorDetails":[{"detail":"Concurrent request limit exceeded. Request blocked.","o:errorCode":"CONCURRENCY_LIMIT_EXCEEDED"}]}""",
            })),
        On("Procore doesn't show the invoices for hours", (world, _) => IsDown(world.Accounts.Procore, "GET", "*/requisitions*")),
        On("NetSuite's certificate was revoked", (world, _) =>
        {
            world.Accounts.NetSuite.ExpireTokens();
            NetSuiteRefusesLogin(world);
        }),
        On("The service account may no longer read the project", (world, _) => world.Accounts.Procore.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status, Status = 403, Body = """{"message":"You are not authorized"}""", Method = "GET", Path = "*/requisitions*",
        })),
        new("Procore refuses the origin id of a bill", async world =>
        {
            var site = await Site.ExportToAsync(world);
            var invoice = Invoice(world, site);
            world.Procore.AddInvoice(
                world.Procore.AddCommitment(site.Project, site.Vendor, "SC-OLD", "Old", [new SeedLine(Site.Steel, "Old", 10m)]),
                "OLD-1", [], originId: "ns:1234567_SB1:vendorBill:1");
            return await ExportAsync(world, World.Requisition, invoice);
        }),
    ];

    private static void NetSuiteRefusesLogin(World world) => world.Accounts.NetSuite.Faults.Add(new FaultRule
    {
        Kind = FaultKind.Status,
        Status = 400,
        Method = "POST",
        Path = "*/oauth2/v1/token",
        Body = """{"error":"invalid_grant","error_description":"The certificate was revoked."}""",
    });
}
