using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DeadLetters;

/// <summary>Dead letters over HTTP. The queues serve all connections, so these belong to none.</summary>
public sealed class DeadLetterFunction(DeadLetterList list, DeadLetterReplay replay, Doorkeeper door)
{
    [Function("ListDeadLetters")]
    public Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dead-letters")] HttpRequest request, CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Reader, async _ => (await list.ListAsync(request.Query["queue"], cancellationToken)).ToResult());

    [Function("ReplayDeadLetters")]
    public Task<IActionResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dead-letters/replay")] HttpRequest request, CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Operator, async caller => (await ReplayAsync(request.Query, caller, cancellationToken)).ToResult());

    /// <summary>All of them must be asked for by that word: what was left out by mistake must not mean it.</summary>
    private Task<Answer> ReplayAsync(IQueryCollection query, Caller caller, CancellationToken cancellationToken)
    {
        string? queue = query["queue"], reason = query["reason"], number = query["sequenceNumber"], all = query["all"];
        var one = Digits.Read(number);
        Answer? refusal = (queue, reason, number, all) switch
        {
            ({ Length: > 0 }, _, _, _) when !QueueNames.All.Contains(queue) => DeadLetterList.NoQueue(queue),
            (null or "", null or "", null or "", "true") => null,
            ({ Length: > 0 }, null or "", { Length: > 0 }, null or "") when one is not null => null,
            ({ Length: > 0 }, null or "", { Length: > 0 }, null or "") => Answer.Refuse(Answer.BadRequest, $"sequenceNumber is a number of the list, not \"{number}\"."),
            ({ Length: > 0 }, { Length: > 0 }, null or "", null or "") => null,
            _ => Answer.Refuse(Answer.BadRequest, "Name one message (?queue= and sequenceNumber=), a group (?queue= and reason=), or everything (?all=true)."),
        };

        return refusal is not null
            ? Task.FromResult(refusal)
            : replay.ReplayAsync(queue is { Length: > 0 } ? queue : null, reason is { Length: > 0 } ? reason : null, one, caller, cancellationToken);
    }
}
