using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Journeys that begin with a project and its vendor exported, and what they ask of the two systems' pages.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class SiteJourney
{
    protected World World { get; private set; } = null!;

    protected Site Site { get; private set; } = null!;

    protected LedgerBill OnlyBill => World.Ledger.VendorBills.Single();

    /// <summary>Settings that differ from the usual ones; none.</summary>
    protected virtual Dictionary<string, string?> Changes => [];

    /// <summary>Last word on what the host runs in; nothing.</summary>
    protected virtual LocalHostOptions Adjust(LocalHostOptions options) => options;

    [SetUp]
    public async Task StartAsync()
    {
        World = await World.StartAsync(Changes, Adjust);
        Site = await Site.ExportToAsync(World);
    }

    [TearDown]
    public async Task StopAsync() => await (World?.DisposeAsync() ?? ValueTask.CompletedTask);

    protected static IEnumerable<decimal> AmountsOf(LedgerBill bill) => bill.Lines.Select(line => line.Amount);

    protected ProcoreRecord Bill(string number, params IReadOnlyList<InvoiceLine> lines) => World.Procore.AddInvoice(Site.Subcontract, number, lines);

    /// <summary>Invoices of so many subcontracts, 101, 102 ... each, numbered INV-01, INV-02 ...</summary>
    protected IReadOnlyList<ProcoreRecord> Bills(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number => World.Procore.AddInvoice(
            World.Procore.AddCommitment(Site.Project, Site.Vendor, $"SC-{number:00}", "Steel", [new SeedLine(Site.Steel, "Steel", 5_000m)]),
            $"INV-{number:00}",
            [new InvoiceLine(1, 100m + number)])),
    ];

    /// <summary>What the approver reads about an invoice that failed.</summary>
    protected string Failure(ProcoreRecord invoice)
    {
        var status = World.Status(World.Requisition, invoice);
        Assert.That(status.Tab, Is.EqualTo("Failed to Export"), World.Describe());

        return status.Messages.Single();
    }

    protected void AssertFailed(ProcoreRecord invoice, string code, params IReadOnlyList<string> words)
    {
        var message = Failure(invoice);
        Assert.That(message, Does.StartWith($"{code}: "));
        foreach (var word in words)
        {
            Assert.That(message, Does.Contain(word));
        }

        AssertNothingLost();
    }

    protected void AssertSynced(params IReadOnlyList<ProcoreRecord> invoices)
    {
        var rows = invoices.Select(invoice => World.Status(World.Requisition, invoice));
        Assert.That(rows.Select(row => (row.Tab, string.Join('|', row.Messages))), Is.All.EqualTo(("Synced", "")), World.Describe());
        AssertNothingLost();
    }

    /// <summary>Of <see cref="Bills"/>.</summary>
    protected void AssertOneBillEach(IReadOnlyList<ProcoreRecord> invoices)
    {
        Assert.That(World.Ledger.VendorBills.Select(bill => bill.TranId), Is.EquivalentTo(invoices.Select(invoice => invoice.Data["invoice_number"]!.GetValue<string>())));
        Assert.That(World.Ledger.VendorBills.Sum(bill => bill.Lines[0].Amount), Is.EqualTo(Enumerable.Range(1, invoices.Count).Sum(number => 100m + number)));
    }

    /// <summary>A run that is asked for over HTTP; what its address shows at its end.</summary>
    protected async Task<JsonElement> AskForAsync(string kind, string query = "")
    {
        using var http = World.Host.NewClient();
        using var started = await http.PostAsync(new Uri($"/api/connections/{SimulatedAccounts.ConnectionId}/imports/{kind}{query}", UriKind.Relative), null);
        Assert.That((int)started.StatusCode, Is.EqualTo(202), await started.Content.ReadAsStringAsync());
        var status = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString()!;
        await World.QuietAsync();

        return (await http.GetFromJsonAsync<JsonElement>(new Uri(status, UriKind.Relative))).GetProperty("run");
    }

    /// <summary>No function failed, and no message is among the dead letters.</summary>
    protected void AssertNothingLost()
    {
        Assert.That(World.Host.Failures, Is.Empty);
        Assert.That(World.Host.Queues.SelectMany(World.Host.Broker.DeadLetters), Is.Empty);
    }
}
