using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>Is all in place for the first export? Looks at both systems and changes nothing.</summary>
public sealed class SetupFunction(SetupChecks checks, IConnections connections, Doorkeeper door)
{
    [Function("CheckSetup")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "connections/{connectionId}/setup")] HttpRequest request,
        string connectionId,
        CancellationToken cancellationToken) => door.AdmitAsync(request, Role.Reader, _ => LookAsync(request, connectionId, cancellationToken));

    private async Task<IActionResult> LookAsync(HttpRequest request, string connectionId, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is null)
        {
            return new NotFoundObjectResult(new { error = connections.DescribeUnknown(connectionId) });
        }

        var report = await checks.LookAsync(connections.GetConnection(connectionId), request.Host.Value, cancellationToken);

        return new OkObjectResult(new
        {
            connection = report.ConnectionId,
            at = report.At,
            status = Word(report.Status),
            checks = report.Checks.Select(check => new
            {
                name = check.Name,
                status = Word(check.Finding.Status),
                found = check.Finding.Found,
                remedy = check.Finding.Remedy,
                code = check.Finding.Code,
            }),
            byHand = report.ByHand,
        });
    }

    /// <summary>As callers read it.</summary>
    public static string Word(CheckStatus status) => status switch
    {
        CheckStatus.Pass => "pass",
        CheckStatus.Warn => "warn",
        CheckStatus.Fail => "fail",
        _ => "not looked at",
    };
}
