using System.Text;
using NUnit.Framework;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Intake;

/// <summary>
/// The webhook as anybody on the internet can reach it: a clear answer each (design.md 5), nothing queued, no unhandled exception, no hang, and no
/// stranger's text in the log.
/// </summary>
[Parallelizable, CancelAfter(60_000), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WebhookOverTheWireTests
{
    private static readonly byte[] Event = Encoding.UTF8.GetBytes(WebhookSite.Event);

    private WebhookSite site = null!;

    private static IEnumerable<TestCaseData> EveryBody => HostileInput.Bodies.Select(body =>
        new TestCaseData(body.Value.Bytes, body.Value.Type).SetArgDisplayNames(body.Key));

    private static IEnumerable<TestCaseData> EveryEnormousBody => HostileInput.Enormous.Select(body => new TestCaseData(body.Value.Bytes).SetArgDisplayNames(body.Key));

    private static IEnumerable<TestCaseData> Events()
    {
        yield return Case("as it is", Event, 202);
        yield return Case("with white space to the limit", [.. Event, .. Enumerable.Repeat((byte)' ', (64 * 1024) - Event.Length)], 202);
        yield return Case("one byte more than the limit", [.. Event, .. Enumerable.Repeat((byte)' ', (64 * 1024) - Event.Length + 1)], 413);
        yield return Case("with a byte order mark", [0xEF, 0xBB, 0xBF, .. Event], 400);
        yield return Case("in UTF-16", Encoding.Unicode.GetBytes(WebhookSite.Event), 400);
        yield return Case("in UTF-16 with its mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(WebhookSite.Event)], 400);
        yield return Case("in UTF-32", Encoding.UTF32.GetBytes(WebhookSite.Event), 400);
        yield return Case("cut off", Event[..^10], 400);
        yield return Case("twice", [.. Event, .. Event], 400);
        yield return Case("in a list", [(byte)'[', .. Event, (byte)']'], 400);
        yield return Case("with a Latin-1 letter", Encoding.Latin1.GetBytes(WebhookSite.Event.Replace("\"create\"", "\"create\", \"who\": \"Müller\"", StringComparison.Ordinal)), 400);
    }

    [SetUp]
    public async Task StartAsync() => site = await WebhookSite.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        Assert.That(site.Failures, Is.Empty);
        Assert.That(site.Logs.Lines.Where(line => line.Any(char.IsControl) || line.Length > 500), Is.Empty, "strangers write into the log");
        await site.DisposeAsync();
    }

    [TestCaseSource(nameof(Events))]
    public async Task An_event_is_queued_or_refused(byte[] body, int status, CancellationToken cancellationToken)
    {
        Assert.That(await site.PostAsync(body, cancellationToken), Is.EqualTo(status));
        Assert.That(site.Queued, Is.EqualTo(status == 202 ? 1 : 0));
    }

    [TestCaseSource(nameof(EveryBody))]
    public async Task A_body_that_is_no_event_is_told_so(byte[] body, string? type, CancellationToken cancellationToken)
    {
        string[] headers = type is null ? [] : [$"Content-Type: {type}"];
        var withLength = await site.PostAsync(body, cancellationToken, headers);
        var inChunks = await site.SendAsync(
            WebhookSite.Request("POST", WebhookSite.Path, Chunked(body), [$"Authorization: {WebhookSite.Secret}", "Transfer-Encoding: chunked", .. headers]), hangsUp: false, cancellationToken);
        var fromAStranger = await site.SendAsync(
            WebhookSite.Request("POST", WebhookSite.Path, body, ["Authorization: Bearer of nothing", $"Content-Length: {body.Length}", .. headers]), hangsUp: false, cancellationToken);

        Assert.That((withLength, inChunks, fromAStranger), Is.EqualTo((400, 400, 401)));
        Assert.That(site.Queued, Is.Zero);
    }

    [TestCaseSource(nameof(EveryEnormousBody))]
    public async Task A_body_that_is_too_large_is_told_so_before_it_is_all_there(byte[] body, CancellationToken cancellationToken)
    {
        // Only the first part ever comes; whoever waited for the rest would never answer.
        var withLength = await site.SendAsync(
            WebhookSite.Request("POST", WebhookSite.Path, body[..70_000], $"Authorization: {WebhookSite.Secret}", $"Content-Length: {body.Length}"), hangsUp: false, cancellationToken);
        var inChunks = await site.SendAsync(
            WebhookSite.Request("POST", WebhookSite.Path, Chunked(body[..70_000])[..^5], $"Authorization: {WebhookSite.Secret}", "Transfer-Encoding: chunked"), hangsUp: false, cancellationToken);

        Assert.That((withLength, inChunks), Is.EqualTo((413, 413)));
        Assert.That(site.Queued, Is.Zero);
    }

    [Test]
    public async Task A_body_that_never_comes_is_given_up(CancellationToken cancellationToken)
    {
        var status = await site.SendAsync(
            WebhookSite.Request("POST", WebhookSite.Path, Event[..20], $"Authorization: {WebhookSite.Secret}", $"Content-Length: {Event.Length}"), hangsUp: false, cancellationToken);

        Assert.That(status, Is.EqualTo(408).Or.Zero);
        Assert.That(site.Queued, Is.Zero);
    }

    [TestCase("Content-Length: 5000", Description = "more than comes")]
    [TestCase("Transfer-Encoding: chunked", Description = "no chunks")]
    public async Task A_body_that_breaks_off_is_malformed(string header, CancellationToken cancellationToken)
    {
        var status = await site.SendAsync(WebhookSite.Request("POST", WebhookSite.Path, Event, $"Authorization: {WebhookSite.Secret}", header), hangsUp: true, cancellationToken);

        Assert.That(status, Is.EqualTo(400).Or.Zero);
        Assert.That(site.Queued, Is.Zero);
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("application/json; charset=utf-7")]
    [TestCase(";;;=;")]
    public async Task The_content_type_decides_nothing(string type, CancellationToken cancellationToken)
    {
        Assert.That(await site.PostAsync(Event, cancellationToken, $"Content-Type: {type}"), Is.EqualTo(202));
        Assert.That(site.Queued, Is.EqualTo(1));
    }

    [Test]
    public async Task A_compressed_event_is_not_unpacked(CancellationToken cancellationToken)
    {
        Assert.That(await site.PostAsync(HostileInput.Compressed(WebhookSite.Event), cancellationToken, "Content-Encoding: gzip"), Is.EqualTo(400));
        Assert.That(site.Queued, Is.Zero);
    }

    [TestCase("GET", 405)]
    [TestCase("PUT", 405)]
    [TestCase("DELETE", 405)]
    [TestCase("PATCH", 405)]
    [TestCase("OPTIONS", 405)]
    [TestCase("TRACE", 405)]
    [TestCase("HEAD", 405)]
    [TestCase("BREW", 405)]
    public async Task Another_method_is_refused(string method, int status, CancellationToken cancellationToken)
    {
        Assert.That(
            await site.SendAsync(WebhookSite.Request(method, WebhookSite.Path, Event, $"Authorization: {WebhookSite.Secret}", $"Content-Length: {Event.Length}"), hangsUp: false, cancellationToken),
            Is.EqualTo(status));
        Assert.That(site.Queued, Is.Zero);
    }

    [TestCase(202, WebhookSite.NextSecret)]
    [TestCase(401)]
    [TestCase(401, "")]
    [TestCase(401, " ")]
    [TestCase(401, WebhookSite.Secret, WebhookSite.Secret, Description = "twice")]
    [TestCase(401, WebhookSite.Secret, WebhookSite.NextSecret, Description = "both")]
    [TestCase(401, WebhookSite.Secret + "," + WebhookSite.NextSecret)]
    [TestCase(401, "bearer 0123456789abcdef0123456789abcdef", Description = "another case")]
    [TestCase(401, "0123456789abcdef0123456789abcdef")]
    [TestCase(401, WebhookSite.Secret + "0")]
    [TestCase(401, "Basic OmFkbWlu")]
    [TestCase(401, "*30000")]
    [TestCase(431, "*40000")]
    public async Task Only_one_of_the_two_secrets_opens(int status, params string[] secrets)
    {
        string[] headers = [.. secrets.Select(secret => $"Authorization: {(secret.StartsWith('*') ? new string('x', int.Parse(secret[1..])) : secret)}"), $"Content-Length: {Event.Length}"];

        Assert.That(await site.SendAsync(WebhookSite.Request("POST", WebhookSite.Path, Event, headers), hangsUp: false, CancellationToken.None), Is.EqualTo(status));
        Assert.That(site.Queued, Is.EqualTo(status == 202 ? 1 : 0));
    }

    [TestCase("Bearer sécret", 400, 401)]
    [TestCase("Bearer \u0000", 400, 401)]
    [TestCase("Bearer \u007f", 400, 401)]
    public async Task A_secret_that_is_no_text_opens_nothing(string secret, int either, int or)
    {
        Assert.That(
            await site.SendAsync(WebhookSite.Request("POST", WebhookSite.Path, Event, $"Authorization: {secret}", $"Content-Length: {Event.Length}"), hangsUp: false, CancellationToken.None),
            Is.EqualTo(either).Or.EqualTo(or));
        Assert.That(site.Queued, Is.Zero);
    }

    [TestCase("nobody", 401)]
    [TestCase("MAIN", 401)]
    [TestCase("main%20", 401)]
    [TestCase("main%0A2026-01-01%20Error%20the%20books%20are%20gone", 401)]
    [TestCase("%00", 401)]
    [TestCase("..%2F..%2Fetc%2Fpasswd", 401)]
    [TestCase("%7B0%7D%7BConnection%7D", 401)]
    [TestCase("%F0%9F%92%A3", 401)]
    [TestCase("%E2%80%AEniam", 401)]
    [TestCase("*4000", 401)]
    [TestCase("%FF", 401)]
    [TestCase("", 404)]
    [TestCase("main/more", 404)]
    [TestCase("../main", 404)]
    public async Task A_connection_that_is_not_there_looks_like_a_wrong_secret(string connection, int status, CancellationToken cancellationToken)
    {
        var name = connection.StartsWith('*') ? new string('x', int.Parse(connection[1..])) : connection;
        var request = WebhookSite.Request(
            "POST", $"/api/procore/webhooks/{name}?code=local-host-key", Event, $"Authorization: {WebhookSite.Secret}", $"Content-Length: {Event.Length}");

        Assert.That(await site.SendAsync(request, hangsUp: false, cancellationToken), Is.EqualTo(status).Or.EqualTo(400));
        Assert.That(site.Queued, Is.Zero);
    }

    [TestCase("/api/procore/webhooks/main")]
    [TestCase("/api/procore/webhooks/main?code=")]
    [TestCase("/api/procore/webhooks/main?code=wrong&code=local-host-key")]
    public async Task Without_the_functions_key_nobody_gets_as_far_as_the_secret(string path)
    {
        Assert.That(
            await site.SendAsync(WebhookSite.Request("POST", path, Event, $"Authorization: {WebhookSite.Secret}", $"Content-Length: {Event.Length}"), hangsUp: false, CancellationToken.None),
            Is.EqualTo(401));
    }

    [TestCase("""{"id":1,"id":2,"event_type":"create","resource_name":"ERP Requests","resource_id":5,"company_id":4400123}""", Description = "two ids")]
    [TestCase("""{"id":1,"event_type":"create","resource_name":"ERP Requests","resource_id":5e0,"company_id":4400123}""")]
    [TestCase("""{"id":1,"event_type":"create","resource_name":"ERP Requests","resource_id":1e400,"company_id":4400123}""")]
    [TestCase("""{"id":1,"event_type":"create","resource_name":"ERP Requests","resource_id":9223372036854775808,"company_id":4400123}""")]
    [TestCase("""{"id":1,"event_type":"create","resource_name":"ERP Requests","resource_id":"٥","company_id":4400123}""")]
    [TestCase("""{"id":"a\u000ab","event_type":"create","resource_name":"ERP Requests","resource_id":5,"company_id":4400123}""")]
    [TestCase("""{"id":1,"event_type":"create","resource_name":"ERP Requests","resource_id":5,"company_id":4400124}""")]
    [TestCase("""{"id":1,"event_type":"create\ud800","resource_name":"ERP Requests","resource_id":5,"company_id":4400123}""")]
    [TestCase("""{"id":[],"event_type":{},"resource_name":[],"resource_id":null,"company_id":true}""")]
    public async Task An_event_with_a_wrong_value_is_malformed(string json, CancellationToken cancellationToken)
    {
        Assert.That(await site.PostAsync(Encoding.UTF8.GetBytes(json), cancellationToken), Is.EqualTo(400));
        Assert.That(site.Queued, Is.Zero);
    }

    private static TestCaseData Case(string name, byte[] body, int status) => new TestCaseData(body, status).SetArgDisplayNames(name);

    private static byte[] Chunked(byte[] body) =>
        [.. body.Chunk(1000).SelectMany(part => Encoding.ASCII.GetBytes($"{part.Length:x}\r\n").Concat(part).Concat("\r\n"u8.ToArray())), .. "0\r\n\r\n"u8];
}
