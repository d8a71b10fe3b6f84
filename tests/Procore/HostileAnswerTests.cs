using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>Answers that no specification promises: each ends in a typed refusal, none in a crash, a hang or a wrong figure.</summary>
internal sealed class HostileAnswerTests
{
    private static readonly Dictionary<string, Func<ProcoreClient, Task>> Reads = new()
    {
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

    private static readonly Dictionary<string, (byte[] Body, string? Type)> Bodies = new()
    {
        ["nothing"] = Text(""),
        ["white space"] = Text(" \r\n\t "),
        ["null"] = Text("null"),
        ["a number"] = Text("17"),
        ["a text"] = Text("\"ok\""),
        ["true"] = Text("true"),
        ["NaN"] = Text("NaN"),
        ["half an object"] = Text("{ \"id\": 1, \"name\": \"Acme"),
        ["half a list"] = Text("[{ \"id\": 1 }, { \"id\""),
        ["two values"] = Text("{}{}"),
        ["a comment"] = Text("/* ok */ {}"),
        ["plain text"] = Text("OK", "text/plain"),
        ["a web page"] = Text("<!DOCTYPE html><html></html>", "text/html"),
        ["a web page that says it is JSON"] = Text("  <html></html>"),
        ["XML"] = Text("<?xml version=\"1.0\"?><ok/>", "application/xml"),
        ["an object 100,000 deep"] = Text(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))),
        ["a list 100,000 deep"] = Text(new string('[', 100_000)),
        ["a closed list 65 deep"] = Text(new string('[', 65) + new string(']', 65)),
        ["an unknown field 65 deep"] = Text($"{{\"id\":1,\"x\":{new string('[', 65)}{new string(']', 65)}}}"),
        ["a list of numbers"] = Text($"[{string.Join(',', Enumerable.Repeat("1", 100_000))}]"),
        ["a text of 8 MB"] = Text($"\"{new string('x', 8_000_000)}\""),
        ["zeros"] = (new byte[4096], "application/json"),
        ["UTF-16 without saying so"] = (Encoding.Unicode.GetBytes("{\"id\":1}"), "application/json"),
        ["Latin-1 that says it is UTF-8"] = (Encoding.Latin1.GetBytes("{\"id\":1,\"name\":\"Müller\",\"full_code\":\"ü\"}"), "application/json; charset=utf-8"),
        ["bytes cut within a letter"] = (Encoding.UTF8.GetBytes("{\"id\":1,\"name\":\"ü")[..^1], "application/json"),
        ["compressed without saying so"] = (Compressed("{\"id\":1}"), "application/json"),
        ["half a surrogate"] = Text("\"\\ud800\""),
        ["an unknown charset"] = Text("no", "application/json; charset=klingon"),
        ["no content type"] = Text("no", null),
        ["a broken content type"] = Text("no", ";;;=;"),
    };

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
        var (bytes, type) = Bodies[body];
        rig.Procore.Answer = _ => StubProcore.Bytes(bytes, type);

        var failure = await FailureOf(Reads[read]).WaitAsync(cancellationToken);

        Assert.That(failure, Is.TypeOf<RejectedException>().Or.TypeOf<UnavailableException>());
        Assert.That(failure!.Message, Does.StartWith("E90").And.Length.LessThan(1500));
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

    [TestCase("9000.00", "9000.00")]
    [TestCase("\"9000.00\"", "9000.00")]
    [TestCase("\" 9000.00 \"", "9000.00")]
    [TestCase("-0.01", "-0.01")]
    [TestCase("1e3", "1000")]
    [TestCase("\"96.36%\"", "96.36")]
    [TestCase("0.1000000000000000000000000001", "0.1000000000000000000000000001")]
    [TestCase("\"1234567890123456789012345.678\"", "1234567890123456789012345.678")]
    public async Task Money_is_kept_exactly_as_given(string json, string value)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""[{ "id": 1, "summary": { "current_payment_due": {{json}} } }]""");

        var invoice = (await rig.Client.ListSubcontractorInvoicesAsync(1, [1], default)).Single();

        Assert.That(invoice.CurrentPaymentDue, Is.EqualTo(decimal.Parse(value, CultureInfo.InvariantCulture)));
    }

    [TestCase("\"NaN\"")]
    [TestCase("\"Infinity\"")]
    [TestCase("\"$1,087.80\"")]
    [TestCase("\"1,087.80\"")]
    [TestCase("\"1.087,80\"")]
    [TestCase("\"(5.00)\"")]
    [TestCase("\"+5.00\"")]
    [TestCase("\"5.\"")]
    [TestCase("\".5\"")]
    [TestCase("\"1 000\"")]
    [TestCase("\"--5\"")]
    [TestCase("\"%\"")]
    [TestCase("\"0x10\"")]
    [TestCase("\"٣\"")]
    [TestCase("1e29")]
    [TestCase("1e-29")]
    [TestCase("1e999999999999")]
    [TestCase("0.12345678901234567890123456789")]
    [TestCase("123456789012345678901234567.89")]
    [TestCase("true")]
    [TestCase("[5]")]
    [TestCase("{}")]
    public async Task Money_that_cannot_be_kept_exactly_is_refused_and_not_rounded(string json)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""[{ "id": 1, "items": [{ "id": 2, "work_completed_this_period": {{json}} }] }]""");

        Assert.That(await FailureOf(Reads["invoices"]), Is.TypeOf<RejectedException>().With.Message.Contains("work_completed_this_period"));
    }

    [Test]
    public void Any_amount_comes_through_as_number_and_as_text() => Gen.Decimal.Sample(
        amount =>
        {
            var text = amount.ToString(CultureInfo.InvariantCulture);
            decimal?[] read = [Amount(text), Amount($"\"{text}\"")];

            // A decimal may hold 29 digits, but not any 29: those are refused. What is read is the same to the last zero.
            var mustBeRead = text.Count(char.IsAsciiDigit) <= 28;
            return read.All(value => value is null ? !mustBeRead : value.Value.ToString(CultureInfo.InvariantCulture) == text);
        },
        iter: 2000);

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
    [TestCase(302)]
    [TestCase(304)]
    [TestCase(418)]
    public async Task An_unforeseen_status_is_refused(int status)
    {
        rig.Procore.Answer = _ => StubProcore.Json("", status, ("Location", "https://evil.example/"));

        Assert.That(await FailureOf(Reads["company"]), Is.TypeOf<RejectedException>());
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
    }

    private static (byte[] Body, string? Type) Text(string text, string? type = "application/json") => (Encoding.UTF8.GetBytes(text), type);

    private static byte[] Compressed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static decimal? Amount(string json)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize<InvoiceSummary>($$"""{ "current_payment_due": {{json}} }""", ProcoreJson.Options)!.CurrentPaymentDue;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private async Task<Exception?> FailureOf(Func<ProcoreClient, Task> read)
    {
        try
        {
            await read(rig.Client);
            return null;
        }
        catch (Exception failure) when (failure is not AssertionException)
        {
            return failure;
        }
    }
}
