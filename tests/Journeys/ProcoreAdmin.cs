using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What an administrator does to the webhooks in Procore, with the credentials of the connector's app.</summary>
public sealed class ProcoreAdmin(World world)
{
    /// <summary>The header's name keeps its capital.</summary>
    private static readonly JsonSerializerOptions asWritten = new();

    private static readonly string hooks = $"/rest/v2.0/companies/{SimulatedAccounts.CompanyId}/webhooks/hooks";

    public async Task<JsonElement> HookAsync() => (await HooksAsync()).Single();

    public async Task<IReadOnlyList<JsonElement>> HooksAsync() => [.. (await SendAsync(HttpMethod.Get, $"{hooks}?namespace=%2A&per_page=100", null)).EnumerateArray()];

    public async Task<IReadOnlyList<JsonElement>> TriggersAsync(string hook) => [.. (await SendAsync(HttpMethod.Get, $"{hooks}/{hook}/triggers", null)).EnumerateArray()];

    public async Task<string> AddAsync(string address, string space = "procore-netsuite", string version = "v2.0", string? secret = SimulatedAccounts.WebhookSecret)
    {
        object headers = secret is null ? new { } : new { Authorization = secret };

        return (await SendAsync(HttpMethod.Post, hooks, new { payload_version = version, @namespace = space, destination_url = address, destination_headers = headers })).GetProperty("id").GetString()!;
    }

    public Task ChangeAsync(string hook, object change) => SendAsync(HttpMethod.Patch, $"{hooks}/{hook}", change);

    public Task SwitchAsync(string hook, string status) => ChangeAsync(hook, new { status });

    public Task DeleteAsync(string hook) => SendAsync(HttpMethod.Delete, $"{hooks}/{hook}", null);

    public async Task DeleteTriggersAsync(string hook)
    {
        foreach (var trigger in await TriggersAsync(hook))
        {
            await SendAsync(HttpMethod.Delete, $"{hooks}/{hook}/triggers/{trigger.GetProperty("id").GetString()}", null);
        }
    }

    public async Task<string?> StatusAsync(string hook) => (await SendAsync(HttpMethod.Get, $"{hooks}/{hook}", null)).GetProperty("status").GetString();

    /// <returns>What is in the answer's envelope.</returns>
    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var client = new HttpClient { BaseAddress = new Uri(world.Accounts.Procore.BaseUrl) };
        using var login = await client.PostAsJsonAsync(
            "/oauth/token", new { grant_type = "client_credentials", client_id = SimulatedAccounts.ProcoreClient, client_secret = SimulatedAccounts.ProcoreSecret });
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: asWritten) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Procore-Company-Id", $"{SimulatedAccounts.CompanyId}");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, text);

        return text.Length > 0 ? JsonElement.Parse(text).GetProperty("data") : default;
    }
}
