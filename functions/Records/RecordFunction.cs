using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Access;

namespace ProcoreNetSuite.Functions.Records;

/// <summary>Records over HTTP: which stand where, what happened to one, and once more.</summary>
public sealed class RecordFunction(RecordList list, RecordView view, RecordRetry retry, Doorkeeper door)
{
    [Function("ListRecords")]
    public Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "connections/{connectionId}/records")] HttpRequest request,
        string connectionId,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Reader, async _ => (await list.ListAsync(
            connectionId, request.Query["state"], request.Query["entity"], request.Query["project"], request.Query["after"], cancellationToken)).ToResult());

    [Function("ShowRecord")]
    public Task<IActionResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "connections/{connectionId}/records/{entity}/{procoreId}")] HttpRequest request,
        string connectionId,
        string entity,
        string procoreId,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Reader, async _ => (await view.ShowAsync(connectionId, entity, procoreId, request.Query["project"], cancellationToken)).ToResult());

    [Function("ShowHistory")]
    public Task<IActionResult> ShowHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "connections/{connectionId}/history")] HttpRequest request,
        string connectionId,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Reader, async _ => (await view.ShowConnectionAsync(connectionId, cancellationToken)).ToResult());

    [Function("RetryRecord")]
    public Task<IActionResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "connections/{connectionId}/records/{entity}/{procoreId}/retry")] HttpRequest request,
        string connectionId,
        string entity,
        string procoreId,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Operator, async caller => (await retry.RetryAsync(
            connectionId, entity, procoreId, request.Query["project"], caller, cancellationToken)).ToResult());
}
