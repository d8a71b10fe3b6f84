using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>Both systems' interfaces as a script would call them: no retry, no state, and no login to NetSuite, whose simulator is told to ask for none.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient procore;
    private readonly HttpClient netSuite;
    private readonly SemaphoreSlim slots;

    private RawClient(Machines machines, int slots)
    {
        procore = new HttpClient { BaseAddress = machines.Procore.Address };
        netSuite = new HttpClient { BaseAddress = machines.NetSuite.Address };
        this.slots = new SemaphoreSlim(slots);
    }

    public static string CompanyPath { get; } = $"rest/v1.0/companies/{SimulatedAccounts.CompanyId}";

    public static async Task<RawClient> LogInAsync(Machines machines, int slots, CancellationToken cancellationToken)
    {
        var client = new RawClient(machines, slots);
        using var login = await client.procore.PostAsJsonAsync(
            "oauth/token", new { grant_type = "client_credentials", client_id = SimulatedAccounts.ProcoreClient, client_secret = SimulatedAccounts.ProcoreSecret }, cancellationToken);
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString();
        client.procore.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.procore.DefaultRequestHeaders.Add("Procore-Company-Id", $"{SimulatedAccounts.CompanyId}");
        await machines.NetSuite.PostAsync("settings", new { authenticationRequired = false }, cancellationToken);

        return client;
    }

    /// <summary>One call to Procore.</summary>
    public Task<JsonElement> ProcoreAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) => SendAsync(procore, method, path, body, cancellationToken);

    /// <summary>A list of invoices with their lines.</summary>
    public async Task<IReadOnlyList<JsonElement>> InvoicesAsync(long project, IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var filter = string.Concat(ids.Select(id => $"&filters%5Bid%5D%5B%5D={id}"));

        return [.. (await ProcoreAsync(HttpMethod.Get, $"rest/v1.1/requisitions?project_id={project}&view=extended&per_page=100{filter}", null, cancellationToken)).EnumerateArray()];
    }

    /// <summary>A sync call; everything in it has to be taken.</summary>
    public async Task SyncAsync(string path, IReadOnlyList<object> updates, CancellationToken cancellationToken)
    {
        var answer = await ProcoreAsync(HttpMethod.Patch, path, new { updates }, cancellationToken);
        if (answer.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
        {
            throw new CheckFailedException($"Procore refused {errors[0]}.");
        }
    }

    /// <summary>A query's first page.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string query, CancellationToken cancellationToken) =>
        [.. (await NetSuiteAsync(HttpMethod.Post, "query/v1/suiteql?limit=1000", new { q = query }, cancellationToken)).Body.GetProperty("items").EnumerateArray()];

    /// <summary>One call to NetSuite, once one of its slots is free.</summary>
    /// <returns>The body, and what stands at the end of Location.</returns>
    public async Task<(JsonElement Body, string? Id)> NetSuiteAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            string? id = null;

            return (await SendAsync(netSuite, method, $"services/rest/{path}", body, cancellationToken, answer => id = answer.Headers.Location?.Segments[^1]), id);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose()
    {
        procore.Dispose();
        netSuite.Dispose();
        slots.Dispose();
    }

    private static async Task<JsonElement> SendAsync(
        HttpClient http, HttpMethod method, string path, object? body, CancellationToken cancellationToken, Action<HttpResponseMessage>? look = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: AsWritten);
            request.Headers.Add("Prefer", "transient");
        }

        using var answer = await http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        look?.Invoke(answer);

        return !answer.IsSuccessStatusCode ? throw new CheckFailedException($"{method} {path}: {(int)answer.StatusCode} {text}")
            : text.Length == 0 ? default
            : JsonElement.Parse(text);
    }
}
