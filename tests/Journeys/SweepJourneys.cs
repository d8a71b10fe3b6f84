using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Telemetry;
using ProcoreNetSuite.Tests.Telemetry;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>procore-api.md 6.5, 6.7: what an outage or an accident lost is found by one sweep, and only that.</summary>
public sealed class SweepJourneys : SweepJourney
{
    private const int Vendors = 100, Batches = 20, BatchSize = 10, Links = 10, Notices = 870;

    [Test(Description = "issue 3: 1,000 events discarded, one sweep, all recovered")]
    public async Task A_thousand_events_are_discarded_and_one_sweep_recovers_them_all_once()
    {
        var linked = await StageAsync(Links);
        var vendors = Enumerable.Range(1, Vendors).Select(number => World.Procore.AddVendor($"Crane Works {number:000}")).ToList();
        var invoices = AddInvoices(Batches * BatchSize);
        await SweepAsync();
        World.Accounts.Procore.Calls.Clear();
        var before = World.Accounts.Procore.ErpRequests.Count;
        foreach (var vendor in vendors)
        {
            World.Send(World.Vendor, vendor);
        }

        foreach (var batch in invoices.Chunk(BatchSize))
        {
            World.Send(World.Requisition, batch);
        }

        foreach (var (staged, company) in linked)
        {
            Ann.LinkVendor(staged, company.Id);
        }

        foreach (var number in Enumerable.Range(1, Notices))
        {
            Site.Project.Data["erp_job_cost_transaction_syncing_enabled"] = number > Notices - 3;
            Ann.SyncSingleJob(Site.Project.Id);
        }

        using var metrics = new KeptMetrics();
        await OutageAsync();
        Assert.That(World.Accounts.Procore.ErpRequests.Skip(before).Count(), Is.EqualTo(1_000));
        Assert.That(World.Accounts.Procore.Deliveries.Count(delivery => delivery.Status == "discarded"), Is.EqualTo(1_000));
        Assert.That(World.Accounts.Procore.Calls.All, Is.Empty, "the connector knows nothing of it");

        var started = TimeProvider.System.GetTimestamp();
        var found = await SweepAsync();
        var took = TimeProvider.System.GetElapsedTime(started);
        var calls = World.Accounts.Procore.Calls.All.Count;
        var second = await SweepAsync();
        Assert.That(found.Again, Is.EquivalentTo(new Dictionary<SweepReason, int> { [SweepReason.Discarded] = 1_000 }), World.Describe());
        Assert.That((second.Again.Count, second.InWork, EventsQueuedAgain()), Is.EqualTo((0, 1_000, 1_000)), "all of them are in work");
        Assert.That(metrics.Of(TelemetryNames.Metrics.SweepFinds, "connection=main", "reason=Discarded"), Is.EqualTo(new[] { 1_000 }));
        await World.QuietAsync(concurrency: 8);

        await TestContext.Out.WriteLineAsync($"* Sweep of 1,000 discarded events: {took.TotalSeconds:0.0} s, {calls} Procore calls.");
        Assert.That(vendors.Select(vendor => World.Status(World.Vendor, vendor).Tab), Is.All.EqualTo("Synced"), World.Describe());
        Assert.That(invoices.Select(invoice => World.Status(World.Requisition, invoice).Tab), Is.All.EqualTo("Synced"));
        Assert.That(World.Ledger.VendorBills.Select(bill => bill.TranId), Is.EquivalentTo(invoices.Select(invoice => invoice.Text("invoice_number"))));
        Assert.That(World.Ledger.VendorBills.Sum(bill => bill.Total), Is.EqualTo(90m * invoices.Count));
        Assert.That(World.Ledger.Vendors.Select(vendor => vendor.Name), Is.Unique.And.Exactly(1 + Vendors + Links).Items);
        Assert.That(await LinkedAsync(linked), Is.All.True);
        Assert.That(await World.Host.Services.GetRequiredService<IJobCostSwitches>().ListOnAsync(SimulatedAccounts.ConnectionId, CancellationToken.None), Is.EquivalentTo(new[] { Site.Project.Id }),
            "the last notice counts, in whatever order they come");
        AssertNothingLost();

        World.Time.Advance(TimeSpan.FromDays(1));
        var later = await SweepAsync();
        Assert.That((later.Again.Count, later.InWork, later.OpenDetails, later.Unreadable), Is.EqualTo((0, 0, 0, 0)), "Procore still lists the deliveries; they mean nothing any more");
    }

