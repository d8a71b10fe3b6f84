using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Intake;

/// <summary>The app behind a real socket, with nothing around it: what it answers byte for byte, what it queues and what it logs.</summary>
internal sealed class WebhookSite : IAsyncDisposable
{
    public const string Secret = "Bearer 0123456789abcdef0123456789abcdef";
    public const string NextSecret = "Bearer fedcba9876543210fedcba9876543210";
    public const string Path = "/api/procore/webhooks/main?code=local-host-key";

    public const string Event = """
        { "id": "01JXA0J2RBVKK0PC6XS8SA4QRE", "reason": "create", "company_id": "4400123", "user_id": "880011", "resource_type": "ERP Requests", "resource_id": "66012345" }
        """;

    private readonly LocalHost host;

    private WebhookSite(LocalHost host) => this.host = host;

    public int Queued => host.Broker.Depth(QueueNames.ProcoreEvents);

    public IReadOnlyList<FunctionFailure> Failures => host.Failures;

    public KeptLogs Logs { get; private init; } = new();

    public static async Task<WebhookSite> StartAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["LinkStorage"] = "UseDevelopmentStorage=true",
            ["ServiceBus__fullyQualifiedNamespace"] = "local",
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Procore__CompanyId"] = "4400123",
            ["Procore__ClientId"] = "client",
            ["Procore__ClientSecret"] = "secret",
            ["Procore__WebhookSecret"] = Secret,
            ["Procore__WebhookSecretNext"] = NextSecret,
            ["NetSuite__AccountId"] = "1234567_SB1",
            ["NetSuite__BaseUrl"] = "https://1234567-sb1.suitetalk.example",
            ["NetSuite__ClientId"] = "client",
            ["NetSuite__CertificateId"] = "certificate",
            ["NetSuite__PrivateKey"] = TestKeys.CurvePem,
            ["NetSuite__Subsidiary"] = "2",
            ["NetSuite__RetainageItem"] = "700",
            ["NetSuite__ItemExpenseAccount"] = "512",
        })
        {
            settings[$"Connections__main__{name}"] = value;
        }

        var logs = new KeptLogs();

        return new WebhookSite(await LocalHost.StartAsync(new LocalHostOptions { Settings = settings, Logging = logging => logging.AddProvider(logs) })) { Logs = logs };
    }

    /// <summary>Sends the bytes as they are, then waits for the answer's status line.</summary>
    /// <param name="hangsUp">Says that nothing more will come; otherwise only stays silent.</param>
    /// <returns>The status; 0 if the connection ended without an answer.</returns>
    public async Task<int> SendAsync(byte[] request, bool hangsUp, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port, cancellationToken);
        var stream = client.GetStream();
        var answer = new byte[4096];
        try
        {
            await stream.WriteAsync(request, cancellationToken);
            if (hangsUp)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }

            var length = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, cancellationToken);

            return length < 12 ? 0 : int.Parse(Encoding.ASCII.GetString(answer, 9, 3));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>A request with its length and the secret, unless the headers say otherwise.</summary>
    public Task<int> PostAsync(byte[] body, CancellationToken cancellationToken, params string[] headers) =>
        SendAsync(Request("POST", Path, body, [$"Authorization: {Secret}", $"Content-Length: {body.Length}", .. headers]), hangsUp: false, cancellationToken);

    public static byte[] Request(string method, string path, byte[] body, params string[] headers) =>
        [.. Encoding.Latin1.GetBytes($"{method} {path} HTTP/1.1\r\nHost: connector.example\r\nConnection: close\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n"), .. body];

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
