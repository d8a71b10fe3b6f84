using System.Net;
using System.Text.Json;

namespace ProcoreNetSuite.Simulators.Control;

/// <summary>The control interface under /_control/. It asks for no login, so only this machine may use it.</summary>
internal sealed class ControlEndpoints(Simulator simulator)
{
    public async Task HandleAsync(HttpContext context, string path)
    {
        if (context.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        try
        {
            var arguments = await ReadAsync(context);
            var answer = await AnswerAsync(context.Request.Method, path.Trim('/').Split('/'), arguments, context.RequestAborted);
            await WriteAsync(context, answer is null ? 404 : 200, answer ?? new { error = $"There is no {context.Request.Method} {path}." });
        }
        catch (Exception failure) when (failure is ControlException or JsonException or InvalidOperationException or FormatException)
        {
            await WriteAsync(context, 400, new { error = failure.Message });
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        return JsonElement.Parse(text.Length == 0 ? "{}" : text);
    }

    private static Task WriteAsync(HttpContext context, int status, object answer)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, answer.GetType(), ControlJson.Options, context.RequestAborted);
    }

    private async Task<object?> AnswerAsync(string method, string[] path, JsonElement arguments, CancellationToken cancellationToken)
    {
        switch (method, path)
        {
            case ("POST", ["reset"]):
                simulator.Reset();
                return new { reset = true };
            case ("GET", ["faults"]):
                return simulator.Faults.All;
            case ("POST", ["faults"]):
                return simulator.Faults.Add(arguments.Deserialize<FaultRule>(ControlJson.Options)!);
            case ("DELETE", ["faults"]):
                simulator.Faults.Clear();
                return new { removed = true };
            case ("DELETE", ["faults", var id]):
                return new { removed = simulator.Faults.Remove(id) };
            case ("GET", ["calls"]):
                return simulator.Calls.All;
            case ("DELETE", ["calls"]):
                simulator.Calls.Clear();
                return new { removed = true };
            case ("GET", ["ledger"]):
                return simulator.DescribeLedger();
            case ("POST", ["seed"]):
                return simulator.Seed(arguments);
            case ("GET", ["settings"]):
                return simulator.DescribeSettings();
            case ("POST", ["settings"]):
                return simulator.ChangeSettings(arguments);
            case ("POST", ["actions", var action]):
                return await simulator.ActAsync(action, arguments, cancellationToken);
            default:
                return null;
        }
    }
}
