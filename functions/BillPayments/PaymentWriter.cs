using System.Globalization;
using System.Text.Json;
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
public sealed class PaymentWriter(IPaymentStore rows, ILinkStore links, TimeProvider time)
{
    /// <summary>Does what is to be done, and says what became of it. Failures of one payment don't stop the next; only waits pass through.</summary>
    public async Task<ImportStep> WriteAsync(
        Connection connection, ImportRun run, CommitmentWork work, IReadOnlyList<PaymentAction> actions, CancellationToken cancellationToken)
    {
        var step = new ImportStep(null);
        foreach (var action in actions.Where(action => !FailedBefore(action.Row, run)))
        {
            var (counts, problem) = await TryAsync(connection, run, work, action, cancellationToken);
            step = step with
            {
                Counts = step.Counts + counts,
                Problems = problem is null ? step.Problems : [.. step.Problems, problem],
            };
        }

        return step with { Problems = [.. step.Problems.Distinct()] };
    }

    /// <summary>Notes that these can't be looked at now, for a reason that they share.</summary>
    public async Task<ImportStep> FailAsync(ImportRun run, IReadOnlyList<IssuedPayment> payments, Problem problem, CancellationToken cancellationToken)
    {
        var failed = payments.Where(row => !FailedBefore(row, run)).ToList();
        foreach (var row in failed)
        {
            await RememberAsync(run, row, "payment-refused", null, problem.ToString(), cancellationToken);
            await rows.SaveAsync(row with { FailedIn = MarkOf(run) }, cancellationToken);
        }

        return new ImportStep(null) { Counts = new() { Read = failed.Count, Failed = failed.Count }, Problems = failed.Count > 0 ? [problem] : [] };
    }

    /// <summary>Procore keeps the payments of a commitment away from us.</summary>
    public static Problem TabIsOff(CommitmentWork work, RejectedException refusal) =>
        new("E502", $"Procore doesn't let the connector see or write payments of {work.Name}.", refusal.Problem.Detail) { Speaker = "Procore" };

    /// <summary>True for a refusal of the whole place.</summary>
    public static bool IsTabOff(RejectedException refusal) => refusal.Status is 403 or 404;

    private static string MarkOf(ImportRun run) => $"{run.RunId}:{run.Step}";

    /// <summary>An earlier step of this run has tried and told; this one, done again, tries again.</summary>
    private static bool FailedBefore(IssuedPayment row, ImportRun run) =>
        row.FailedIn is { } mark && mark != MarkOf(run) && mark.StartsWith($"{run.RunId}:", StringComparison.Ordinal);

    private async Task<(ImportCounts Counts, Problem? Problem)> TryAsync(
        Connection connection, ImportRun run, CommitmentWork work, PaymentAction action, CancellationToken cancellationToken)
    {
        try
        {
            var counts = await DoAsync(connection, run, work.Place, action, cancellationToken);

            return (counts, action.Step switch
            {
                PaymentStep.Leave => Surplus(work, action, null),
                PaymentStep.Tell => Different(work, action),
                _ => null,
            });
        }
        catch (RejectedException refusal)
        {
            var problem = ProblemOf(work, action, refusal);
            var kept = await rows.ListOfBillsAsync(run.ConnectionId, [action.Row.BillId], cancellationToken);
            var row = kept[action.Row.BillId].FirstOrDefault(row => row.PaymentId == action.Row.PaymentId) ?? action.Row;
            await RememberAsync(run, action.Row, "payment-refused", action.Write, problem.ToString(), cancellationToken);
            await rows.SaveAsync(row with { FailedIn = MarkOf(run) }, cancellationToken);

            return (new() { Read = 1, Failed = 1 }, problem);
        }
    }

