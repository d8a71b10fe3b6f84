using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Setup;

namespace ProcoreNetSuite.Functions.Intake;

/// <summary>Is the app alive, and can it do its work? How the set-up is only stands beside it, in one word, for anyone may ask.</summary>
public sealed class HealthFunction(Readiness readiness, ShortSetup setup)
{
    [Function("HealthLive")]
    public static IActionResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        new OkObjectResult(new { status = "live" });

    [Function("HealthReady")]
    public async Task<IActionResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var looked = SetupFunction.Word(setup.Read());
        var problem = await readiness.FindProblemAsync(cancellationToken);

        return problem is null
            ? new OkObjectResult(new { status = "ready", setup = looked })
            : new ObjectResult(new { status = "not ready", problem }) { StatusCode = StatusCodes.Status503ServiceUnavailable };
    }
}