    [Test]
    public async Task Requests_that_wait_for_NetSuite_for_hours_are_not_queued_again()
    {
        var down = World.Accounts.NetSuite.Faults.Add(new FaultRule { Kind = FaultKind.Html503 });
        var vendors = Enumerable.Range(1, 20).Select(number => World.Procore.AddVendor($"Crane Works {number:000}")).ToList();
        vendors.ForEach(vendor => World.Send(World.Vendor, vendor));

        await World.RunForAsync(TimeSpan.FromHours(3));

        Assert.That(EventsQueuedAgain(), Is.Zero);
        Assert.That((await SweepAsync()).InWork, Is.EqualTo(20), "twelve sweeps have seen them");
        World.Accounts.NetSuite.Faults.Remove(down.Id);
        await World.QuietAsync();
        Assert.That(vendors.Select(vendor => World.Status(World.Vendor, vendor).Tab), Is.All.EqualTo("Synced"));
        AssertNothingLost();
    }

    [Test(Description = "procore-api.md 7.8: details left open for more than 24 hours are called stale")]
    public async Task A_request_that_was_announced_to_nobody_is_found_also_when_Procore_calls_it_stale()
    {
        var drop = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook });
        var vendor = World.Procore.AddVendor("Crane Works");
        World.Send(World.Vendor, vendor);
        await World.QuietAsync();
        World.Accounts.Procore.Faults.Remove(drop.Id);
        Assert.That((await SweepAsync()).InWork, Is.EqualTo(1), "it may still be on its way");
        World.Time.Advance(TimeSpan.FromHours(30));

        var found = await SweepAsync();
        Assert.That(World.Accounts.Procore.RequestDetails[^1].Status, Is.EqualTo("stale"));
        Assert.That(found.Again, Is.EquivalentTo(new Dictionary<SweepReason, int> { [SweepReason.StillOpen] = 1 }));
        await World.QuietAsync();

        Assert.That(World.Status(World.Vendor, vendor).Tab, Is.EqualTo("Synced"));
        AssertNothingLost();
    }

    [Test]
    public async Task An_event_that_was_taken_in_and_lost_before_the_router_saw_it_is_found()
    {
        await SweepAsync();
        var (staged, company) = (await StageAsync(1)).Single();
        Ann.LinkVendor(staged, company.Id);
        await World.Accounts.Procore.DeliverDueAsync(CancellationToken.None);
        World.Host.Broker.Complete(World.Host.Broker.TryReceive(QueueNames.ProcoreEvents)!);
        Assert.That((await SweepAsync()).InWork, Is.EqualTo(1), "as far as anyone can know, it is in the queue");
        World.Time.Advance(TimeSpan.FromHours(6));

        var found = await SweepAsync();
        await World.QuietAsync();

        Assert.That(found.Again, Is.EquivalentTo(new Dictionary<SweepReason, int> { [SweepReason.Lost] = 1 }));
        Assert.That(await LinkedAsync([(staged, company)]), Is.EqualTo(new[] { true }));
        AssertNothingLost();
    }

    [Test]
    public async Task A_sweep_that_Procores_rate_limit_cuts_short_goes_on_at_the_next()
    {
        var drop = World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.DropWebhook });
        World.Accounts.Procore.Settings = World.Accounts.Procore.Settings with { MaximumPageSize = 10 };
        var vendors = Enumerable.Range(1, 28).Select(number => World.Procore.AddVendor($"Crane Works {number:000}")).ToList();
        vendors.ForEach(vendor => World.Send(World.Vendor, vendor));
        await World.QuietAsync();
        World.Accounts.Procore.Faults.Remove(drop.Id);
        World.Time.Advance(TimeSpan.FromHours(1));
        World.Accounts.Procore.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 429,
            Headers = new() { ["Retry-After"] = "600" },
            Method = "GET",
            Path = "*/erp_request_details",
            Nth = 2,
        });

        var cut = await SweepAsync();
        Assert.That((cut.Again.Values.Sum(), cut.NextPage, cut.Problems.Single().Code), Is.EqualTo((8, 2, "E901")), "two details of the first page are closed");
        World.Time.Advance(TimeSpan.FromMinutes(15));
        var rest = await SweepAsync();

        Assert.That((rest.Again.Values.Sum(), rest.NextPage, rest.Problems.Count), Is.EqualTo((20, 1, 0)));
        await World.QuietAsync();
        Assert.That(vendors.Select(vendor => World.Status(World.Vendor, vendor).Tab), Is.All.EqualTo("Synced"));
        AssertNothingLost();
    }

    [Test]
    public async Task An_import_that_was_taken_for_dead_answers_when_it_is_asked_again()
    {
        var request = Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        await World.Accounts.Procore.DeliverDueAsync(CancellationToken.None);
        await World.Host.DeliverDueAsync(1, CancellationToken.None);
        var store = World.Host.Services.GetRequiredService<IImportStore>();
        World.Host.Broker.Complete(World.Host.Broker.TryReceive(QueueNames.VendorImports)!);
        await store.StartAsync(
            new ImportRun { ConnectionId = "main", Kind = ImportKind.Vendors, RunId = $"request-{request.Id}", RequestedBy = "Ann", RequestDetailId = World.Accounts.Procore.RequestDetails[^1].Id, StartedAt = World.Time.GetUtcNow(), LeaseUntil = World.Time.GetUtcNow() },
            CancellationToken.None);
        await store.StartAsync(new ImportRun { ConnectionId = "main", Kind = ImportKind.Vendors, RunId = "another", RequestedBy = "Bob", StartedAt = World.Time.GetUtcNow(), LeaseUntil = World.Time.GetUtcNow() }, CancellationToken.None);
        World.Time.Advance(TimeSpan.FromHours(6));

        await SweepAsync();
        await World.QuietAsync();

        var detail = World.Accounts.Procore.RequestDetails[^1];
        Assert.That((detail.Status, detail.Messages.Single()), Is.EqualTo(("failed", detail.Messages[0])), World.Describe());
        Assert.That(detail.Messages[0], Does.StartWith("E902: ").And.Contain("another one took its place"));
    }

    [Test(Description = "what no delivery will ever make sense of is not tried for ever")]
    public async Task A_request_that_never_ends_is_given_up_and_told()
    {
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Method = "GET", Path = "*/erp_requests/*" });
        var request = Ann.Raise("create_windows", SimulatedAccounts.CompanyId, new JsonObject(), withDetail: true);

        await World.RunForAsync(TimeSpan.FromDays(6));

        var report = await SweepAsync();
        Assert.That((report.GivenUp, report.FirstGivenUp.Single(), report.InWork, EventsQueuedAgain()), Is.EqualTo((1, request.Id, 0, 6)));
    }

    /// <summary>Vendors made in NetSuite that stand in Ready to Import, each with a company in the directory to link it to.</summary>
    private async Task<IReadOnlyList<(long Staged, ProcoreRecord Company)>> StageAsync(int count)
    {
        foreach (var number in Enumerable.Range(1, count))
        {
            World.Accounts.NetSuite.Users.Create("vendor", new { companyName = $"Linked Works {number:00}", subsidiary = new { id = "2" } });
        }

        Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        await World.QuietAsync();

        return [.. Ann.ReadyToImport(SimulatedAccounts.CompanyId).Select(row => (row.Id, World.Procore.AddVendor($"{row.Name} of the directory")))];
    }

    private async Task<IReadOnlyList<bool>> LinkedAsync(IReadOnlyList<(long Staged, ProcoreRecord Company)> expected)
    {
        var found = await World.Links.FindManyAsync(
            [.. expected.Select(pair => new ProcoreNetSuite.Links.LinkKey(SimulatedAccounts.ConnectionId, ProcoreNetSuite.Links.EntityType.Company, pair.Company.Id))], CancellationToken.None);

        return [.. found.Select(link => link?.IsPair == true)];
    }

    private IReadOnlyList<ProcoreRecord> AddInvoices(int count)
    {
        List<ProcoreRecord> subcontracts = [.. Enumerable.Range(1, 10).Select(number => World.Procore.AddCommitment(
            Site.Project, Site.Vendor, $"SC-{number}", "Concrete", [new SeedLine(Site.Concrete, "Footings", 60_000m)]))];

        return [.. Enumerable.Range(0, count).Select(number => World.Procore.AddInvoice(subcontracts[number % 10], $"INV-{number:0000}", [new InvoiceLine(1, 100m)]))];
    }
}
