using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.Functions.Intake;

/// <summary>Takes a Procore webhook in: check it, queue the id, answer. 2xx only after the durable send.</summary>
public sealed class ProcoreWebhookFunction(WebhookIntake intake)
{
    [Function("ProcoreWebhook")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "procore/webhooks/{connectionId}")] HttpRequest request,
        string connectionId,
        CancellationToken cancellationToken)
    {
        var answer = await intake.TakeAsync(connectionId, request, cancellationToken);

        return answer.Text is null
            ? new StatusCodeResult(answer.Status)
            : new ObjectResult(new { error = answer.Text }) { StatusCode = answer.Status };
    }
}
