using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreSettings = ProcoreNetSuite.Procore.ProcoreSettings;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>The client against the simulator, over a real socket: both were written from the specification and neither from the other.</summary>
internal sealed class ProcoreSimulatorTests
{
    private readonly List<IDisposable> owned = [];
    private TestClock clock = null!;
    private ProcoreSimulator simulator = null!;
    private SimulatorServer<ProcoreSimulator> server = null!;
    private ProcoreDefaultSeed seed = null!;
    private ProcoreClient client = null!;

    private long ProjectId => seed.Project.Id;

    [SetUp]
    public async Task StartAsync()
    {
        clock = new TestClock();
        simulator = new ProcoreSimulator(clock);
        seed = ProcoreDefaultSeed.AddTo(simulator.Data);
        server = await SimulatorServer.StartAsync(simulator, 0, default);
        client = Connect(seed.App.ClientSecret);
    }

    [TearDown]
    public async Task StopAsync()
    {
        owned.ForEach(one => one.Dispose());
        owned.Clear();
        await server.DisposeAsync();
        simulator.Dispose();
    }

    [Test]
    public async Task Company_and_project_are_read()
    {
        var company = await client.FindCompanyAsync(seed.Vendor.Id, default);
        var project = await client.FindProjectAsync(ProjectId, default);

        Assert.That(company!.Name, Is.EqualTo("Acme Steel LLC"));
        Assert.That(company.BusinessRegister!.Identifier, Does.StartWith("12"));
        Assert.That(project!.ProjectNumber, Is.EqualTo("1234"));
        Assert.That(project.OriginId, Is.EqualTo("NS-PROJ-31"));
        Assert.That(project.TotalValue, Is.EqualTo(12_500_000m));
    }

    [Test]
    public async Task The_invoice_of_the_specification_is_read_to_the_cent()
    {
        var invoice = (await client.ListSubcontractorInvoicesAsync(ProjectId, [seed.Invoice.Id], default)).Single();

        Assert.That(invoice.CurrentPaymentDue, Is.EqualTo(9_000.00m));
        Assert.That(invoice.VendorId, Is.EqualTo(seed.Vendor.Id));
        Assert.That(invoice.BillingDate, Is.EqualTo(new DateOnly(2026, 4, 30)));
        Assert.That(invoice.Items.Single().WorkCompletedThisPeriod, Is.EqualTo(10_000m));
        Assert.That(invoice.Items.Single().WorkCompletedRetainageRetainedThisPeriod, Is.EqualTo(1_000m));
        Assert.That(invoice.Items.Single().WbsCode!.FlatCode, Is.EqualTo("05-100.S"));
        Assert.That(invoice.CommitmentStatus, Is.EqualTo("Approved"));
        Assert.That(invoice.CurrencyConfiguration!.CurrencyIsoCode, Is.EqualTo("USD"));
    }

