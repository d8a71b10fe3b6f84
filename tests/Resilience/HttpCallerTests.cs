using System.Text;
using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Resilience;

/// <summary>Over real sockets, with the handler of real use: whatever comes back is an answer, or is called none.</summary>
[CancelAfter(60_000)]
public sealed class HttpCallerTests
{
    /// <summary>What two systems keep of a stream between a writer and a reader, in bytes, and then some.</summary>
    private const int ManyBuffers = 32 * 1024 * 1024;

    private const string LocalHost = "in the local host";
    private const string Chunked = "Transfer-Encoding: chunked";

    private static readonly string[] Places = ["in Azure", LocalHost];
    private static readonly string[] Lengths = [Chunked, $"Content-Length: {HttpCaller.LargestBody + 1}", "Connection: close"];

    private static readonly byte[] Wanted = Encoding.UTF8.GetBytes("{\"id\":1}");

    private static IEnumerable<TestCaseData> Answers()
    {
        yield return Case("gzip that is none", RawServer.Answer(Wanted, "Content-Encoding: gzip"));
        yield return Case("brotli that is none", RawServer.Answer([0xFF, 0xFE, 1, 2, 3, 4, 5, 6], "Content-Encoding: br"));
        yield return Case("less than its length", RawServer.Answer(Wanted, "Connection: close")[..^4]);
        yield return Case("nothing", []);
        yield return Case("a greeting of another protocol", "SSH-2.0-OpenSSH_9.0\r\n"u8.ToArray());
        yield return Case("a status that is no number", "HTTP/1.1 OK fine\r\n\r\n"u8.ToArray());
        yield return Case("half a header", "HTTP/1.1 200 OK\r\nContent-"u8.ToArray());
        yield return Case("chunks of no size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"id\":1}\r\n0\r\n\r\n"u8.ToArray());
        yield return Case("chunks without an end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"id\r\n"u8.ToArray());
        yield return Case("a header line of 1 MB", [.. "HTTP/1.1 200 OK\r\nX: "u8, .. Encoding.ASCII.GetBytes(new string('x', 1_000_000)), .. "\r\n\r\n"u8]);
    }

    /// <summary>What the platform makes something of.</summary>
    private static IEnumerable<TestCaseData> OddAnswers()
    {
        yield return Case("half a gzip", RawServer.Answer(HostileInput.Compressed(new string('x', 5000))[..30], "Content-Encoding: gzip"));
        yield return Case("deflate that is none", RawServer.Answer(Wanted, "Content-Encoding: deflate"));
        yield return Case("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 8\r\n\r\n{\"id\":1}"u8.ToArray());
    }

    private static IEnumerable<TestCaseData> EveryBody => HostileInput.Bodies.Select(body => Case(body.Key, RawServer.Answer(
        body.Value.Bytes, body.Value.Type is { } type ? [$"Content-Type: {type}"] : [])));

    [TestCaseSource(nameof(Answers))]
    public async Task A_broken_answer_is_no_answer(byte[] answer, CancellationToken cancellationToken)
    {
        using var server = new RawServer(answer);

        var failure = await Assert.ThrowsAsync<NoAnswerException>(() => SendAsync(server, HttpMethod.Post, cancellationToken));

        Assert.That(failure!.Sent, Is.True, "the other side may have done the work");
        Assert.That(server.Requests, Is.EqualTo(1), "a write must not be repeated on the way");
    }

    [TestCaseSource(nameof(OddAnswers))]
    public async Task An_odd_answer_is_never_a_whole_one(byte[] answer, CancellationToken cancellationToken)
    {
        using var server = new RawServer(answer);

        var failure = await Assert.CatchAsync(async () => JsonDocument.Parse((await SendAsync(server, cancellationToken)).Body));

        Assert.That(failure, Is.TypeOf<NoAnswerException>().Or.InstanceOf<JsonException>());
    }

    [TestCaseSource(nameof(EveryBody))]
    public async Task Any_body_is_taken_in_and_what_is_no_text_is_called_garbled(byte[] answer, CancellationToken cancellationToken)
    {
        using var server = new RawServer(answer);

        var taken = await SendAsync(server, cancellationToken);

        Assert.That(taken.Status, Is.EqualTo(200));
        Assert.That(taken.IsGarbled, Is.EqualTo(taken.Body.Contains('\uFFFD', StringComparison.Ordinal)));
    }

    [TestCase("utf-16", "{\"name\":\"Müller\"}")]
    [TestCase("iso-8859-1", "{\"name\":\"Müller\"}")]
    [TestCase("\"UTF-8\"", "{\"name\":\"Müller\"}")]
    public async Task A_body_is_read_in_the_charset_it_names(string charset, string text)
    {
        using var server = new RawServer(RawServer.Answer(Encoding.GetEncoding(charset.Trim('"')).GetBytes(text), $"Content-Type: application/json; charset={charset}"));

        Assert.That((await SendAsync(server, CancellationToken.None)).Body, Is.EqualTo(text));
    }

    [Test]
    public async Task A_small_answer_that_unpacks_to_more_than_any_page_is_not_taken_in(CancellationToken cancellationToken)
    {
        using var server = new RawServer(RawServer.Answer(HostileInput.Compressed(new byte[100_000_000]), "Content-Encoding: gzip"));

        await Assert.ThrowsAsync<NoAnswerException>(() => SendAsync(server, cancellationToken));
    }

    [Test]
    public async Task An_answer_that_never_ends_is_given_up(CancellationToken cancellationToken)
    {
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string(' ', 0x10000)}\r\n");
        using var server = new RawServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), chunk);

        await Assert.ThrowsAsync<NoAnswerException>(() => SendAsync(server, cancellationToken));
    }

    [Test]
    public async Task No_more_of_an_answer_is_taken_in_than_any_page_needs([ValueSource(nameof(Places))] string place, [ValueSource(nameof(Lengths))] string length)
    {
        byte[] data = length == Chunked ? [.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8] : new byte[0x10000];
        using var server = new RawServer(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{length}\r\n\r\n"), data);
        using var http = new HttpCaller(HandlerOf(place), TimeSpan.FromSeconds(50), "test");

        var failure = await Assert.ThrowsAsync<NoAnswerException>(() => http.SendAsync(HttpMethod.Get, server.Address, [], null, CancellationToken.None));

        Assert.That(
            failure!.GetBaseException(), Is.TypeOf<HttpRequestException>().With.Property(nameof(HttpRequestException.HttpRequestError)).EqualTo(HttpRequestError.ConfigurationLimitExceeded));
        Assert.That(server.Sent, Is.LessThan(HttpCaller.LargestBody + ManyBuffers));
    }

    [Test]
    public async Task The_largest_answer_is_taken_in_whole([ValueSource(nameof(Places))] string place)
    {
        using var server = new RawServer(RawServer.Answer(new byte[HttpCaller.LargestBody]));
        using var http = new HttpCaller(HandlerOf(place), TimeSpan.FromSeconds(50), "test");

        Assert.That((await http.SendAsync(HttpMethod.Get, server.Address, [], null, CancellationToken.None)).Utf8.Length, Is.EqualTo(HttpCaller.LargestBody));
    }

    [Test]
    public async Task Headers_that_never_end_are_given_up(CancellationToken cancellationToken)
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\n"u8.ToArray(), "X-More: of the same\r\n"u8.ToArray());

        await Assert.ThrowsAsync<NoAnswerException>(() => SendAsync(server, cancellationToken));
    }

    [Test]
    public async Task A_server_that_says_nothing_is_given_up_when_the_time_is_over()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"u8.ToArray(), []);
        using var http = new HttpCaller(HttpCaller.CreateHandler(), TimeSpan.FromSeconds(1), "test");

        var failure = await Assert.ThrowsAsync<NoAnswerException>(() => http.SendAsync(HttpMethod.Get, server.Address, [], null, CancellationToken.None));

        Assert.That(failure!.Sent, Is.True);
    }

    /// <summary>The local host reads every answer before the client does.</summary>
    private static HttpMessageHandler HandlerOf(string place) =>
        place == LocalHost ? new EffectHandler(new Effects().Current, EffectKind.Http, HttpCaller.CreateHandler()) : HttpCaller.CreateHandler();

    private static Task<HttpAnswer> SendAsync(RawServer server, CancellationToken cancellationToken) => SendAsync(server, HttpMethod.Get, cancellationToken);

    private static async Task<HttpAnswer> SendAsync(RawServer server, HttpMethod method, CancellationToken cancellationToken)
    {
        using var http = new HttpCaller(HttpCaller.CreateHandler(), TimeSpan.FromSeconds(20), "test");
        using var body = method == HttpMethod.Post ? HttpCaller.Json("{}") : null;

        return await http.SendAsync(method, server.Address, [], body, cancellationToken);
    }

    private static TestCaseData Case(string name, byte[] answer) => new TestCaseData(answer).SetArgDisplayNames(name);
}
