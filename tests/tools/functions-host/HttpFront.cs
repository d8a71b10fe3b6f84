using System.Net;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.FunctionsHosting.Messages;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The HTTP side of the host: routes under <c>/api</c>, keys, who is signed in; each request goes on to the worker while the function is invoked there.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private const string InvocationId = "x-ms-invocation-id";

    private static readonly string[] ForTheConnectionOnly = ["Connection", "Transfer-Encoding", "Keep-Alive", "Host"];

    private readonly WebApplication app;
    private readonly FunctionsHost host;
    private readonly FunctionsHostOptions options;

    private readonly HttpClient worker = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private HttpFront(WebApplication app, FunctionsHost host, FunctionsHostOptions options) => (this.app, this.host, this.options) = (app, host, options);

    public Uri BaseAddress => new(app.Urls.First());

    public static async Task<HttpFront> StartAsync(FunctionsHost host, FunctionsHostOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024);
        var front = new HttpFront(builder.Build(), host, options);
        foreach (var function in host.Functions.Where(function => function.IsHttp))
        {
            var methods = function.Trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant());
            front.app.MapMethods("/api/" + function.Text("route"), methods, context => front.RunAsync(context, function));
        }

        await front.app.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        worker.Dispose();
    }

    private async Task RunAsync(HttpContext context, HostedFunction function)
    {
        if (!HostKeys.Open(context.Request, Enum.Parse<AuthorizationLevel>(function.Text("authLevel")), options.HostKey, options.MasterKey))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        TestPerson.Authenticate(context.Request, options.People);
        try
        {
            await ForwardAsync(context, function);
        }
        catch (HttpRequestException failure) when (failure.GetBaseException() is BadHttpRequestException refused)
        {
            // The caller's body, not the worker, is what could not be had: too large, or broken off.
            context.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception failure) when (failure is WorkerFailedException or HttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            host.Fail(function, messageId: null, failure);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task ForwardAsync(HttpContext context, HostedFunction function)
    {
        var session = await host.SessionAsync(context.RequestAborted);
        var id = $"{Guid.NewGuid()}";
        using var request = Copy(context.Request, session.HttpAddress, id);
        var answering = worker.SendAsync(request, context.RequestAborted);
        var routeValues = context.Request.RouteValues.Select(value => KeyValuePair.Create(value.Key, $"{value.Value}"));

        var invoking = session.InvokeAsync(function, id, new TypedData { Http = new RpcHttp() }, routeValues);
        // A function that failed may leave the request without an answer.
        await Task.WhenAny(answering, invoking);
        if (invoking.IsFaulted)
        {
            await invoking;
        }

        using var answer = await answering;

        // After an exception the worker answers an empty 200 all the same: what counts is how the function ended.
        await invoking;
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !ForTheConnectionOnly.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (answer.StatusCode is not HttpStatusCode.NoContent)
        {
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private static HttpRequestMessage Copy(HttpRequest given, Uri worker, string invocationId)
    {
        var request = new HttpRequestMessage(new HttpMethod(given.Method), new Uri(worker, $"{given.Path}{given.QueryString}"))
        {
            Content = HttpMethods.IsGet(given.Method) || HttpMethods.IsHead(given.Method) ? null : new PassedOnBody(given.Body),
        };
        foreach (var (name, values) in given.Headers.Where(header => !ForTheConnectionOnly.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.Host = given.Host.Value;
        request.Headers.Remove(InvocationId);
        request.Headers.Add(InvocationId, invocationId);
        return request;
    }

    /// <summary>A caller's body, byte by byte as it comes. The headers go ahead: a function begins before its body is there.</summary>
    private sealed class PassedOnBody(Stream body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            var buffer = new byte[64 * 1024];
            while (await body.ReadAsync(buffer) is var read && read > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;

            return false;
        }
    }
}
