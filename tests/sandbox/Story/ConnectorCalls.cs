using System.Text.Json;
using ProcoreNetSuite.Sandbox.Hosting;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>The connector's own addresses for imports, as an operator calls them.</summary>
public sealed class ConnectorCalls(LocalHost host)
{
    private const string Root = $"/api/connections/{SimulatedAccounts.ConnectionId}/imports/";

    /// <summary>Address of the run that the schedule asks for at this moment.</summary>
    public static string AddressOfScheduled(string kind, DateTimeOffset moment) => FormattableString.Invariant($"{Root}{kind}/scheduled-{moment:yyyyMMddHHmm}");

    public static string AddressOf(string kind) => Root + kind;

    /// <summary>Asks for an import.</summary>
    /// <returns>The address where it can be looked at.</returns>
    /// <exception cref="HttpRequestException">The connector refused it.</exception>
    public async Task<string> StartAsync(string kind, CancellationToken cancellationToken)
    {
        using var http = host.NewClient();
        using var answer = await http.PostAsync(new Uri(AddressOf(kind), UriKind.Relative), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();

        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("status").GetString()!;
    }

    /// <summary>What the address of a run shows; null if there is no such run.</summary>
    public async Task<JsonElement?> FindAsync(string address, CancellationToken cancellationToken)
    {
        using var http = host.NewClient();
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);

        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("run") : null;
    }
}
