using System.Text;
using System.Text.Unicode;
using Flurl.Http;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Resilience;

/// <summary>What came back, whatever its status.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Utf8">The whole body as UTF-8, without a mark in front; empty if there was none. Large answers are read from here: a text is twice as long.</param>
public sealed record HttpAnswer(int Status, ReadOnlyMemory<byte> Utf8, HttpResponseMessage Message)
{
    /// <summary>The body as text, for people.</summary>
    public string Body => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>True if the bytes were no text in their encoding: <see cref="Body"/> then holds replacement characters and must not be booked.</summary>
    public bool IsGarbled { get; init; }

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The first value of a response header, or null.</summary>
    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values)
            ? values.FirstOrDefault()
            : null;
}

/// <summary>No answer came.</summary>
/// <param name="sent">False only if the connection was never made, so that the other side can't have seen the call.</param>
public sealed class NoAnswerException(string message, bool sent, Exception inner) : Exception(message, inner)
{
    public bool Sent { get; } = sent;
}

/// <summary>The one place where Flurl is called: one request, one answer, no retry, no redirect.</summary>
public sealed class HttpCaller : IDisposable
{
    /// <summary>In bytes, unpacked; more than the largest page either system sends. A longer answer is none: it is given up at this length.</summary>
    public const long LargestBody = 64 * 1024 * 1024;

    private readonly string system;
    private readonly HttpClient client;
    private readonly FlurlClient flurl;

    /// <param name="handler">Makes the connection; must not follow redirects.</param>
    /// <param name="timeout">Longest wait for a whole answer, on the real clock.</param>
    /// <param name="system">Whom it calls, for telemetry: one of <see cref="TelemetryNames.Systems"/>.</param>
    public HttpCaller(HttpMessageHandler handler, TimeSpan timeout, string system)
    {
        this.system = system;
        client = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = LargestBody };
        flurl = new FlurlClient(client);

        // Flurl has a limit of its own, 100 seconds, beside HttpClient's.
        flurl.Settings.Timeout = timeout;
    }

    /// <summary>A handler for real use: no redirects, no cookies, connections renewed so that address changes are seen.</summary>
    public static HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };

    /// <summary>Sends one request, once.</summary>
    /// <param name="body">JSON text, form content or null.</param>
    /// <exception cref="NoAnswerException">The connection failed or the time ran out.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; a write may have been done.</exception>
    public async Task<HttpAnswer> SendAsync(
        HttpMethod method,
        Uri url,
        IEnumerable<KeyValuePair<string, string>> headers,
        HttpContent? body,
        CancellationToken cancellationToken)
    {
        var request = flurl.Request(url.AbsoluteUri).AllowAnyHttpStatus();
        foreach (var (name, value) in headers)
        {
            request = request.WithHeader(name, value);
        }

        using var call = RemoteCall.Begin(system, method, url);
        try
        {
            var answer = await request.WithAutoRedirect(false).SendAsync(method, body, cancellationToken: cancellationToken);
            var message = answer.ResponseMessage;
            var (utf8, garbled) = ToUtf8(
                await message.Content.ReadAsByteArrayAsync(cancellationToken), message.Content.Headers.ContentType?.CharSet);

            // The message keeps its headers; what it holds of the body is not needed any more.
            message.Dispose();
            call.Answered((int)message.StatusCode);

            return new HttpAnswer((int)message.StatusCode, utf8, message) { IsGarbled = garbled };
        }
        catch (FlurlHttpException failure) when (!cancellationToken.IsCancellationRequested)
        {
            call.Failed(failure.GetBaseException());
            throw new NoAnswerException(failure.GetBaseException().Message, WasSent(failure), failure);
        }
        catch (FlurlHttpException failure) when (cancellationToken.IsCancellationRequested)
        {
            call.Failed(failure);
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>A JSON body.</summary>
    public static HttpContent Json(string json) => new StringContent(json, Encoding.UTF8, "application/json");

    /// <summary>The same, written already.</summary>
    public static HttpContent Json(byte[] utf8) =>
        new ByteArrayContent(utf8) { Headers = { ContentType = new("application/json") { CharSet = Encoding.UTF8.WebName } } };

    public void Dispose()
    {
        flurl.Dispose();
        client.Dispose();
    }

    /// <summary>Never throws: an unknown charset is read as UTF-8, which is what both systems send.</summary>
    private static (ReadOnlyMemory<byte> Utf8, bool Garbled) ToUtf8(byte[] bytes, string? charset)
    {
        if (OtherEncoding(charset) is not { } encoding)
        {
            return (Mended(bytes), !Utf8.IsValid(bytes));
        }

        try
        {
            return (Mended(Encoding.UTF8.GetBytes(encoding.GetString(bytes))), false);
        }
        catch (DecoderFallbackException)
        {
            return (bytes, true);
        }
    }

    private static Encoding? OtherEncoding(string? charset)
    {
        try
        {
            var encoding = Encoding.GetEncoding(charset?.Trim('"', ' ') ?? "utf-8", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

            return encoding.CodePage == Encoding.UTF8.CodePage ? null : encoding;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Mended(byte[] bytes)
    {
        HalfCharacters.Mend(bytes);

        return WithoutMark(bytes);
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) =>
        bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    private static bool WasSent(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                })
            {
                return false;
            }
        }

        return true;
    }
}
