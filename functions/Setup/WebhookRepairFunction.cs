using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Access;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>Creates or repairs Procore's webhook of a connection, and says what it did.</summary>
public sealed class WebhookRepairFunction(HookRepair repair, Doorkeeper door)
{
    private const int LargestBody = 4096;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    [Function("RepairWebhook")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "connections/{connectionId}/webhooks")] HttpRequest request,
        string connectionId,
        CancellationToken cancellationToken) => door.AdmitAsync(request, Role.Operator, caller => RepairAsync(request, connectionId, caller, cancellationToken));

    private async Task<IActionResult> RepairAsync(HttpRequest request, string connectionId, Caller caller, CancellationToken cancellationToken)
    {
        var ask = await ReadAsync(request, cancellationToken);
        var answer = ask is null
            ? new HookAnswer(StatusCodes.Status400BadRequest, "The body is empty, or JSON with \"key\" (a text), \"rotate\" (true or false) or both. The address is the app's own and not asked for.")
            : await repair.RepairAsync(connectionId, ask, caller.Name, cancellationToken);

        return new ObjectResult(new
        {
            error = answer.Text,
            webhook = answer.HookId,
            items = answer.Items.Select(item => new { what = item.What, outcome = item.Outcome, text = item.Text }),
        })
        { StatusCode = answer.Status };
    }

    /// <returns>Null if it can't be read.</returns>
    private static async Task<HookAsk?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestBody + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return length == 0 ? new HookAsk() : length > LargestBody ? null : JsonSerializer.Deserialize<HookAsk>(buffer.AsSpan(0, length), Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
