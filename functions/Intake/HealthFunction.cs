using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Running;

namespace ProcoreNetSuite.Functions.Intake;

/// <summary>Is the app alive, and can it do its work?</summary>
public sealed class HealthFunction(Readiness readiness)
{
    [Function("HealthLive")]
    public static IActionResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        new OkObjectResult(new { status = "live" });

    [Function("HealthReady")]
    public async Task<IActionResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var problem = await readiness.FindProblemAsync(cancellationToken);

        return problem is null
            ? new OkObjectResult(new { status = "ready" })
            : new ObjectResult(new { status = "not ready", problem }) { StatusCode = StatusCodes.Status503ServiceUnavailable };
    }
}
