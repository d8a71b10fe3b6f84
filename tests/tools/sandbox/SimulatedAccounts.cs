using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.Procore;
using NetSuiteSettings = ProcoreNetSuite.Simulators.NetSuite.NetSuiteSettings;
using ProcoreSettings = ProcoreNetSuite.Simulators.Procore.ProcoreSettings;

namespace ProcoreNetSuite.Sandbox;

/// <summary>A simulated Procore company and a simulated NetSuite account, and the settings that connect them.</summary>
public sealed class SimulatedAccounts : IAsyncDisposable
{
    public const long CompanyId = 4_400_123;
    public const string ConnectionId = "main";
    public const string WebhookSecret = "Bearer sandbox-0123456789abcdef0123456789abcdef";

    /// <summary>Ann Lee, the accounting approver, who is also an admin of the projects' commitments.</summary>
    public const long Approver = 9;

    public const string ProcoreClient = "sandbox-procore-client";
    public const string ProcoreSecret = "sandbox-procore-secret";

    private const string NetSuiteClient = "sandbox-netsuite-client";
    private const string CertificateId = "sandbox-certificate";
    private const string RetainageItem = "700";

    /// <summary>Property names go out as they are written: the hook's header is called Authorization.</summary>
    private static readonly JsonSerializerOptions AsWritten = new();

    // A key takes longer to make than everything else here.
    private static readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly SimulatorServer<ProcoreSimulator> procore;
    private readonly SimulatorServer<NetSuiteSimulator> netSuite;

    private SimulatedAccounts(SimulatorServer<ProcoreSimulator> procore, SimulatorServer<NetSuiteSimulator> netSuite) =>
        (this.procore, this.netSuite) = (procore, netSuite);

    public ProcoreSimulator Procore => procore.Simulator;

    public NetSuiteSimulator NetSuite => netSuite.Simulator;

    /// <summary>What a person at the approver's desk can do in Procore.</summary>
    public ProcorePages Ann => Procore.As(Approver);

    /// <summary>The connector's settings for these accounts.</summary>
    public Dictionary<string, string?> ConnectorSettings => SettingsFor(Procore.BaseUrl, NetSuite.BaseUrl, NetSuite.Settings.AccountId);

    /// <summary>The integration record through which the connector logs in to NetSuite.</summary>
    public static Integration Integration => new()
    {
        ClientId = NetSuiteClient,
        Certificates = [new Certificate { Id = CertificateId, PublicKeyPem = key.ExportSubjectPublicKeyInfoPem() }],
    };

    /// <summary>The connector's settings for simulators that hold such accounts, wherever they run.</summary>
    public static Dictionary<string, string?> SettingsFor(string procoreUrl, string netSuiteUrl, string netSuiteAccount) => new()
    {
        ["LinkStorage"] = "UseDevelopmentStorage=true",
        ["ServiceBus__fullyQualifiedNamespace"] = "local",
        [$"Connections__{ConnectionId}__Procore__CompanyId"] = $"{CompanyId}",
        [$"Connections__{ConnectionId}__Procore__BaseUrl"] = procoreUrl,
        [$"Connections__{ConnectionId}__Procore__LoginUrl"] = procoreUrl,
        [$"Connections__{ConnectionId}__Procore__ClientId"] = ProcoreClient,
        [$"Connections__{ConnectionId}__Procore__ClientSecret"] = ProcoreSecret,
        [$"Connections__{ConnectionId}__Procore__WebhookSecret"] = WebhookSecret,
        [$"Connections__{ConnectionId}__NetSuite__AccountId"] = netSuiteAccount,
        [$"Connections__{ConnectionId}__NetSuite__BaseUrl"] = netSuiteUrl,
        [$"Connections__{ConnectionId}__NetSuite__ClientId"] = NetSuiteClient,
        [$"Connections__{ConnectionId}__NetSuite__CertificateId"] = CertificateId,
        [$"Connections__{ConnectionId}__NetSuite__CertificateExpires"] = "2028-03-31",
        [$"Connections__{ConnectionId}__NetSuite__PrivateKey"] = key.ExportPkcs8PrivateKeyPem(),
        [$"Connections__{ConnectionId}__NetSuite__Subsidiary"] = "2",
        [$"Connections__{ConnectionId}__NetSuite__Currency"] = "USD",
        [$"Connections__{ConnectionId}__NetSuite__RetainageItem"] = RetainageItem,
        [$"Connections__{ConnectionId}__NetSuite__ItemExpenseAccount"] = "512",
        [$"Connections__{ConnectionId}__NetSuite__DefaultCustomer"] = "981",

        // Imports come when they are asked for: a story that happens to play at a full hour goes on as it does at any other time.
        [$"Connections__{ConnectionId}__ImportPayments"] = "Never",
        [$"Connections__{ConnectionId}__ImportDirectCosts"] = "Never",
        [$"Connections__{ConnectionId}__CompareBills"] = "Never",
    };