    private async Task<ImportCounts> DoAsync(Connection connection, ImportRun run, ContractPlace place, PaymentAction action, CancellationToken cancellationToken)
    {
        var procore = connection.Procore;
        var row = action.Row;
        switch (action)
        {
            case { Step: PaymentStep.Create, Write: { } write }:
                var id = await CreateAsync(procore, place, write, connection.Settings.PaymentsBySync, cancellationToken);
                await RememberAsync(run, row, "payment-written", write, $"Procore payment {id}", cancellationToken);
                await SaveAsync(row, write, id, cancellationToken);
                return new() { Read = 1, New = 1 };

            case { Step: PaymentStep.Change, Write: { } write, Shown: { } shown }:
                await ChangeAsync(procore, place, row, write, shown, connection.Settings.PaymentsBySync, cancellationToken);
                await RememberAsync(run, row, "payment-changed", write, $"Procore payment {shown.Id}", cancellationToken);
                await SaveAsync(row, write, shown.Id, cancellationToken);
                return new() { Read = 1, Changed = 1 };

            case { Step: PaymentStep.Remove, Shown: { } shown }:
                await UnlockAsync(procore, place, row, shown, cancellationToken);
                await procore.DeleteContractPaymentAsync(place, shown.Id, cancellationToken);
                await RememberAsync(run, row, "payment-removed", null, $"Procore payment {shown.Id}", cancellationToken);
                await rows.RemoveAsync(row, cancellationToken);
                return new() { Read = 1, Removed = 1 };

            case { Step: PaymentStep.Forget } when row.ProcoreId is null:
                await rows.RemoveAsync(row, cancellationToken);
                return new();

            case { Step: PaymentStep.Forget }:
                await RememberAsync(run, row, "payment-removed", null, $"Procore payment {row.ProcoreId} is gone already.", cancellationToken);
                await rows.RemoveAsync(row, cancellationToken);
                return new() { Read = 1, Removed = 1 };

            case { Step: PaymentStep.Leave }:
                await RememberAsync(run, row, "payment-left", null, $"Procore payment {action.Shown?.Id} has no origin id any more.", cancellationToken);
                // Its row stays: should NetSuite pay it again, it isn't made a second time.
                return new() { Read = 1, Failed = 1 };

            case { Step: PaymentStep.Tell, Write: { } write, Shown: { } shown }:
                await RememberAsync(run, row, "payment-differs", null, Differences(shown, write), cancellationToken);
                return new() { Read = 1, Failed = 1 };

            default:
                if (action is { Write: { } same, Shown: { OriginId: not null, ExternalPaymentId: null } there }
                    && (row.PayloadHash != PaymentPlan.HashOf(same) || row.ProcoreId != there.Id || row.FailedIn is not null))
                {
                    await RememberAsync(run, row, "payment-found", same, $"Procore payment {there.Id} is as it should be.", cancellationToken);
                    await SaveAsync(row, same, there.Id, cancellationToken);
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

        return answer.Entities[0].Id ?? throw new RejectedException(new Problem("E904", "Procore gave no id for a payment.") { Speaker = "Procore" });
    }

    /// <summary>
    /// Under the invoice it belongs to. The history comes first: after the row nobody would come back to add it. Without the notes: what a clerk writes there may be
    /// bank details, and a history is kept for good.
    /// </summary>
    private Task RememberAsync(ImportRun run, IssuedPayment row, string decision, ContractPaymentWrite? sent, string came, CancellationToken cancellationToken) =>
        links.AppendHistoryAsync(
            [
                new HistoryEntry(
                    new LinkKey(run.ConnectionId, EntityType.SubcontractorInvoice, row.RequisitionId), $"{run.RunId}:{row.PaymentId}:{row.BillId}", decision, time.GetUtcNow(),
                    run.RequestedBy, sent is null ? null : JsonSerializer.Serialize(sent with { Notes = null }), came),
            ],
            cancellationToken);

    private static Problem ProblemOf(CommitmentWork work, PaymentAction action, RejectedException refusal)
    {
        var said = refusal.Problem.Detail ?? "";

        return action.Step is PaymentStep.Remove ? Surplus(work, action, refusal)
            : IsTabOff(refusal) ? TabIsOff(work, refusal)
            : said.Contains("check", StringComparison.OrdinalIgnoreCase) && said.Contains("number", StringComparison.OrdinalIgnoreCase) && action.Write?.CheckNumber is { } number
                ? new Problem("E506", $"{NameOf(work, action)} can't be brought to Procore with check number {number}.", refusal.Problem.Detail) { Speaker = "Procore" }
            : new Problem("E904", $"{NameOf(work, action)} is refused by Procore.", refusal.Problem.Detail) { Speaker = "Procore", OtherRemedy = "Correct what Procore names; the next import tries again." };
    }

    private static Problem Surplus(CommitmentWork work, PaymentAction action, RejectedException? refusal) => new(
        "E504",
        $"{NameOf(work, action)} is voided, deleted or taken off the bill in NetSuite, and Procore still shows it: payment {action.Shown?.Id} of {work.Name}.",
        refusal?.Problem.Detail)
    { Speaker = "Procore" };

    private static Problem Different(CommitmentWork work, PaymentAction action) => new(
        "E415",
        $"{NameOf(work, action)} was taken out of the connector's hands in Procore and differs there: {Differences(action.Shown!, action.Write!)} (payment {action.Shown!.Id} of {work.Name}).")
    { OtherRemedy = "Correct that payment in Procore, or the payment in NetSuite; the connector leaves both as they are." };

    private static string Differences(ContractPayment shown, ContractPaymentWrite write)
    {
        (string Name, string? Shown, string? Paid)[] figures =
        [
            ("amount", shown.Amount is { } amount ? Amounts.Text(amount) : null, Amounts.Text(write.Amount)),
            ("date", shown.Date?.ToString("O", CultureInfo.InvariantCulture), write.Date.ToString("O", CultureInfo.InvariantCulture)),
            ("check number", shown.CheckNumber, write.CheckNumber),
            ("invoice", $"{shown.RequisitionId}", $"{write.RequisitionId}"),
        ];

        return string.Join("; ", figures.Where(figure => (figure.Shown ?? "") != (figure.Paid ?? ""))
            .Select(figure => $"{figure.Name} {(string.IsNullOrEmpty(figure.Shown) ? "none" : figure.Shown)} in Procore, {figure.Paid ?? "none"} in NetSuite"));
    }

    /// <summary>By check number, amount and invoice, with NetSuite's ids behind.</summary>
    private static string NameOf(CommitmentWork work, PaymentAction action)
    {
        var number = action.Write?.CheckNumber ?? action.Shown?.CheckNumber;
        var amount = action.Write?.Amount ?? action.Shown?.Amount;
        var invoice = work.Bills.FirstOrDefault(bill => bill.Bill == action.Row.BillId)?.Invoice;

        return $"Payment{(number is null ? "" : $" {number}")}{(amount is { } money ? $" over {Amounts.Text(money)}" : "")} of invoice "
            + $"{invoice?.InvoiceNumber ?? action.Write?.InvoiceNumber ?? action.Shown?.InvoiceNumber ?? $"{action.Row.RequisitionId}"}{(invoice?.VendorName is { } vendor ? $" of {vendor}" : "")} "
            + $"(NetSuite payment {action.Row.PaymentId}, bill {action.Row.BillId})";
    }
}
