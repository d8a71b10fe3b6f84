using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Access;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>Makes or repairs Procore's ERP connection with its metadata, and shows what was sent.</summary>
public sealed class ErpConnectionFunction(ErpConnections erp, Doorkeeper door)
{
    [Function("ConnectErp")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "connections/{connectionId}/erp-connection")] HttpRequest request,
        string connectionId,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Operator, async caller => (await erp.MakeAsync(connectionId, caller.Name, cancellationToken)).ToResult());
}
