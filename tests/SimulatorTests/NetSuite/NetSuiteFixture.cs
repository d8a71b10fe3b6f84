using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <summary>A simulator behind a port, with the believable account, spoken to over plain HTTP: no client of ours is involved.</summary>
internal abstract class NetSuiteFixture
{
    protected static readonly DateTimeOffset Start = new(2026, 11, 23, 18, 0, 0, TimeSpan.Zero);

    private SimulatorServer<NetSuiteSimulator> _server = null!;

    protected SettableTime Time { get; } = new(Start);

    protected NetSuiteSimulator Simulator => _server.Simulator;

    protected string BaseUrl => _server.BaseUrl;

    protected HttpClient Http { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        _server = await SimulatorServer.StartAsync(new NetSuiteSimulator(Time), 0, CancellationToken.None);
        Http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _server.Simulator.Dispose();
    }

    [SetUp]
    public void StartAfresh()
    {
        Time.Set(Start);
        Simulator.Reset();
        Simulator.Account.AddBelievableAccount();
        Simulator.Settings = Simulator.Settings with { AuthenticationRequired = WithLogin };
    }

    /// <summary>Most tests are about records, not about logins.</summary>
    protected virtual bool WithLogin => false;

    protected async Task<Reply> Send(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/services/rest/record/v1/" + path);
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), new UTF8Encoding(false), new MediaTypeHeaderValue("application/json"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    protected Task<Reply> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    protected Task<Reply> Post(string path, object body, params (string Name, string Value)[] headers) => Send(HttpMethod.Post, path, body, headers);

    protected Task<Reply> Patch(string path, object body) => Send(HttpMethod.Patch, path, body);

    protected Task<Reply> Put(string path, object body) => Send(HttpMethod.Put, path, body);

    protected async Task<string> Create(string type, object body)
    {
        var reply = await Post(type, body);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NoContent), reply.Text);
        return reply.NewId;
    }

    protected async Task<JsonArray> Query(string query, string paging = "", params string[] parameters)
    {
        var reply = await Post("/services/rest/query/v1/suiteql" + paging, parameters.Length == 0 ? new { q = query } : new { q = query, @params = parameters }, ("Prefer", "transient"));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        return reply.Json["items"]!.AsArray();
    }

    protected static object Id(int id) => new { id };

    protected static object Eid(string externalId) => new { externalId };

    protected static object Items(params object[] items) => new { items };

    /// <summary>The vendor of specification 8.1.</summary>
    protected static object Vendor(string name = "Acme Paving LLC", string externalId = "PC-V-77") => new
    {
        companyName = name,
        externalId,
        subsidiary = Id(2),
        email = "ap@acmepaving.example",
        phone = "555-010-7788",
        addressBook = Items(new
        {
            label = "HQ",
            defaultBilling = true,
            defaultShipping = true,
            addressBookAddress = new { addressee = name, addr1 = "1 Main St", city = "Reno", state = "NV", zip = "89501", country = new { id = "US" } },
        }),
    };

    /// <summary>Vendor 5501, project 7310 and item 640 of the specification's worked example (11.1).</summary>
    protected void AddMasterData()
    {
        Simulator.Account.Add("vendor", Vendor(), "5501");
        Simulator.Account.Add("job", new { companyName = "Riverside Clinic", entityId = "26-014", externalId = "PC-P-562949", parent = Id(981), subsidiary = Id(2) }, "7310");
        Simulator.Account.Add(
            "otherChargePurchaseItem",
            new { itemId = "03-3000.S", displayName = "Cast-in-place concrete - Subcontract", externalId = "PC-CC-03-3000-S", expenseAccount = Id(512), subsidiary = Items(Id(2)), includeChildren = true },
            "640");
    }

    /// <summary>The bill of specification 8.4: gross 10,000, retainage 1,000.</summary>
    protected static JsonObject Bill(string externalId = "PC-INV-98765") => JsonSerializer.SerializeToNode(new
    {
        entity = Eid("PC-V-77"),
        externalId,
        tranId = "INV-1001",
        tranDate = "2026-11-15",
        dueDate = "2026-12-15",
        subsidiary = Id(2),
        approvalStatus = new { id = "2" },
        memo = "Procore invoice 3, SC-0042",
        item = Items(new
        {
            item = Eid("PC-CC-03-3000-S"),
            quantity = 1,
            rate = 10000.00m,
            description = "03-3000.S Footings",
            customer = Id(7310),
            department = Id(4),
            @class = Id(6),
            location = Id(1),
            isBillable = false,
        }),
        expense = Items(new { account = Id(233), amount = -1000.00m, memo = "Retainage 10%", customer = Id(7310) }),
    })!.AsObject();
}
