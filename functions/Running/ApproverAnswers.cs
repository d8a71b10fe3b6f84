using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>What the approver filled in beside the records of a request. Read once, and only if one of them depends on it.</summary>
internal sealed class ApproverAnswers(SyncWork work)
{
    private ErpRequest? request;

    /// <returns>The answer in lower case, or null if there is none; or the outcome of the record if nobody knows what the approver chose.</returns>
    public async Task<(string? Answer, SyncOutcome? Failure)> FindAsync(long id, string field, CancellationToken cancellationToken)
    {
        var failure = default(SyncOutcome);
        if (request is null)
        {
            (request, failure) = await Outcomes.TryAsync(async () => work.Message.RequestId is { } asked
                ? await work.Connection.Procore.FindErpRequestAsync(asked, cancellationToken) ?? new ErpRequest()
                : new ErpRequest());
        }

        var answer = ErpRequestReader.AnswerOf(request, id, field);
        if (answer is not null && !work.Answers.Contains((id, field, answer)))
        {
            work.Answers.Enqueue((id, field, answer));
        }

        return (answer, failure);
    }
}
