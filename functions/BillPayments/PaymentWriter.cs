using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>
/// Writes payments to Procore one by one. A synced payment is locked, so a change unlocks it, writes it and locks it again; its row says when that is under way.
/// What Procore refuses keeps a row that says so, and the next run tries again.
/// </summary>
public sealed class PaymentWriter(IPaymentStore rows)
{
    /// <summary>Does what is to be done, and says what became of it. Failures of one payment don't stop the next; only waits pass through.</summary>
    public async Task<ImportStep> WriteAsync(
        Connection connection, ImportRun run, CommitmentWork work, IReadOnlyList<PaymentAction> actions, CancellationToken cancellationToken)
    {
        var step = new ImportStep(null);
        foreach (var action in actions.Where(action => !FailedBefore(action.Row, run)))
        {
            var (counts, problem) = await TryAsync(connection, run, work.Place, action, cancellationToken);
            step = step with
            {
                Counts = step.Counts + counts,
                Problems = problem is null ? step.Problems : [.. step.Problems, problem],
            };
        }

        return step with { Problems = [.. step.Problems.Distinct()] };
    }

    /// <summary>Notes that these can't be written now, for a reason that they share.</summary>
    public async Task<ImportStep> FailAsync(ImportRun run, IReadOnlyList<PaymentAction> actions, Problem problem, CancellationToken cancellationToken)
    {
        var failed = actions.Where(action => action.Write is not null && !FailedBefore(action.Row, run)).ToList();
        foreach (var action in failed)
        {
            await rows.SaveAsync(action.Row with { FailedIn = MarkOf(run) }, cancellationToken);
        }

        return new ImportStep(null) { Counts = new() { Read = failed.Count, Failed = failed.Count }, Problems = failed.Count > 0 ? [problem] : [] };
    }

    /// <summary>Procore keeps the payments of a commitment away from us.</summary>
    public static Problem TabIsOff(ContractPlace place, RejectedException refusal) => new(
        "E502", $"Procore doesn't let the connector see or write payments of commitment {place.ContractId} in project {place.ProjectId}.", refusal.Problem.Detail)
    { Speaker = "Procore" };

    /// <summary>True for a refusal of the whole place.</summary>
    public static bool IsTabOff(RejectedException refusal) => refusal.Status is 403 or 404;

    private static string MarkOf(ImportRun run) => $"{run.RunId}:{run.Step}";

    /// <summary>An earlier step of this run has tried and told; this one, done again, tries again.</summary>
    private static bool FailedBefore(IssuedPayment row, ImportRun run) =>
        row.FailedIn is { } mark && mark != MarkOf(run) && mark.StartsWith($"{run.RunId}:", StringComparison.Ordinal);

    private async Task<(ImportCounts Counts, Problem? Problem)> TryAsync(
        Connection connection, ImportRun run, ContractPlace place, PaymentAction action, CancellationToken cancellationToken)
    {
        try
        {
            return (await DoAsync(connection, place, action, cancellationToken), action.Step is PaymentStep.Leave ? Surplus(place, action, null) : null);
        }
        catch (RejectedException refusal)
        {
            var row = (await rows.ListOfBillAsync(run.ConnectionId, action.Row.BillId, cancellationToken)).FirstOrDefault(row => row.PaymentId == action.Row.PaymentId) ?? action.Row;
            await rows.SaveAsync(row with { FailedIn = MarkOf(run) }, cancellationToken);

            return (new() { Read = 1, Failed = 1 }, ProblemOf(place, action, refusal));
        }
    }

    private async Task<ImportCounts> DoAsync(Connection connection, ContractPlace place, PaymentAction action, CancellationToken cancellationToken)
    {
        var procore = connection.Procore;
        switch (action)
        {
            case { Step: PaymentStep.Create, Write: { } write }:
                await SaveAsync(action.Row, write, await CreateAsync(procore, place, write, connection.Settings.PaymentsBySync, cancellationToken), cancellationToken);
                return new() { Read = 1, New = 1 };

            case { Step: PaymentStep.Change, Write: { } write, Shown: { } shown }:
                await ChangeAsync(procore, place, action.Row, write, shown, connection.Settings.PaymentsBySync, cancellationToken);
                return new() { Read = 1, Changed = 1 };

            case { Step: PaymentStep.Remove, Shown: { } shown }:
                await UnlockAsync(procore, place, action.Row, shown, cancellationToken);
                await procore.DeleteContractPaymentAsync(place, shown.Id, cancellationToken);
                await rows.RemoveAsync(action.Row, cancellationToken);
                return new() { Read = 1, Removed = 1 };

            case { Step: PaymentStep.Forget }:
                await rows.RemoveAsync(action.Row, cancellationToken);
                return action.Row.ProcoreId is null ? new() : new() { Read = 1, Removed = 1 };

            case { Step: PaymentStep.Leave }:
                await rows.RemoveAsync(action.Row, cancellationToken);
                return new() { Read = 1, Failed = 1 };

            default:
                if (action is { Write: { } same, Shown: { OriginId: not null, ExternalPaymentId: null } there }
                    && (action.Row.PayloadHash != PaymentPlan.HashOf(same) || action.Row.ProcoreId != there.Id || action.Row.FailedIn is not null))
                {
                    await SaveAsync(action.Row, same, there.Id, cancellationToken);
                }

                return new() { Read = 1, Unchanged = 1 };
        }
    }

