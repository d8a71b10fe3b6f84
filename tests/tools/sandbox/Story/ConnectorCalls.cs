using System.Text.Json;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>The connector's own addresses, as an operator calls them.</summary>
public sealed class ConnectorCalls(IRunningConnector host)
{
    public const string DeadLetters = "/api/dead-letters";

    public const string Setup = $"/api/connections/{SimulatedAccounts.ConnectionId}/setup";

    public const string Webhooks = $"/api/connections/{SimulatedAccounts.ConnectionId}/webhooks";

    private const string Root = $"/api/connections/{SimulatedAccounts.ConnectionId}/imports/";

    /// <summary>Address of the run that the schedule asks for at this moment.</summary>
    public static string AddressOfScheduled(string kind, DateTimeOffset moment) => FormattableString.Invariant($"{Root}{kind}/scheduled-{moment:yyyyMMddHHmm}");

    public static string AddressOf(string kind) => Root + kind;

    public static string RetryOf(long invoice) => FormattableString.Invariant($"/api/connections/{SimulatedAccounts.ConnectionId}/records/subcontractor-invoices/{invoice}/retry");

    /// <summary>Calls an address.</summary>
    /// <exception cref="HttpRequestException">The connector refused it.</exception>
    public async Task<JsonElement> AskAsync(HttpMethod method, string address, CancellationToken cancellationToken)
    {
        using var http = host.NewClient();
        using var request = new HttpRequestMessage(method, address);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();

        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    /// <summary>Asks for an import.</summary>
    /// <returns>The address where it can be looked at.</returns>
    /// <exception cref="HttpRequestException">The connector refused it.</exception>
    public async Task<string> StartAsync(string kind, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(HttpMethod.Post, AddressOf(kind), cancellationToken);

        return answer.GetProperty("status").GetString()!;
    }

    /// <summary>What the address of a run shows; null if there is no such run.</summary>
    public async Task<JsonElement?> FindAsync(string address, CancellationToken cancellationToken)
    {
        using var http = host.NewClient();
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);

        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("run") : null;
    }

    /// <summary>The set-up check: each check as name, status, what was found, and the remedy.</summary>
    public async Task<IReadOnlyList<(string Name, string Status, string Found, string? Remedy)>> CheckSetupAsync(CancellationToken cancellationToken)
    {
        using var http = host.NewClient();
        var page = await http.GetFromJsonAsync<JsonElement>(new Uri(Setup, UriKind.Relative), cancellationToken);

        return [.. page.GetProperty("checks").EnumerateArray().Select(check => (Text(check, "name")!, Text(check, "status")!, Text(check, "found")!, Text(check, "remedy")))];
    }

    /// <summary>Makes or repairs the webhook: what was done, item by item.</summary>
    /// <exception cref="HttpRequestException">The connector refused it.</exception>
    public async Task<IReadOnlyList<(string What, string Outcome, string Text)>> RepairWebhookAsync(CancellationToken cancellationToken)
    {
        using var http = host.NewClient();
        using var answer = await http.PostAsJsonAsync(new Uri(Webhooks, UriKind.Relative), new { key = host.HostKey }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var page = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);

        return [.. page.GetProperty("items").EnumerateArray().Select(item => (Text(item, "what")!, Text(item, "outcome")!, Text(item, "text")!))];
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