    [Test]
    public async Task A_hundred_and_thirty_invoices_come_in_three_calls()
    {
        var ids = Enumerable.Range(1, 130).Select(number =>
            simulator.Data.AddInvoice(seed.Subcontract, $"X-{number}", [new(1, 10m)], period: seed.April).Id).ToList();

        var invoices = await client.ListSubcontractorInvoicesAsync(ProjectId, ids, default);

        Assert.That(invoices.Select(invoice => invoice.Id), Is.EquivalentTo(ids));
        Assert.That(simulator.Calls.Count(call => call.Path.EndsWith("/requisitions", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [Test]
    public async Task Every_page_of_cost_codes_and_WBS_codes_is_read()
    {
        for (var number = 100; number < 350; number++)
        {
            simulator.Data.AddStandardCostCode($"01-{number}", $"Code {number}");
        }

        var project = simulator.Data.AddProject("Pier 12", "1200");
        for (var number = 100; number < 350; number++)
        {
            if (number != 540)
            {
                simulator.Data.AddWbsCode(project, $"01-{number}.S.P1");
            }
        }

        var costCodes = await client.ListCostCodesAsync(project.Id, default);
        var wbsCodes = await client.ListWbsCodesAsync(project.Id, default);

        Assert.That(costCodes.Select(code => code.FullCode), Is.Unique.And.SupersetOf(Enumerable.Range(100, 250).Select(number => $"01-{number}")));
        Assert.That(costCodes[^1].LineItemTypes.Select(type => type.Code), Is.EquivalentTo((string[])["S", "E"]));
        Assert.That(wbsCodes, Has.Count.EqualTo(250));
        Assert.That(wbsCodes[0].SegmentItems.Select(item => item.Type), Is.EqualTo((string[])["cost_code", "line_item_type", "custom"]));
    }

    [Test]
    public async Task An_export_is_fetched_written_back_and_closed()
    {
        var user = simulator.As(seed.Approver.Id);
        user.SendToErp("Vendor", seed.Vendor.Id);
        var raised = user.AcceptAndExport("Vendor", [seed.Vendor.Id]).Single();

        var request = await client.FindErpRequestAsync(raised.Id, default);
        var detail = (await client.ListRequestDetailsAsync(seed.Vendor.Id, default)).Single();
        var written = await client.SyncExternalDataAsync([new(ItemTypes.Vendor, seed.Vendor.Id, "NS-VEND-1", "V1")], default);
        var closed = await client.CloseRequestDetailsAsync([new(detail.Id, true, [])], default);

        Assert.That(request!.RequestName, Is.EqualTo("create_vendor"));
        Assert.That(request.RequestData.GetProperty("request_detail_id").GetInt64(), Is.EqualTo(detail.Id));
        Assert.That(written.Errors, Is.Empty);
        Assert.That(closed.Entities, Has.Count.EqualTo(1));
        Assert.That(simulator.Status("Vendor", seed.Vendor.Id).Status, Is.EqualTo("synced"));
    }

    [Test]
    public async Task Null_origin_ids_unsync_a_record()
    {
        await client.SyncExternalDataAsync([new(ItemTypes.Vendor, seed.SyncedVendor.Id, null)], default);

        Assert.That((await client.FindCompanyAsync(seed.SyncedVendor.Id, default))!.OriginId, Is.Null);
    }

    [Test]
    public async Task Refused_entries_of_a_sync_are_named_and_the_others_took_effect()
    {
        var answer = await client.SyncExternalDataAsync(
            [new(ItemTypes.Vendor, 4711, "NS-X"), new(ItemTypes.Vendor, seed.Vendor.Id, "NS-VEND-1"), new("spaceship", 1, "NS-Y")], default);

        Assert.That(answer.Entities, Has.Count.EqualTo(1));
        Assert.That(answer.Errors.Select(error => error.ItemId), Is.EquivalentTo((long?[])[4711, 1]));
        Assert.That(answer.Errors.Select(error => error.Text), Has.One.Contains("not found").And.One.Contains("item_type"));
    }

    [Test]
    public async Task A_sync_limit_lower_than_documented_is_met_by_splitting()
    {
        simulator.Settings = simulator.Settings with { SyncLimit = 3 };
        var code = (await client.ListCostCodesAsync(ProjectId, default))[0];

        var answer = await client.SyncExternalDataAsync(
            [.. Enumerable.Range(1, 10).Select(number => new ExternalData("insurance", number, $"NS-{number}"))], default);

        Assert.That(code.Id, Is.GreaterThan(int.MaxValue));
        Assert.That(answer.Entities, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Cost_type_assignments_are_marked_as_synced()
    {
        var code = (await client.ListCostCodesAsync(ProjectId, default)).First(one => one.FullCode == "05-100");

        var answer = await client.SyncCostTypeAssignmentsAsync(
            ProjectId, [.. code.LineItemTypes.Select(type => new CostTypeAssignment(code.Id, type.Id))], default);

        Assert.That(answer.Errors, Is.Empty);
        Assert.That(answer.Entities, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_old_token_is_renewed_before_it_ends_and_a_dead_one_when_it_is_refused()
    {
        await client.FindProjectAsync(ProjectId, default);
        clock.Advance(TimeSpan.FromMinutes(80));
        await client.FindProjectAsync(ProjectId, default);
        simulator.ExpireTokens();
        await client.FindProjectAsync(ProjectId, default);

        Assert.That(simulator.Calls.Count(call => call.Path == "/oauth/token"), Is.EqualTo(3));
        Assert.That(simulator.Calls.Count(call => call.Status == 401), Is.EqualTo(1));
    }

    [Test]
    public async Task Sixty_calls_of_four_at_a_time_wait_for_the_spike_window_and_all_come_through()
    {
        var projects = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.FindProjectAsync(ProjectId, default)));

        Assert.That(projects, Has.All.Not.Null);
        Assert.That(clock.Waits.Count, Is.GreaterThan(0), "25 are allowed in 10 seconds");
    }

    [Test]
    public async Task An_hour_that_is_used_up_is_left_to_the_queue()
    {
        simulator.Settings = simulator.Settings with { HourlyLimit = 3 };
        for (var number = 0; number < 3; number++)
        {
            await client.FindProjectAsync(ProjectId, default);
        }

        var throttled = await Assert.ThrowsAsync<ThrottledException>(() => client.FindProjectAsync(ProjectId, default));
        clock.Advance(throttled!.After);

        Assert.That(throttled.After, Is.GreaterThan(TimeSpan.FromMinutes(30)).And.LessThan(TimeSpan.FromMinutes(61)));
        Assert.That(await client.FindProjectAsync(ProjectId, default), Is.Not.Null);
    }

    [TestCase(403)]
    [TestCase(404)]
    public async Task A_project_that_is_not_permitted_is_refused_or_not_there(int status)
    {
        simulator.Settings = simulator.Settings with { NotPermittedStatus = status };

        if (status == 404)
        {
            Assert.That(await client.FindProjectAsync(seed.ForeignProject.Id, default), Is.Null);
            Assert.That(await client.ListCostCodesAsync(seed.ForeignProject.Id, default), Is.Empty);
            return;
        }

        var refusal = await Assert.ThrowsAsync<RejectedException>(() => client.ListCostCodesAsync(seed.ForeignProject.Id, default));
        Assert.That(refusal!.Problem.Code, Is.EqualTo("E903"));
        Assert.That(refusal.Problem.Message, Does.Contain($"project {seed.ForeignProject.Id} is not among its permitted projects"));
        Assert.That(refusal.Problem.Detail, Does.Contain("x-request-id"));
    }

    [Test]
    public async Task An_app_that_was_uninstalled_is_told_so()
    {
        seed.App.InstalledIn.Clear();

        var refusal = await Assert.ThrowsAsync<RejectedException>(() => client.FindCompanyAsync(seed.Vendor.Id, default));

        Assert.That(refusal!.Problem.Message, Does.Contain("app is not connected to company"));
    }

    [Test]
    public async Task A_wrong_secret_is_a_matter_of_the_set_up()
    {
        var refusal = await Assert.ThrowsAsync<RejectedException>(() => Connect("wrong").FindProjectAsync(ProjectId, default));

        Assert.That(refusal!.Problem.Code, Is.EqualTo("E903"));
    }

    [TestCase(FaultKind.FailBefore)]
    [TestCase(FaultKind.LoseAnswer)]
    [TestCase(FaultKind.Truncate)]
    [TestCase(FaultKind.Html503)]
    [TestCase(FaultKind.RefuseConcurrency)]
    [TestCase(FaultKind.ExpireTokens)]
    public async Task One_fault_on_the_way_is_not_noticed(FaultKind kind)
    {
        var fault = simulator.Faults.Add(new FaultRule { Kind = kind, Path = "/rest/*", Nth = 1 });

        var answer = await client.SyncExternalDataAsync([new(ItemTypes.Vendor, seed.Vendor.Id, "NS-VEND-1")], default);

        Assert.That(fault.Hits, Is.EqualTo(1));
        Assert.That(answer.Errors, Is.Empty);
        Assert.That(simulator.ExternalData.Single(entry => entry.ItemId == seed.Vendor.Id).OriginId, Is.EqualTo("NS-VEND-1"));
    }

    [TestCase(FaultKind.FailBefore)]
    [TestCase(FaultKind.Truncate)]
    [TestCase(FaultKind.Html503)]
    public async Task A_fault_that_stays_is_an_outage(FaultKind kind)
    {
        simulator.Faults.Add(new FaultRule { Kind = kind, Path = "/rest/*" });

        var outage = await Assert.ThrowsAsync<UnavailableException>(() => client.FindProjectAsync(ProjectId, default));

        Assert.That(outage!.Problem.Code, Is.EqualTo("E902"));
        Assert.That(outage.Message, Does.Contain($"reading project {ProjectId}"));
    }

    [Test]
    public async Task An_answer_that_only_claims_to_be_compressed_is_an_outage()
    {
        simulator.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Path = "/rest/*",
            Status = 200,
            Body = "{\"id\":1}",
            Headers = { ["Content-Encoding"] = "gzip" },
        });

        Assert.That(await Assert.ThrowsAsync<UnavailableException>(() => client.FindProjectAsync(ProjectId, default)), Is.Not.Null);
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task Procore_that_is_maintained_is_an_outage_and_its_page_is_not_fetched(int status)
    {
        await client.FindProjectAsync(ProjectId, default);
        simulator.Settings = simulator.Settings with { MaintenanceStatus = status };

        Assert.That((await Assert.ThrowsAsync<UnavailableException>(() => client.FindProjectAsync(ProjectId, default)))!.Problem.Message, Does.Contain($"answers {status}"));
        Assert.That((await Assert.ThrowsAsync<UnavailableException>(() => Connect(seed.App.ClientSecret).FindProjectAsync(ProjectId, default)))!.Problem.Message, Does.Contain($"login host answers {status}"));
        Assert.That(simulator.Calls.Count(call => call.Path == "/maintenance"), Is.Zero);
    }

    [TestCase(false)]
    [TestCase(true, Description = "Retry-After, to the second")]
    public async Task A_429_is_waited_out_with_and_without_Retry_After(bool says)
    {
        simulator.Settings = simulator.Settings with { SpikeLimit = 1, RetryAfter = says };

        await client.FindProjectAsync(ProjectId, default);
        await Connect(seed.App.ClientSecret).FindProjectAsync(ProjectId, default);

        Assert.That(simulator.Calls.All.Select(call => call.Status), Has.One.EqualTo(429));
        Assert.That(clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait), Is.InRange(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(12)));
    }

    [Test]
    public async Task A_deletion_is_taken_with_what_Procore_tells_about_it()
    {
        var payment = simulator.Data.AddPayment(seed.Subcontract, seed.ExportedInvoice, 10m, new(2026, 5, 1));
        var cost = simulator.Data.AddDirectCost(seed.Project, seed.Vendor, "B-1", new SeedLine("05-100.S", "Steel", 10m));

        await client.DeleteContractPaymentAsync(new(ProjectId, seed.Subcontract.Id), payment.Id, default);
        var refusal = await client.DeleteDirectCostAsync(ProjectId, cost.Id, default);

        Assert.That((simulator.Records(Kinds.ContractPayment).Count, simulator.Records(Kinds.DirectCost).Count, refusal), Is.EqualTo((0, 0, (string?)null)));
    }

    [Test]
    public async Task All_projects_that_are_permitted_are_told_by_id_whether_active_or_not()
    {
        var closed = simulator.Data.AddProject("Closed", "1", null);
        simulator.Data.Set(closed, "active", false);

        Assert.That(await client.ListProjectIdsAsync(default).ToListAsync(), Is.EquivalentTo(new[] { ProjectId, closed.Id }));
    }

    [Test]
    public async Task A_login_host_that_is_down_is_an_outage()
    {
        simulator.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Path = "/oauth/*" });

        Assert.That(await Assert.ThrowsAsync<UnavailableException>(() => client.FindProjectAsync(ProjectId, default)), Is.Not.Null);
    }

    [Test]
    public async Task Nobody_at_the_address_is_an_outage()
    {
        await server.DisposeAsync();

        Assert.That(await Assert.ThrowsAsync<UnavailableException>(() => client.FindProjectAsync(ProjectId, default)), Is.Not.Null);
    }

    private ProcoreClient Connect(string secret)
    {
        var handler = HttpCaller.CreateHandler();
        var http = new HttpCaller(handler, TimeSpan.FromSeconds(30), "procore");
        var buckets = new ProcoreBuckets(clock, new Random(1));
        owned.AddRange([http, handler, buckets]);
        var settings = new ProcoreSettings
        {
            CompanyId = seed.Company.Id,
            BaseUrl = server.BaseUrl,
            LoginUrl = server.BaseUrl,
            ClientId = seed.App.ClientId,
            ClientSecret = secret,
        };

        return new ProcoreClient(
            settings, http, new ProcoreTokens(http, clock, NullLogger<ProcoreTokens>.Instance), buckets, NullLogger<ProcoreClient>.Instance, clock);
    }
}
