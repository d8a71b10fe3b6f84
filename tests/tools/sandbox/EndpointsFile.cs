using System.Text.Encodings.Web;
using System.Text.Json;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Sandbox;

/// <summary><c>.sandbox/endpoints.json</c>: every address and test credential of the running sandbox, for tests in any language. It exists while the sandbox runs.</summary>
internal sealed class EndpointsFile : IDisposable
{
    public const string Name = ".sandbox/endpoints.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string path = Path.Combine(RepositoryRoot.Path, ".sandbox", "endpoints.json");

    private EndpointsFile()
    {
    }

    /// <summary>One that was killed left its addresses.</summary>
    public static void DeleteStale() => File.Delete(path);

    public static async Task<EndpointsFile> WriteAsync(SimulatedSystem system, CancellationToken cancellationToken)
    {
        // Under another name first: whoever waits for it must not read half of it.
        await File.WriteAllTextAsync(path + ".part", JsonSerializer.Serialize(Describe(system), Readable) + "\n", cancellationToken);
        File.Move(path + ".part", path, overwrite: true);

        return new EndpointsFile();
    }

    public void Dispose() => File.Delete(path);

    private static object Describe(SimulatedSystem system)
    {
        var (accounts, host, connector) = (system.Accounts, system.Host, system.Host.BaseAddress);
        string? Setting(string name) => accounts.ConnectorSettings[$"Connections__{SimulatedAccounts.ConnectionId}__{name}"];

        return new
        {
            Connector = new
            {
                BaseUrl = connector,
                Health = new Uri(connector, "api/health/ready"),
                Webhook = new Uri(connector, $"api/procore/webhooks/{SimulatedAccounts.ConnectionId}?code={host.HostKey}"),
                WebhookAuthorization = SimulatedAccounts.WebhookSecret,
                host.HostKey,
                host.MasterKey,
                TestPerson.OperatorToken,
                TestPerson.ReaderToken,
            },
            Procore = new
            {
                accounts.Procore.BaseUrl,
                LoginUrl = Setting("Procore__LoginUrl"),
                Control = $"{accounts.Procore.BaseUrl}/_control/",
                SimulatedAccounts.CompanyId,
                ClientId = Setting("Procore__ClientId"),
                ClientSecret = Setting("Procore__ClientSecret"),
                Approver = SimulatedAccounts.Approver,
            },
            NetSuite = new
            {
                accounts.NetSuite.BaseUrl,
                Control = $"{accounts.NetSuite.BaseUrl}/_control/",
                AccountId = Setting("NetSuite__AccountId"),
                ClientId = Setting("NetSuite__ClientId"),
                CertificateId = Setting("NetSuite__CertificateId"),
                PrivateKey = Setting("NetSuite__PrivateKey"),
                Subsidiary = Setting("NetSuite__Subsidiary"),
                RetainageItem = Setting("NetSuite__RetainageItem"),
                ItemExpenseAccount = Setting("NetSuite__ItemExpenseAccount"),
                DefaultCustomer = Setting("NetSuite__DefaultCustomer"),
            },
            LinkStorage = system.LinkStorage,
        };
    }
}
