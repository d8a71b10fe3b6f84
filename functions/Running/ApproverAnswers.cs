using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>What the approver filled in beside the invoices of a batch. Read once, and only if an invoice depends on it.</summary>
internal sealed class ApproverAnswers(SyncWork work)
{
    private ErpRequest? request;

    /// <returns>The answer in lower case, or null if there is none; or the outcome of the invoice if nobody knows what the approver chose.</returns>
    public async Task<(string? Answer, SyncOutcome? Failure)> FindAsync(long requisitionId, string field, CancellationToken cancellationToken)
    {
        var failure = default(SyncOutcome);
        if (request is null)
        {
            (request, failure) = await Outcomes.TryAsync(async () => work.Message.RequestId is { } id
                ? await work.Connection.Procore.FindErpRequestAsync(id, cancellationToken) ?? new ErpRequest()
                : new ErpRequest());
        }

        return (ErpRequestReader.AnswerOf(request, requisitionId, field), failure);
    }
}
