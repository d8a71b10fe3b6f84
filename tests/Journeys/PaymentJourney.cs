using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Simulators.NetSuite.Setup;
using ProcoreNetSuite.Simulators.Procore;
using Microsoft.Extensions.DependencyInjection;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Journeys that begin with a site and bring payments back: what a payables clerk does in NetSuite and an accountant sees in Procore.</summary>
public abstract class PaymentJourney : SiteJourney
{
    protected UserActions Clerk => World.Accounts.NetSuite.Users;

    /// <summary>What Procore shows as payments issued, oldest first.</summary>
    protected IReadOnlyList<JsonObject> Issued =>
        [.. World.Accounts.Procore.Records(Kinds.ContractPayment).Select(payment => (JsonObject)payment.Data.DeepClone())];

    protected IEnumerable<decimal> Amounts => Issued.Select(payment => decimal.Parse(payment["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture));

    /// <summary>An invoice on a subcontract of its own, exported; its bill's id.</summary>
    protected async Task<(ProcoreRecord Invoice, string Bill)> ExportedAsync(string number, decimal gross)
    {
        var contract = World.Procore.AddCommitment(Site.Project, Site.Vendor, $"SC-{number}", "Steel", [new SeedLine(Site.Steel, "Steel", 50_000m)]);

        return await ExportedOnAsync(contract, number, gross);
    }

    protected async Task<(ProcoreRecord Invoice, string Bill)> ExportedOnAsync(ProcoreRecord contract, string number, decimal gross)
    {
        var invoice = World.Procore.AddInvoice(contract, number, [new InvoiceLine(1, gross)]);
        await World.ExportAsync(World.Requisition, invoice);

        return (invoice, World.Ledger.VendorBills.Single(bill => bill.TranId == number).Id);
    }

    /// <summary>Presses "Sync Payments for Synced Invoices" and waits.</summary>
    /// <returns>The request's detail as it ended: its status, and what it says.</returns>
    protected async Task<(string Status, string Text)> SyncPaymentsAsync()
    {
        World.Accounts.Ann.Refresh("sync_contract_payments", Sandbox.SimulatedAccounts.CompanyId);
        await World.QuietAsync();
        var detail = World.Accounts.Procore.RequestDetails[^1];

        return (detail.Status, string.Join(" | ", detail.Messages));
    }

    /// <summary>The last run of a request.</summary>
    protected async Task<ImportRun> LastRunAsync() => (await World.Host.Services.GetRequiredService<IImportStore>().FindAsync(
        Sandbox.SimulatedAccounts.ConnectionId, ImportKind.Payments, $"request-{World.Accounts.Procore.RequestDetails[^1].ErpRequestId}", CancellationToken.None))!;

    protected int ProcoreWrites() => World.Accounts.Procore.Calls.Count(call =>
        call.Path.Contains("payments", StringComparison.Ordinal) && call.Method is "POST" or "PATCH" or "DELETE");

    protected static void AssertGood((string Status, string Text) detail) => Assert.That(detail, Is.EqualTo(("success", "")));
}
