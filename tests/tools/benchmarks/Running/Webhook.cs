using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>A webhook as Procore sends it: there is a new ERP Request.</summary>
internal static class Webhook
{
    /// <summary>Where the connector takes them.</summary>
    public const string Path = $"api/procore/webhooks/{SimulatedAccounts.ConnectionId}?code={AppProcess.HostKey}";

    public static HttpRequestMessage For(string path, long erpRequest) => new(HttpMethod.Post, path)
    {
        Content = new StringContent(Event(erpRequest), Encoding.UTF8, "application/json"),
        Headers = { Authorization = AuthenticationHeaderValue.Parse(SimulatedAccounts.WebhookSecret) },
    };

    /// <exception cref="CheckFailedException">It was not queued.</exception>
    public static async Task SendAsync(HttpClient http, string path, long erpRequest, CancellationToken cancellationToken)
    {
        using var request = For(path, erpRequest);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Accepted)
        {
            throw new CheckFailedException($"The event of ERP Request {erpRequest} was answered with {(int)answer.StatusCode}.");
        }
    }

    private static string Event(long erpRequest) => JsonSerializer.Serialize(new
    {
        id = $"{Guid.NewGuid()}",
        timestamp = "2026-06-01T12:00:00.246562Z",
        user_id = SimulatedAccounts.Approver,
        company_id = SimulatedAccounts.CompanyId,
        api_version = "v2.0",
        event_type = "create",
        resource_name = "ERP Requests",
        resource_id = erpRequest,
    });
}
