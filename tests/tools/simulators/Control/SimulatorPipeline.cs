using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace ProcoreNetSuite.Simulators.Control;

/// <summary>The way of every request: control interface, or log, faults, the simulator itself.</summary>
internal sealed class SimulatorPipeline(Simulator simulator)
{
    private const string Html503 = "<html><head><title>503 Service Temporarily Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>";

    private readonly ControlEndpoints _control = new(simulator);

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/_control", out var rest))
        {
            await _control.HandleAsync(context, rest.Value ?? "");
            return;
        }

        var body = await ReadBodyAsync(context);
        // The path as it was sent: signatures and external ids depend on its encoding.
        var path = RawPath(context);
        var limit = simulator.CommonSettings.BodyLogLimit;
        var ticket = simulator.Calls.Add(
            simulator.Time.GetUtcNow(), context.Request.Method, path, context.Request.QueryString.Value ?? "", body.Length > limit ? body[..limit] : body);
        var started = simulator.Time.GetTimestamp();
        var faults = simulator.Faults.Hit(context.Request.Method, path, body, context.Request.QueryString.Value ?? "");
        var answered = false;
        try
        {
            answered = await HandleAsync(context, faults, simulator.IsRead(context.Request.Method, path));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Never a state the real system has: shown as what it is, a fault of the simulator.
            simulator.NoteBug(failure);
            answered = !context.Response.HasStarted;
            if (answered)
            {
                await AnswerAsync(context, 500, "text/plain", $"The simulator failed: {failure}");
            }
        }
        finally
        {
            simulator.Calls.Finish(
                ticket, answered ? context.Response.StatusCode : null, simulator.Time.GetElapsedTime(started), faults.Count > 0 ? faults[0].Id : null);
        }
    }

    private static string RawPath(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    private static async Task<string> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 or null && !context.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return "";
        }

        var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        buffer.Position = 0;
        context.Request.Body = buffer;
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <returns>Whether the caller got a whole answer.</returns>
    private async Task<bool> HandleAsync(HttpContext context, IReadOnlyList<FaultRule> faults, bool isRead)
    {
        // The simulator's clock, not the machine's.
        context.Response.Headers.Date = simulator.Time.GetUtcNow().ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var fault in faults)
        {
            switch (fault.Kind)
            {
                case FaultKind.ExpireTokens:
                    simulator.ExpireTokens();
                    break;
                case FaultKind.FailBefore:
                    context.Abort();
                    return false;
                case FaultKind.RefuseConcurrency:
                    await simulator.RefuseForLimitAsync(context);
                    return true;
                case FaultKind.Html503:
                    await AnswerAsync(context, 503, "text/html", Html503);
                    return true;
                case FaultKind.Status:
                    foreach (var (name, value) in fault.Headers)
                    {
                        context.Response.Headers[name] = value;
                    }

                    await AnswerAsync(context, fault.Status, fault.ContentType, fault.Body ?? "");
                    return true;
            }
        }

        var delay = faults.Where(fault => fault.Kind == FaultKind.Delay).Aggregate(TimeSpan.Zero, (sum, fault) => sum + fault.Delay);
        async Task Pause()
        {
            // Work that was started goes on in the real system when the caller hangs up, so nothing cancels it here.
            var (latency, settings) = (simulator.Latency.Next(simulator.CommonSettings, isRead), simulator.CommonSettings);
            if (settings.LatencyInRealTime && latency > TimeSpan.Zero)
            {
                await Task.Delay(latency, TimeProvider.System, CancellationToken.None);
            }

            var pause = delay + (settings.LatencyInRealTime ? TimeSpan.Zero : latency);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, simulator.Time, CancellationToken.None);
            }
        }

        var cut = faults.FirstOrDefault(fault => fault.Kind is FaultKind.LoseAnswer or FaultKind.Truncate);
        if (cut is null)
        {
            await simulator.HandleAsync(context, Pause);
            return true;
        }

        var wire = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        await simulator.HandleAsync(context, Pause);
        if (cut.Kind == FaultKind.Truncate && kept.Length > 1)
        {
            context.Response.Body = wire;
            context.Response.ContentLength = kept.Length;
            await wire.WriteAsync(kept.GetBuffer().AsMemory(0, (int)kept.Length / 2), CancellationToken.None);
            await wire.FlushAsync(CancellationToken.None);
        }

        context.Abort();
        return false;
    }

    private static Task AnswerAsync(HttpContext context, int status, string contentType, string body)
    {
        context.Response.StatusCode = status;
        if (body.Length == 0)
        {
            return Task.CompletedTask;
        }

        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
