using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>The HTTP side of the Functions host: routes under <c>/api</c>, keys, who is signed in, results. It stays up while the functions restart.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private readonly WebApplication app;

    private HttpFront(WebApplication app) => this.app = app;

    public Uri BaseAddress => new(app.Urls.First());

    public static async Task<HttpFront> StartAsync(LocalHost host, LocalHostOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 100 * 1024 * 1024);
        builder.Services.AddMvcCore();

        var app = builder.Build();
        foreach (var function in options.Catalog.Functions)
        {
            if (function.Trigger is HttpFunctionTrigger trigger)
            {
                Map(app, host, options, function, trigger);
            }
        }

        await app.StartAsync();
        return new HttpFront(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static void Map(
        WebApplication app, LocalHost host, LocalHostOptions options, FunctionEntry function, HttpFunctionTrigger trigger)
    {
        var route = "/api/" + trigger.Route.TrimStart('/');
        RequestDelegate run = context => RunAsync(context, host, options, function, trigger.Level);
        if (trigger.Methods is [])
        {
            app.Map(route, run);
        }
        else
        {
            app.MapMethods(route, trigger.Methods.Select(method => method.ToUpperInvariant()), run);
        }
    }

    private static async Task RunAsync(
        HttpContext context, LocalHost host, LocalHostOptions options, FunctionEntry function, AuthorizationLevel level)
    {
        if (!HostKeys.Open(context.Request, level, options.HostKey, options.MasterKey))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        TestPerson.Authenticate(context.Request, options.People);
        var life = host.Life;
        host.Effects.BeginCall();
        try
        {
            var result = await FunctionInvoker.InvokeAsync(life, function, [context.Request], context.RequestAborted);
            if (!life.Effects.IsDead)
            {
                await AnswerAsync(context, function, result);
            }
        }
        catch (Exception failure) when (!life.Effects.IsDead && !context.RequestAborted.IsCancellationRequested)
        {
            host.Fail(function, messageId: null, failure);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        finally
        {
            // A killed process doesn't answer: the caller sees its connection break.
            if (life.Effects.IsDead)
            {
                context.Abort();
            }
        }
    }

    private static Task AnswerAsync(HttpContext context, FunctionEntry function, object? result) => result switch
    {
        IActionResult action => action.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new())),
        IResult minimal => minimal.ExecuteAsync(context),
        _ => throw new InvalidOperationException($"Function {function.Name} must return IActionResult or IResult."),
    };
}