    /// <summary>Starts both on free ports of this machine, or on the given ones, and fills what every story needs.</summary>
    public static async Task<SimulatedAccounts> StartAsync(
        TimeProvider time, bool deliversWebhooks = false, int procorePort = 0, int netSuitePort = 0, CancellationToken cancellationToken = default)
    {
        var procore = await SimulatorServer.StartAsync(
            new ProcoreSimulator(time, new ProcoreSettings { HourlyLimit = 1_000_000, SpikeLimit = 100_000, DeliverInBackground = deliversWebhooks }),
            procorePort,
            cancellationToken);
        var netSuite = await SimulatorServer.StartAsync(new NetSuiteSimulator(time, new NetSuiteSettings { ConcurrencyLimit = 15 }), netSuitePort, cancellationToken);
        var accounts = new SimulatedAccounts(procore, netSuite);
        accounts.Fill();

        return accounts;
    }

    /// <summary>Empties both accounts and fills them anew; ports and settings stay.</summary>
    public void Reset()
    {
        Procore.Reset();
        NetSuite.Reset();
        Fill();
    }

    /// <summary>What an admin does once in Procore: a company hook to the connector, with a trigger for ERP Requests.</summary>
    public async Task RegisterWebhookAsync(Uri connector, string hostKey, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Procore.BaseUrl) };
        using var login = await http.PostAsJsonAsync(
            "/oauth/token", new { grant_type = "client_credentials", client_id = ProcoreClient, client_secret = ProcoreSecret }, cancellationToken);
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Add("Procore-Company-Id", $"{CompanyId}");

        var hooks = $"/rest/v2.0/companies/{CompanyId}/webhooks/hooks";
        var hook = await PostAsync(http, hooks, new
        {
            payload_version = "v2.0",
            @namespace = "procore-netsuite",
            destination_url = new Uri(connector, $"api/procore/webhooks/{ConnectionId}?code={hostKey}"),
            destination_headers = new { Authorization = WebhookSecret },
        }, cancellationToken);
        await PostAsync(http, $"{hooks}/{hook.GetProperty("data").GetProperty("id").GetString()}/triggers", new { resource_name = "ERP Requests", event_type = "create" }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await procore.DisposeAsync();
        await netSuite.DisposeAsync();
        Procore.Dispose();
        NetSuite.Dispose();
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(path, body, AsWritten, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);

        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new InvalidOperationException($"Procore refused {path}: {(int)answer.StatusCode} {text}");
    }

    private void Fill()
    {
        Procore.Data.AddCompany(CompanyId);
        Procore.Data.AddApp(ProcoreClient, ProcoreSecret);
        Procore.Data.AddPerson(new ProcorePerson
        {
            Id = Approver,
            Name = "Ann Lee",
            Login = "ann@bay.example",
            CommitmentsAdmin = true,
            ErpIntegrations = true,
            CanPushToAccounting = true,
            SuperUser = true,
        });
        NetSuite.Account.AddBelievableAccount();
        NetSuite.Account.AddIntegration(Integration);
    }
}

/// <summary>Lets a pump on virtual time deliver Procore's webhooks.</summary>
public sealed class DueWebhooks(ProcoreSimulator procore) : IPumped
{
    public DateTimeOffset? NextDue => procore.NextDeliveryDue;

    public Task<int> RunDueAsync(CancellationToken cancellationToken) => procore.DeliverDueAsync(cancellationToken);
}
