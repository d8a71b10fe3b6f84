using System.Net;
using System.Text;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>Answers that no specification promises: each ends in a typed refusal, none in a crash, a hang or a wrong figure.</summary>
internal sealed class HostileAnswerTests
{
    private static readonly Dictionary<string, Func<ProcoreClient, Task>> Reads = new()
    {
        ["sign in"] = client => client.FindProjectAsync(1, default),
        ["erp request"] = client => client.FindErpRequestAsync(1, default),
        ["request details"] = client => client.ListRequestDetailsAsync(1, default),
        ["close"] = client => client.CloseRequestDetailsAsync([new(1, true, [])], default),
        ["external data"] = client => client.SyncExternalDataAsync([new(ItemTypes.Vendor, 1, "NS-1")], default),
        ["assignments"] = client => client.SyncCostTypeAssignmentsAsync(ProjectId, [new(1, 2)], default),
        ["company"] = client => client.FindCompanyAsync(1, default),
        ["project"] = client => client.FindProjectAsync(1, default),
        ["cost codes"] = client => client.ListCostCodesAsync(1, default),
        ["wbs codes"] = client => client.ListWbsCodesAsync(1, default),
        ["invoices"] = client => client.ListSubcontractorInvoicesAsync(1, [1], default),
    };

    private static readonly Dictionary<string, HostileBody> Bodies = new(HostileInput.Bodies.Concat(HostileInput.Enormous));

    private static readonly string[] WrongRows =
    [
        "{}",
        """{ "id": null }""",
        """{ "id": "" }""",
        """{ "id": "abc" }""",
        """{ "id": {} }""",
        """{ "id": [1] }""",
        """{ "id": 1.5 }""",
        """{ "id": 1e400 }""",
        """{ "id": 99999999999999999999 }""",
        """{ "id": NaN }""",
        """{ "id": true }""",
        "[]",
        "7",
        "\"text\"",
    ];

    private ClientRig rig = null!;

    private static IEnumerable<TestCaseData> EveryBodyEverywhere =>
        from read in Reads.Keys
        from body in Bodies.Keys
        select new TestCaseData(read, body).SetArgDisplayNames(read, body);

    private static IEnumerable<string> EveryBody => Bodies.Keys;

    private static IEnumerable<TestCaseData> EveryWrongRow =>
        from read in (string[])["request details", "company", "project", "cost codes", "wbs codes", "invoices"]
        from row in WrongRows
        select new TestCaseData(read, row);

    [SetUp]
    public void Start() => rig = new ClientRig();

    [TearDown]
    public void End() => rig.Dispose();

    [TestCaseSource(nameof(EveryBodyEverywhere)), CancelAfter(30_000)]
    public async Task An_answer_that_is_no_answer_is_refused(string read, string body, CancellationToken cancellationToken)
    {
        var answer = StubProcore.Bytes(Bodies[body].Bytes, Bodies[body].Type);
        if (read == "sign in")
        {
            rig.Procore.SignIn = _ => answer;
        }
        else
        {
            rig.Procore.Answer = _ => answer;
        }

        var failure = await FailureOf(Reads[read]).WaitAsync(cancellationToken);

        Assert.That(failure, Is.TypeOf<RejectedException>().Or.TypeOf<UnavailableException>());
        Assert.That(failure!.Message, Does.StartWith("E90").And.Length.LessThan(1500));
    }

    [TestCaseSource(nameof(EveryBody)), CancelAfter(30_000)]
    public async Task A_refusal_in_any_words_is_still_a_refusal(string body, CancellationToken cancellationToken)
    {
        foreach (var (status, type) in ((int, Type)[])[(422, typeof(RejectedException)), (403, typeof(RejectedException)), (500, typeof(UnavailableException))])
        {
            rig.Procore.Answer = _ =>
            {
                var answer = StubProcore.Bytes(Bodies[body].Bytes, Bodies[body].Type);
                answer.StatusCode = (HttpStatusCode)status;
                return answer;
            };

            var failure = await FailureOf(Reads["invoices"]).WaitAsync(cancellationToken);

            Assert.That(failure, Is.TypeOf(type));
            Assert.That(failure!.Message, Has.Length.LessThan(1500));
        }
    }

