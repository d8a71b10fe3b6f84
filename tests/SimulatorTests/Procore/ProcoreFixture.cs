using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.SimulatorTests.Procore;

/// <summary>The simulator behind a port, with the default seed, and a caller that has a token.</summary>
internal abstract class ProcoreFixture
{
    protected const long Company = 4_400_123;

    private SimulatorServer<ProcoreSimulator> _server = null!;
    private HttpClient _http = null!;

    protected string Token { get; private set; } = "";

    protected SettableTime Time { get; } = new(new(2026, 5, 2, 10, 0, 0, TimeSpan.Zero));

    protected ProcoreSimulator Simulator => _server.Simulator;

    protected ProcoreDefaultSeed Seed { get; private set; } = null!;

    protected string BaseUrl => _server.BaseUrl;

    protected long Project => Seed.Project.Id;

    protected static CancellationToken None => CancellationToken.None;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await SimulatorServer.StartAsync(
            new ProcoreSimulator(Time, new ProcoreSettings { HourlyLimit = 1_000_000, SpikeLimit = 1_000_000 }), 0, None);
        _http = new() { BaseAddress = new(_server.BaseUrl) };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _server.Simulator.Dispose();
    }

    [SetUp]
    public async Task FillAsync()
    {
        Simulator.Reset();
        Seed = ProcoreDefaultSeed.AddTo(Simulator.Data);
        await RenewTokenAsync();
    }

    protected async Task RenewTokenAsync()
    {
        var answer = await SendAsync(HttpMethod.Post, "/oauth/token", new JsonObject
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "procore-client",
            ["client_secret"] = "procore-secret",
        });
        Token = answer.Body!["access_token"]!.GetValue<string>();
    }

    protected Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    protected Task<Reply> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    protected Task<Reply> PatchAsync(string path, JsonNode body) => SendAsync(HttpMethod.Patch, path, body);

    /// <summary>Sends as the app; a company of null leaves the header out.</summary>
    protected async Task<Reply> SendAsync(HttpMethod method, string path, JsonNode? body, long? company = Company, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        if (company is not null)
        {
            request.Headers.Add("Procore-Company-Id", $"{company}");
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request, None);

        return await ReadAsync(response);
    }

    protected async Task<Reply> PostAsync(string path, HttpContent content)
    {
        using var response = await _http.PostAsync(path, content, None);

        return await ReadAsync(response);
    }

    private static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(None);

        return new(
            (int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    protected sealed record Reply(int Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode? this[string name] => Body![name];

        public string? Text(string name) => Body![name]?.ToString();

        public string Json => Body?.ToJsonString() ?? "";
    }
}
