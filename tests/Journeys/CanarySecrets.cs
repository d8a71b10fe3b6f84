using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// Secrets, tax ids and bank details go where they must and are kept nowhere: not in a log line of any level, a row of any table, a message or a dead letter's
/// reason, whether exports succeed, are refused, are throttled or fail.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CanarySecrets : IDisposable
{
    private const string ClientSecret = "sandbox-procore-secret";
    private const string NextSecret = "Bearer canary-next-0123456789abcdef0123456789abcdef";
    private const string ConsumerSecret = "canary-consumer-secret-1";
    private const string TokenSecret = "canary-token-secret-2";
    private const string TaxId = "98-7654321";
    private const string BankAccount = "canary-bank-DE89370400440532013000";
    private const string Setting = $"Connections__{SimulatedAccounts.ConnectionId}__";

    private readonly KeptLogs logs = new();
    private readonly KeptMessages messages = new();
    private World world = null!;

    [TearDown]
    public async Task StopAsync() => await (world?.DisposeAsync() ?? ValueTask.CompletedTask);

    public void Dispose() => logs.Dispose();

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
        Assert.That(netSuite.Calls.All.Select(call => call.Body), Has.Some.Contains(TaxId), "the tax id was used");
        AssertNone(
            ("log", logs.Lines), ("message", messages.Bodies), ("table", await RowsAsync()),
            ("dead letter", world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters).Select(letter => $"{letter.DeadLetterReason} {letter.DeadLetterErrorDescription}")),
            ("failure", world.Host.Failures.Select(failure => $"{failure}")),
            ("screen", procore.Screen().Select(row => $"{row} {string.Join(' ', row.Messages)}")));
    }

    private async Task StartAsync(string authentication)
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
            ConsumerSecret, TokenSecret, key, "PRIVATE KEY", "client_assertion", "oauth_signature", "Bearer ", "access_token", TaxId, TaxId.Replace("-", ""), BankAccount,
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
            {
                Keep(message, deduplicationId);

                return inner.SendAsync(queue, message, deduplicationId, cancellationToken);
            }

            public Task SendLaterAsync<T>(string queue, T message, DateTimeOffset at, string deduplicationId, CancellationToken cancellationToken)
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
