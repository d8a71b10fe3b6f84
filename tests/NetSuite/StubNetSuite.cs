using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>Answers in the order they were prepared, or by a rule, and remembers what it was asked.</summary>
internal sealed class StubNetSuite : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<HttpRequestMessage, HttpResponseMessage>> prepared = new();

    public List<Call> Calls { get; } = [];

    /// <summary>Used when nothing is prepared.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage>>? Rule { get; set; }

    /// <summary>Calls other than those for a token.</summary>
    public IReadOnlyList<Call> ApiCalls => [.. Calls.Where(call => !call.Url.Contains("/oauth2/", StringComparison.Ordinal))];

    public StubNetSuite Answer(int status, string body = "", string? location = null, string type = "application/json") =>
        Then(_ => Response(status, body, location, type));

    public StubNetSuite Fail(Exception failure) => Then(_ => throw failure);

    public StubNetSuite Then(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        prepared.Enqueue(answer);

        return this;
    }

    public static HttpResponseMessage Response(int status, string body = "", string? location = null, string type = "application/json")
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        response.Headers.TryAddWithoutValidation("X-N-OperationId", "op-1");
        if (location is not null)
        {
            response.Headers.TryAddWithoutValidation("Location", location);
        }

        return response;
    }

    public static string Error(string code, string detail, int status = 400) =>
        $$"""
        {"type":"https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1","title":"Bad Request","status":{{status}},
         "o:errorDetails":[{"detail":{{System.Text.Json.JsonSerializer.Serialize(detail)}},"o:errorCode":"{{code}}"}]}
        """;

    public static string Rows(params string[] rows) =>
        $$"""{"links":[],"count":{{rows.Length}},"hasMore":false,"offset":0,"totalResults":{{rows.Length}},"items":[{{string.Join(',', rows)}}]}""";

    /// <summary>A client in front of this stub that authenticates with a constant.</summary>
    public NetSuiteClient Client(
        TimeProvider? time = null, INetSuiteAuthenticator? authenticator = null, ConcurrencyLimiter? limiter = null, NetSuiteSettings? settings = null) =>
        new(
            new NetSuiteConnection(
                new HttpCaller(this, TimeSpan.FromSeconds(100), "netsuite"), authenticator ?? new FixedAuthenticator(), limiter ?? new ConcurrencyLimiter(5),
                new Uri("https://1234567-sb1.suitetalk.api.netsuite.com"), time ?? new ImpatientTime(), NullLogger<NetSuiteClient>.Instance),
            settings ?? Examples.Settings,
            time ?? new ImpatientTime());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Calls)
        {
            Calls.Add(new(
                request.Method.Method,
                request.RequestUri!.AbsoluteUri,
                body,
                request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)));
        }

        return prepared.TryDequeue(out var answer) ? answer(request)
            : Rule is not null ? await Rule(request)
            : throw new AssertionException($"Nothing is prepared for {request.Method} {request.RequestUri}.");
    }

    internal sealed record Call(string Method, string Url, string Body, IReadOnlyDictionary<string, string> Headers);
}

/// <summary>Says yes to nothing after a 401 unless told to.</summary>
internal sealed class FixedAuthenticator(bool renews = false) : INetSuiteAuthenticator
{
    public int Asked { get; private set; }

    public ValueTask<string> AuthorizeAsync(HttpMethod method, Uri url, CancellationToken cancellationToken) =>
        ValueTask.FromResult($"Bearer token-{++Asked}");

    public bool Refused(string authorization) => renews;
}
