using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>What a request was.</summary>
internal sealed record Sent(string Method, Uri Url, string? Authorization, string? Company, string? Accept, string? ContentType, string Body)
{
    public bool IsSignIn => Url.AbsolutePath == "/oauth/token";
}

/// <summary>Answers in place of Procore: the script decides, and what was asked is kept. Signing in works unless the script says otherwise.</summary>
internal sealed class StubProcore : HttpMessageHandler
{
    private readonly ConcurrentQueue<Sent> sent = new();
    private int tokens;

    public Func<Sent, HttpResponseMessage> Answer { get; set; } = _ => Json("{}");

    public Func<Sent, HttpResponseMessage>? SignIn { get; set; }

    public IReadOnlyList<Sent> Calls => [.. sent.Where(call => !call.IsSignIn)];

    public IReadOnlyList<Sent> SignIns => [.. sent.Where(call => call.IsSignIn)];

    public static HttpResponseMessage Json(string json, int status = 200, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public static HttpResponseMessage Html(int status) =>
        new((HttpStatusCode)status) { Content = new StringContent("<html><h1>Sorry</h1></html>", Encoding.UTF8, "text/html") };

    public static HttpResponseMessage Bytes(byte[] bytes, string? contentType)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) };
        if (contentType is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new Sent(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            request.Headers.TryGetValues("Procore-Company-Id", out var company) ? company.Single() : null,
            request.Headers.Accept.ToString(),
            request.Content?.Headers.ContentType?.MediaType,
            body);
        sent.Enqueue(call);

        if (!call.IsSignIn)
        {
            return Answer(call);
        }

        return SignIn is not null
            ? SignIn(call)
            : Json($$"""{ "access_token": "token-{{Interlocked.Increment(ref tokens)}}", "token_type": "bearer", "expires_in": 5400, "created_at": 1780000000 }""");
    }
}