    [TestCase("erp request", "erp-request.json")]
    [TestCase("company", "company.json")]
    [TestCase("project", "project.json")]
    [TestCase("invoices", "invoice.json")]
    [TestCase("cost codes", """[{ "id": 1, "full_code": "05-100", "parent": { "id": 4 }, "deleted_at": null, "line_item_types": [{ "id": 2, "code": "S" }] }]""")]
    [TestCase("wbs codes", """[{ "id": 1, "flat_code": "05", "segment_items": [{ "id": 6, "code": "100", "path_codes": ["05"], "segment": { "id": 3, "type": "cost_code" } }] }]""")]
    [TestCase("request details", """[{ "id": 1, "erp_request_id": 2, "item_type": "vendor", "item_id": 3, "status": "open" }]""")]
    [TestCase("close", """{ "entities": [{ "id": 1, "status": "success" }], "errors": [{ "id": 1, "errors": { "status": ["is not included in the list"] } }] }""")]
    [TestCase("external data", """{ "entities": [{ "item_type": "vendor", "item_id": 1 }], "errors": [{ "item_type": "vendor", "item_id": 1, "errors": "taken" }] }""")]
    [TestCase("assignments", """{ "entities": [{ "cost_code_id": 1, "line_item_type_id": 2 }], "errors": [] }""")]
    [TestCase("sign in", """{ "access_token": "token-1", "token_type": "bearer", "expires_in": 5400, "created_at": 1780000000 }""")]
    [CancelAfter(60_000)]
    public async Task An_answer_with_one_wrong_value_is_read_or_refused_and_nothing_else(string read, string whole, CancellationToken cancellationToken)
    {
        whole = whole.EndsWith(".json", StringComparison.Ordinal) ? read == "invoices" ? $"[{Sample(whole)}]" : Sample(whole) : whole;
        var refused = 0;
        foreach (var json in HostileInput.WithOneWrongValue(whole))
        {
            using var fresh = new ClientRig();
            if (read == "sign in")
            {
                fresh.Procore.SignIn = _ => StubProcore.Json(json);
                fresh.Procore.Answer = _ => StubProcore.Json("""{ "id": 1 }""");
            }
            else
            {
                fresh.Procore.Answer = _ => StubProcore.Json(json);
            }

            var failure = await FailureOf(Reads[read], fresh.Client).WaitAsync(cancellationToken);
            refused += failure is null ? 0 : 1;

            Assert.That(failure, Is.Null.Or.TypeOf<RejectedException>().Or.TypeOf<UnavailableException>(), json);
        }

        Assert.That(refused, Is.GreaterThan(10), "the wrong values reached the reader");
    }

    [TestCaseSource(nameof(EveryWrongRow))]
    public async Task A_row_without_a_proper_id_is_refused(string read, string row)
    {
        rig.Procore.Answer = _ => StubProcore.Json(read is "company" or "project" ? row : $"[{row}]");

        Assert.That(await FailureOf(Reads[read]), Is.TypeOf<RejectedException>());
    }

