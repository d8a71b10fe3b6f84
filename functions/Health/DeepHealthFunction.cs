using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Requests;

namespace ProcoreNetSuite.Functions.Health;

/// <summary>Is everything as it should be, on both sides and between them? Asks both systems, so it is not for everyone.</summary>
public sealed class DeepHealthFunction(DeepHealth health, AppAddress app, Doorkeeper door)
{
    [Function("HealthDeep")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/deep")] HttpRequest request, CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Reader, _ => LookAsync(request, cancellationToken));

    private async Task<IActionResult> LookAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Azure's own name of the app, where it runs there; a domain of the customer's shows in the request.
        string?[] hosts = [request.Host.Value, app.Host];
        var state = await health.LookAsync([.. hosts.Where(host => host is { Length: > 0 }).Distinct()!], cancellationToken);

        return new ObjectResult(new { status = Word(state.IsWell), at = state.At, connections = state.Connections.Select(Show) })
        {
            StatusCode = state.IsWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
        };
    }

    private static object Show(ConnectionState connection) => new
    {
        connection = connection.Id,
        status = Word(connection.Problems.Count == 0),
        procore = connection.Problems.GetValueOrDefault("procore", "ok"),
        netSuite = connection.Problems.GetValueOrDefault("netSuite", "ok"),
        webhook = connection.Problems.GetValueOrDefault("webhook", "ok"),
        sweep = connection.Problems.GetValueOrDefault("sweep", "ok"),
        imports = connection.Problems.GetValueOrDefault("imports", "ok"),
        lastSweep = connection.Sweep is { } report ? Show(report) : null,
        lastGoodImports = connection.Imports.ToDictionary(pair => pair.Key.Slug(), pair => pair.Value),
    };

    private static object Show(SweepReport report) => new
    {
        at = report.At,
        openDetails = report.OpenDetails,
        deliveries = report.Deliveries,
        queuedAgain = report.Again.ToDictionary(pair => $"{pair.Key}", pair => pair.Value),
        inWork = report.InWork,
        unreadable = report.Unreadable,
        givenUp = report.GivenUp,
        isWhole = report.Problems.Count == 0,
    };

    private static string Word(bool isWell) => isWell ? "well" : "not well";
}
