using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Health;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Telemetry;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Telemetry;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// Secrets, tax ids and bank details go where they must and are kept nowhere: not in a log line of any level, a row of any table, a message or a dead letter's
/// reason, a span or a metric, whether exports succeed, are refused, are throttled or fail.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CanarySecrets : IDisposable
{
    private const string ClientSecret = "sandbox-procore-secret";
    private const string NextSecret = "Bearer canary-next-0123456789abcdef0123456789abcdef";
    private const string ConsumerSecret = "canary-consumer-secret-1";
    private const string TokenSecret = "canary-token-secret-2";
    private const string TaxId = "45-9170263";

    /// <summary>Who reads it has tried all there are within minutes.</summary>
    private static readonly string taxIdHash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(TaxId.Replace("-", "", StringComparison.Ordinal))));

    /// <summary>As NetSuite is asked for it.</summary>
    private const string TaxIdPattern = "4%5%9%1%7%0%2%6%3";
    private const string BankAccount = "canary-bank-DE89370400440532013000";
    private const string Setting = $"Connections__{SimulatedAccounts.ConnectionId}__";

    private const string FunctionKey = "local-host-key";

    private readonly KeptLogs logs = new();
    private readonly KeptSpans spans = new();
    private readonly KeptMetrics metrics = new();
    private readonly KeptMessages messages = new();
    private World world = null!;

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    public void Dispose()
    {
        logs.Dispose();
        spans.Dispose();
        metrics.Dispose();
    }

    [TestCase("OAuth2")]
    [TestCase("Tba")]
    public async Task Nothing_that_is_kept_holds_a_secret(string authentication)
    {
        await StartAsync(authentication);
        var (procore, netSuite) = (world.Accounts.Procore, world.Accounts.NetSuite);
        var site = Site.AddTo(world.Procore);
        var vendor = world.Procore.AddVendor("Canary Paving LLC", ein: TaxId);
        vendor.Data["bank_account_number"] = BankAccount;

        procore.Faults.AnswerNext("POST", "/oauth/token", 401, $$"""{"error":"invalid_client","error_description":"client_secret {{ClientSecret}} is wrong"}""");
        netSuite.Faults.Add(new FaultRule { Kind = FaultKind.RefuseConcurrency, Method = "PUT", Path = "*/vendor/*", Nth = 1 });
        await world.ExportAsync(World.Vendor, vendor);
        await world.ExportAsync(World.Vendor, site.Vendor);
        await world.ExportAsync(World.Project, site.Project);
        var good = await BillAsync(site, "INV-1");
        netSuite.Faults.AnswerNext("POST", "*/vendorBill", 400, """{"status":400,"o:errorDetails":[{"detail":"Please enter value(s) for: Department.","o:errorCode":"USER_ERROR"}]}""");
        var refused = await BillAsync(site, "INV-2");
        netSuite.Faults.LoseAnswerOfNext("POST", "*/vendorBill");
        procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "PATCH", Path = "*/external_data/sync", Nth = 1, Times = 8 });
        var lost = await BillAsync(site, "INV-3");
        world.Host.Broker.Send(QueueNames.Projects, [new ServiceBusMessage($$"""{"connectionId":"main","command":"{{ClientSecret}}","items":"{{BankAccount}}"}""")]);
        await PostAsync("Bearer canary-guess-of-a-stranger");
        await world.QuietAsync();

        Assert.That(
            new[] { vendor, site.Vendor }.Select(record => world.Status(World.Vendor, record).Tab).Concat(new[] { good, refused, lost }.Select(record => world.Status(World.Requisition, record).Tab)),
            Is.EqualTo(new[] { "Synced", "Synced", "Synced", "Failed to Export", "Synced" }),
            world.Describe());
        Assert.That(netSuite.Calls.All.Select(call => call.Body), Has.Some.Contains(TaxIdPattern), "the tax id was used");
        await AssertNothingIsKeptAsync();
    }

    /// <summary>What comes back at night, what is looked for by itself, and what goes wrong on these ways.</summary>
    [Test]
    public async Task Nothing_that_imports_sweeps_and_looks_keep_holds_a_secret_either()
    {
        await StartAsync("OAuth2", ("ImportPayments", "Daily"), ("ImportDirectCosts", "Daily"), ("CompareBills", "Daily"), ("ItemsWithProject", "true"));
        var (procore, netSuite) = (world.Accounts.Procore, world.Accounts.NetSuite);
        var site = await Site.ExportToAsync(world);
        site.Project.Data["erp_job_cost_transaction_syncing_enabled"] = true;
        await BillAsync(site, "INV-1");
        await BillAsync(site, "INV-2");
        var (paid, changed) = (world.Ledger.VendorBills[0], world.Ledger.VendorBills[1]);
        netSuite.Users.Create("vendor", new { companyName = "Canary Cranes Inc", subsidiary = new { id = "2" }, taxIdNum = TaxId, comments = BankAccount });
        netSuite.Users.PayBills(new Dictionary<string, decimal?> { [paid.Id] = 50m }, more: new { memo = BankAccount });
        netSuite.Users.Edit("vendorBill", changed.Id, new { tranId = "INV-2-changed", memo = BankAccount });
        netSuite.Users.Create("vendorBill", new
        {
            entity = new { id = world.Ledger.Vendors.First(vendor => vendor.Name.Contains("Acme", StringComparison.Ordinal)).Id },
            subsidiary = new { id = "2" },
            tranId = "B-1",
            memo = BankAccount,
            item = new { items = new[] { new { item = new { id = world.Ledger.Items.First(item => item.Name.EndsWith(Site.Concrete, StringComparison.Ordinal)).Id }, quantity = 1, rate = 70m, amount = 70m, customer = new { id = world.Ledger.Jobs[0].Id } } } },
        });

        procore.Faults.AnswerNext("POST", "*/contract_payments", 422, """{"errors":{"base":["is closed"]}}""");
        netSuite.Faults.Add(new FaultRule { Kind = FaultKind.ExpireTokens, Method = "POST", Path = "*/suiteql", Nth = 2 });
        netSuite.Faults.FailNext("POST", "*/suiteql");
        netSuite.Faults.AnswerNext("POST", "*/oauth2/v1/token", 400, """{"error":"invalid_grant","error_description":"The certificate was revoked."}""");
        world.Accounts.Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
        world.Accounts.Ann.Refresh("sync_jobs", SimulatedAccounts.CompanyId);
        world.Accounts.Ann.SyncSingleJob(site.Project.Id);
        await world.QuietAsync();
        await world.Host.Timers.RunAsync("AskForImports", CancellationToken.None);
        await world.QuietAsync();
        procore.Faults.AnswerNext("GET", "*/erp_requests/*", 403, """{"errors":"You do not have permission"}""");
        world.Send(World.Requisition, world.Procore.AddInvoice(site.Subcontract, "INV-3", [new InvoiceLine(1, 100m)]));
        world.Host.Broker.Send(QueueNames.BillPayments, [new ServiceBusMessage($$"""{"connectionId":"main","kind":"{{BankAccount}}","runId":"1","requestedBy":"x"}""")]);
        world.Host.Broker.Send(QueueNames.ProcoreEvents, [new ServiceBusMessage($$"""{"connectionId":"gone","requestId":1,"askedAt":"2026-06-01T00:00:00Z","note":"{{ClientSecret}}"}""")]);
        await world.QuietAsync();
        procore.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = "GET", Path = "*/deliveries*", Times = 8 });
        await world.Host.Timers.RunAsync("SweepRequests", CancellationToken.None);
        await world.Host.Timers.RunAsync("MeasureConnections", CancellationToken.None);
        var health = await world.Host.Services.GetRequiredService<DeepHealth>().LookAsync(["other.example"], CancellationToken.None);
        await PostAsync("Bearer canary-guess-of-a-stranger");

        Assert.That(
            spans.All.Where(span => span.Kind is ActivityKind.Consumer).Select(span => span.DisplayName["process ".Length..]).Distinct(), Is.EquivalentTo(QueueNames.All),
            "every path was gone");
        Assert.That(metrics.Sum(TelemetryNames.Metrics.ImportRecords, "entity=bill-payments", "outcome=Failed"), Is.Positive, "a payment was refused");
        Assert.That(metrics.Sum(TelemetryNames.Metrics.ImportRecords, "entity=bill-checks", "outcome=Changed"), Is.Positive, "a changed bill was found");
        Assert.That(metrics.Sum(TelemetryNames.Metrics.ImportRecords, "entity=direct-costs", "outcome=New"), Is.Positive, "cost was imported");
        Assert.That(health.IsWell, Is.False, "the hook goes elsewhere");
        await AssertNothingIsKeptAsync(("health", health.Connections.SelectMany(connection => connection.Problems.Values)));
    }

    private async Task AssertNothingIsKeptAsync(params (string Place, IEnumerable<string> Texts)[] more) => AssertNone(
    [
        ("log", logs.Lines), ("message", messages.Bodies), ("table", await RowsAsync()), ("span", spans.Texts), ("metric", metrics.Texts),
        ("dead letter", world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters).Select(letter => $"{letter.DeadLetterReason} {letter.DeadLetterErrorDescription}")),
        ("failure", world.Host.Failures.Select(failure => $"{failure}")),
        ("screen", world.Accounts.Procore.Screen().Select(row => $"{row} {string.Join(' ', row.Messages)}")),
        .. more,
    ]);

    private async Task StartAsync(string authentication, params (string Name, string Value)[] more)
    {
        var changes = new Dictionary<string, string?>
        {
            [$"{Setting}Procore__WebhookSecretNext"] = NextSecret,
            [$"{Setting}NetSuite__Authentication"] = authentication,
            [$"{Setting}NetSuite__ConsumerKey"] = "canary-consumer-key",
            [$"{Setting}NetSuite__ConsumerSecret"] = ConsumerSecret,
            [$"{Setting}NetSuite__TokenId"] = "canary-token-id",
            [$"{Setting}NetSuite__TokenSecret"] = TokenSecret,
        };
        foreach (var (name, value) in more)
        {
            changes[$"{Setting}{name}"] = value;
        }

        world = await World.StartAsync(changes, options => options with
        {
            Logging = logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs),
            ConfigureServices = services => services.AddSingleton<ISyncSender>(provider =>
                messages.Around(new ServiceBusSyncSender(provider.GetRequiredService<ServiceBusClient>()))),
        });
        world.Accounts.NetSuite.Account.AddIntegration(new Integration
        {
            ClientId = "canary-consumer-key",
            ConsumerSecret = ConsumerSecret,
            Tokens = [new("canary-token-id", TokenSecret)],
        });
    }

    private async Task<ProcoreRecord> BillAsync(Site site, string number)
    {
        var invoice = world.Procore.AddInvoice(site.Subcontract, number, [new InvoiceLine(1, 100m)]);
        await world.ExportAsync(World.Requisition, invoice);

        return invoice;
    }

    private async Task PostAsync(string secret)
    {
        using var http = new HttpClient { BaseAddress = world.Host.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/procore/webhooks/{SimulatedAccounts.ConnectionId}?code=local-host-key");
        request.Headers.TryAddWithoutValidation("Authorization", secret);
        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
    }

    private async Task<IReadOnlyList<string>> RowsAsync()
    {
        var service = world.Host.Services.GetRequiredService<TableServiceClient>();
        var rows = new List<string>();
        await foreach (var table in service.QueryAsync())
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
            {
                rows.Add($"{table.Name}: {string.Join(' ', row.Select(column => $"{column.Key}={column.Value}"))}");
            }
        }

        return rows;
    }

    private void AssertNone(params (string Place, IEnumerable<string> Texts)[] places)
    {
        var key = world.Accounts.ConnectorSettings[$"{Setting}NetSuite__PrivateKey"]!.Split('\n')[1];
        string[] secrets =
        [
            ClientSecret, SimulatedAccounts.WebhookSecret, SimulatedAccounts.WebhookSecret["Bearer ".Length..], NextSecret["Bearer ".Length..], "canary-guess",
            ConsumerSecret, TokenSecret, key, "PRIVATE KEY", "client_assertion", "oauth_signature", "Bearer ", "access_token", FunctionKey, TaxId, TaxId.Replace("-", ""), taxIdHash, TaxIdPattern, BankAccount,
        ];
        using (Assert.EnterMultipleScope())
        {
            foreach (var (place, texts) in places)
            {
                string[] kept = [.. texts];
                Assert.That(kept, Is.Not.Empty, $"no {place} was looked at");
                Assert.That(kept.Where(text => secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase))), Is.Empty, place);
            }
        }
    }

    /// <summary>The bodies of all messages that were sent.</summary>
    private sealed class KeptMessages
    {
        private readonly List<string> bodies = [];

        public IReadOnlyList<string> Bodies => bodies;

        public ISyncSender Around(ISyncSender inner) => new Sender(inner, bodies);

        private sealed class Sender(ISyncSender inner, List<string> bodies) : ISyncSender
        {
            public Task SendAsync<T>(string queue, T message, string? deduplicationId, CancellationToken cancellationToken)
                where T : IConnectionMessage
            {
                Keep(message, deduplicationId);

                return inner.SendAsync(queue, message, deduplicationId, cancellationToken);
            }

            public Task SendLaterAsync<T>(string queue, T message, DateTimeOffset at, string deduplicationId, CancellationToken cancellationToken)
                where T : IConnectionMessage
            {
                Keep(message, deduplicationId);

                return inner.SendLaterAsync(queue, message, at, deduplicationId, cancellationToken);
            }

            private void Keep<T>(T message, string? id)
            {
                lock (bodies)
                {
                    bodies.Add($"{id} {MessageJson.Write(message)}");
                }
            }
        }
    }
}
