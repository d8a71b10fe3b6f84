using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox.Story;
using ProcoreNetSuite.ServiceBusBroker;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Worker;

/// <summary>What takes minutes: the worker process is killed, or asked to end, in the middle of its work, or must wait; then everything is made whole.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WorkerCrashTests
{
    private const int BatchSize = 25;

    private static readonly DateOnly Day = new(2026, 6, 1);

    private WorkerSite site = null!;

    [SetUp]
    public async Task StartAsync()
    {
        site = await WorkerSite.StartAsync(movesWorker: true);
        site.Accept(Stage.Vendor, site.Cast.Steel);
        site.Accept(Stage.Project, site.Cast.Dock);
        await site.SettledAsync();
    }

    [TearDown]
    public async Task StopAsync() => await (site?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task A_batch_of_25_with_new_items_survives_a_kill_between_its_bills()
    {
        var invoices = Batch();
        var bills = site.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "POST", Path = "*/vendorBill", Delay = TimeSpan.FromMilliseconds(200) });
        site.Accept(Stage.Invoice, invoices);
        await bills.WaitForHitsAsync(12, Soon);

        site.Host.KillWorker();
        await site.SettledAsync();

        AssertEachOnce(invoices);
    }

    [Test]
    public async Task An_invoice_that_must_wait_goes_into_a_scheduled_copy()
    {
        var down = site.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 503, Body = "{}", Path = "*/suiteql" });
        var invoice = site.Cast.Bill(site.Cast.SteelContract, "INV-2", 4, [new(1, 100m)]);
        site.Accept(Stage.Invoice, invoice);
        await site.UntilAsync(
            () => site.Connector.Broker.Messages(QueueNames.SubcontractorInvoices).Any(message => message.State is QueuedMessageState.Scheduled),
            "a copy for later");

        site.Accounts.NetSuite.Faults.Remove(down.Id);
        await site.SettledAsync();

        site.AssertSynced(Stage.Invoice, invoice);
        Assert.That(site.Accounts.NetSuite.Ledger.VendorBills.Single().Total, Is.EqualTo(90m));
    }

    [Test]
    public async Task An_import_survives_a_kill_between_its_costs()
    {
        const int Bills = 30;
        await OpenJobCostsAsync();
        var vendor = site.Stage.Accounting.EnterVendor("Keystone Scaffold Rental");
        foreach (var number in Enumerable.Range(1, Bills))
        {
            site.Stage.Accounting.EnterBill(vendor, $"KS-{number:00}", Day, new CostEntry(site.Cast.Dock, "05-100.S.A", 10m + number, "Scaffold"));
        }

        var costs = site.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "PATCH", Path = "*/direct_costs/*", Delay = TimeSpan.FromMilliseconds(500) });
        var calls = new ConnectorCalls(site.Connector);
        var address = await calls.StartAsync(Stage.DirectCosts, CancellationToken.None);
        await costs.WaitForHitsAsync(2, Soon);

        site.Host.KillWorker();
        await site.SettledAsync();

        Assert.That(site.Host.Failures, Has.Count.EqualTo(1), "only what was in work is delivered again");
        var run = await calls.FindAsync(address, CancellationToken.None);
        Assert.That(run?.GetProperty("state").GetString(), Is.EqualTo("Succeeded"), $"{run}\n{site.Describe()}");
        Assert.That(site.Stage.Costs().Select(cost => cost.Text("invoice_number")), Is.Unique.And.Exactly(Bills).Items);
        Assert.That(site.Stage.Costs().SelectMany(site.Stage.LinesOf).Sum(line => line.Amount("amount")), Is.EqualTo((Bills * 10m) + (Bills * (Bills + 1) / 2)));
    }

    [Test]
    public async Task A_worker_that_is_asked_to_end_gives_back_what_it_has_not_finished_and_ends_with_code_0()
    {
        var invoices = Batch();
        var bills = site.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Delay, Method = "POST", Path = "*/vendorBill", Delay = TimeSpan.FromMilliseconds(200) });
        site.Accept(Stage.Invoice, invoices);
        await bills.WaitForHitsAsync(12, Soon);

        var code = await site.Host.TerminateWorkerAsync(TimeSpan.FromSeconds(10), Soon);
        await site.Host.StartWorkerAsync(CancellationToken.None);
        await site.SettledAsync();

        Assert.That(code, Is.Zero, site.Describe());
        AssertEachOnce(invoices);
    }

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    /// <summary>One export of as many invoices as fit into a batch, on budget codes that NetSuite has no items of yet.</summary>
    private IReadOnlyList<ProcoreRecord> Batch() =>
        [.. Enumerable.Range(1, BatchSize).Select(number => site.Cast.Bill(site.Cast.SteelContract, $"INV-{number:00}", 4, [new(1, 100m + number), new(2, 50m)]))];

    /// <summary>The project takes job costs, and its budget code has an item.</summary>
    private async Task OpenJobCostsAsync()
    {
        site.Accept(Stage.Invoice, site.Cast.Bill(site.Cast.SteelContract, "INV-1", 4, [new(1, 100m)]));
        site.Accounts.Ann.SwitchJobCosts(site.Cast.Dock.Id);
        site.Accounts.Ann.SyncSingleJob(site.Cast.Dock.Id);
        await site.SettledAsync();
    }

    private void AssertEachOnce(IReadOnlyList<ProcoreRecord> invoices)
    {
        site.AssertSynced(Stage.Invoice, invoices);
        var ledger = site.Accounts.NetSuite.Ledger;
        Assert.That(ledger.VendorBills.Select(bill => bill.TranId).Order(), Is.EqualTo(invoices.Select(invoice => invoice.Text("invoice_number")).Order()));
        Assert.That(ledger.VendorBills.Sum(bill => bill.Total), Is.EqualTo(0.9m * invoices.Index().Sum(invoice => 151m + invoice.Index)));
        Assert.That(ledger.Items.Where(item => item.ExternalId is not null).Select(item => item.Name), Is.Unique.And.Exactly(2).Items);
        Assert.That(site.Connector.Queues.Sum(site.Connector.CountDeadLetters), Is.Zero, site.Describe());
    }
}
