using System.Net;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.FunctionsHosting.Messages;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>The HTTP side of the host: routes under <c>/api</c>, keys, who is signed in; each request goes on to the worker while the function is invoked there.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
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

        // After an exception the worker answers an empty 200 all the same: what counts is how the function ended.
        await Task.WhenAll(answering, session.InvokeAsync(function, id, new TypedData { Http = new RpcHttp() }, routeValues));
        using var answer = await answering;
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
        var request = new HttpRequestMessage(new HttpMethod(given.Method), new Uri(worker, $"{given.Path}{given.QueryString}")) { Content = new StreamContent(given.Body) };
        foreach (var (name, values) in given.Headers.Where(header => !ForTheConnectionOnly.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.Host = given.Host.Value;
        request.Headers.Add("x-ms-invocation-id", invocationId);
        return request;
    }
}