    [TestCase("project", """{ "id": 1, "start_date": "01/02/2026" }""", "start_date")]
    [TestCase("project", """{ "id": 1, "start_date": "2026-02-30" }""", "start_date")]
    [TestCase("project", """{ "id": 1, "active": "perhaps" }""", "active")]
    [TestCase("project", """{ "id": 1, "total_value": { "amount": 1 } }""", "total_value")]
    [TestCase("project", """{ "id": 1, "created_at": "yesterday" }""", "created_at")]
    [TestCase("company", """{ "id": 1, "business_register": "EIN" }""", "business_register")]
    [TestCase("cost codes", """[{ "id": 1, "line_item_types": { "id": 2 } }]""", "line_item_types")]
    [TestCase("cost codes", """[{ "id": 1, "line_item_types": [{ "name": "no id" }] }]""", "line_item_types")]
    [TestCase("wbs codes", """[{ "id": 1, "segment_items": "05" }]""", "segment_items")]
    [TestCase("invoices", """[{ "id": 1, "items": [{ "item_type": "contract_item" }] }]""", "items")]
    [TestCase("invoices", """[{ "id": 1, "summary": [] }]""", "summary")]
    [TestCase("close", """{ "entities": { "id": 1 } }""", "entities")]
    [TestCase("close", """{ "errors": "all of them" }""", "errors")]
    [TestCase("erp request", """{ "id": 1, "request_detail_id": "none" }""", "request_detail_id")]
    public async Task A_field_of_the_wrong_kind_is_refused_by_name(string read, string body, string field)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body);

        Assert.That(await FailureOf(Reads[read]), Is.TypeOf<RejectedException>().With.Message.Contains(field));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_damaged_invoice_is_read_or_refused_and_nothing_else(CancellationToken cancellationToken)
    {
        var whole = Encoding.UTF8.GetBytes($"[{Sample("invoice.json")}]");
        var random = new Random(17);
        var refused = 0;
        for (var round = 0; round < 600; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var hit = random.Next(1, 4); hit > 0; hit--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            rig.Procore.Answer = _ => StubProcore.Bytes(round % 3 == 0 ? damaged[..random.Next(damaged.Length)] : damaged, "application/json");
            var failure = await FailureOf(Reads["invoices"]).WaitAsync(cancellationToken);
            refused += failure is null ? 0 : 1;

            Assert.That(failure, Is.Null.Or.TypeOf<RejectedException>().Or.TypeOf<UnavailableException>());
        }

        Assert.That(refused, Is.InRange(100, 600), "the damage reached the reader");
    }

    [Test]
    public async Task A_sync_answer_that_speaks_of_something_else_confirms_nothing()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "entities": [null, 5, "x", [], { "id": 77 }], "errors": [null, [], 7, { "errors": null }, { "id": {} }] }""");

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, []), new(2, true, [])], default);

        Assert.That(answer.Entities, Is.Empty);
        Assert.That(answer.Errors.Select(error => error.Id), Is.EqualTo((long?[])[1, 2]));
    }

    [TestCase("""{"message":"\ud800"}""")]
    [TestCase("""{"errors":{"a":{"b":{"c":{"d":{"e":{"f":"deep"}}}}}}}""")]
    [TestCase("""{"error":{"details":[1,null,{"message":{}}]}}""")]
    [TestCase("""{"errors":[[[[[[[[]]]]]]]]}""")]
    [TestCase("{\"message\":\"line\\r\\nX-Evil: 1\\u0000\"}")]
    [TestCase("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task A_strange_error_body_is_still_that_error(string body)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body, 422);

        Assert.That(await FailureOf(Reads["company"]), Is.TypeOf<RejectedException>().With.Message.Not.Contains("\n").And.Message.Not.Contains("\0"));
    }

    [Test]
    public async Task An_enormous_error_text_is_cut()
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""{"message":"{{new string('x', 1_000_000)}}"}""", 422);

        Assert.That((await FailureOf(Reads["company"]))!.Message, Has.Length.LessThan(1000));
    }

    [Test]
    public async Task An_answer_larger_than_any_page_is_not_taken_in_and_not_asked_for_again()
    {
        rig.Procore.Answer = _ => StubProcore.Bytes(new byte[(64 * 1024 * 1024) + 1], "application/json");

        Assert.That(await FailureOf(Reads["company"]), Is.TypeOf<RejectedException>().With.Message.Contains("larger than any page"));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
    }

    [TestCase(204)]
    [TestCase(304)]
    [TestCase(418)]
    public async Task An_unforeseen_status_is_refused(int status)
    {
        rig.Procore.Answer = _ => StubProcore.Json("", status, ("Location", "https://evil.example/"));

        Assert.That(await FailureOf(Reads["company"]), Is.TypeOf<RejectedException>());
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task Procore_moved_for_maintenance_is_waited_for_and_nobody_is_followed(int status)
    {
        rig.Procore.Answer = _ => StubProcore.Json("", status, ("Location", "https://evil.example/"));

        Assert.That(await FailureOf(Reads["company"]), Is.TypeOf<UnavailableException>().With.Message.Contains($"Procore answers {status}"));
        Assert.That(rig.Procore.Calls.Select(call => call.Url.Host), Has.None.EqualTo("evil.example"));
    }

    private Task<Exception?> FailureOf(Func<ProcoreClient, Task> read) => FailureOf(read, rig.Client);

    private static async Task<Exception?> FailureOf(Func<ProcoreClient, Task> read, ProcoreClient client)
    {
        try
        {
            await read(client);
            return null;
        }
        catch (Exception failure) when (failure is not AssertionException)
        {
            return failure;
        }
    }
}