    private static async Task<long> CreateAsync(IProcoreClient procore, ContractPlace place, ContractPaymentWrite write, bool bySync, CancellationToken cancellationToken) =>
        bySync ? await SyncAsync(procore, write, cancellationToken) : await procore.CreateContractPaymentAsync(place, write, cancellationToken);

    private async Task ChangeAsync(
        IProcoreClient procore, ContractPlace place, IssuedPayment row, ContractPaymentWrite write, ContractPayment shown, bool bySync, CancellationToken cancellationToken)
    {
        // The sync call finds a payment by its origin id, and so only one that still has it; that it is locked is no matter then (5.4).
        if (bySync && shown.OriginId is not null)
        {
            await SyncAsync(procore, write, cancellationToken);
        }
        else
        {
            await UnlockAsync(procore, place, row, shown, cancellationToken);
            await procore.UpdateContractPaymentAsync(place, shown.Id, write, cancellationToken);
        }

        await SaveAsync(row, write, shown.Id, cancellationToken);
    }

    /// <summary>The row first: a payment without origin id is ours only by it.</summary>
    private async Task UnlockAsync(IProcoreClient procore, ContractPlace place, IssuedPayment row, ContractPayment shown, CancellationToken cancellationToken)
    {
        await rows.SaveAsync(row with { ProcoreId = shown.Id, PayloadHash = null }, cancellationToken);
        if (shown.OriginId is not null)
        {
            await procore.UnlinkContractPaymentAsync(place, shown.Id, cancellationToken);
        }
    }

    private Task SaveAsync(IssuedPayment row, ContractPaymentWrite write, long procoreId, CancellationToken cancellationToken) =>
        rows.SaveAsync(
            row with { ProcoreId = procoreId, RequisitionId = write.RequisitionId, PayloadHash = PaymentPlan.HashOf(write), FailedIn = null }, cancellationToken);

    private static async Task<long> SyncAsync(IProcoreClient procore, ContractPaymentWrite write, CancellationToken cancellationToken)
    {
        var answer = await procore.SyncInvoicePaymentsAsync([write], cancellationToken);
        if (answer.Errors is [var error, ..])
        {
            throw new RejectedException(new Problem("E904", "Procore refuses a payment.", error.Text) { Speaker = "Procore" });
        }

        return answer.Entities[0].GetProperty("id").GetInt64();
    }

    private static Problem ProblemOf(ContractPlace place, PaymentAction action, RejectedException refusal)
    {
        var said = refusal.Problem.Detail ?? "";

        return action.Step is PaymentStep.Remove ? Surplus(place, action, refusal)
            : IsTabOff(refusal) ? TabIsOff(place, refusal)
            : said.Contains("check", StringComparison.OrdinalIgnoreCase) && said.Contains("number", StringComparison.OrdinalIgnoreCase) && action.Write?.CheckNumber is { } number
                ? new Problem("E506", $"{NameOf(action)} can't be brought to Procore with check number {number}.", refusal.Problem.Detail) { Speaker = "Procore" }
            : new Problem("E904", $"Procore refuses {NameOf(action)} on commitment {place.ContractId}.", refusal.Problem.Detail) { Speaker = "Procore" };
    }

    private static Problem Surplus(ContractPlace place, PaymentAction action, RejectedException? refusal) => new(
        "E504",
        $"NetSuite payment {action.Row.PaymentId.Value} of bill {action.Row.BillId.Value} is voided, deleted or taken off the bill, and Procore still shows "
        + $"{(action.Shown?.Amount is { } amount ? $"{Amounts.Text(amount)} " : "")}for it: payment {action.Shown?.Id} of commitment {place.ContractId} in project {place.ProjectId}.",
        refusal?.Problem.Detail)
    { Speaker = "Procore" };

    private static string NameOf(PaymentAction action) =>
        $"payment {action.Row.PaymentId.Value} of NetSuite ({(action.Write is { } write ? Amounts.Text(write.Amount) : "removed")}, bill {action.Row.BillId.Value})";
}
