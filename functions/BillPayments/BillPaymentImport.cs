using System.Globalization;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>
/// NetSuite's payments of the bills that we exported, as payments issued in Procore (connector-behaviour.md 7.5). It only finds out which bills to look at: first
/// those that failed before, then those whose payments were changed or deleted since, or in a full run every bill that an invoice is linked to.
/// </summary>
public sealed class BillPaymentImport(PaymentReconciler reconciler, ILinkStore links, IPaymentStore rows, IRunNotes notes) : IImport
{
    public ImportKind Kind => ImportKind.Payments;

    public string Queue => QueueNames.BillPayments;

    /// <summary>Payments or bills of one step: with a commitment each, still well under a minute.</summary>
    internal int PerStep { get; init; } = 50;

    public Task<ImportStep> DoAsync(Connection connection, ImportRun run, CancellationToken cancellationToken) => run.Cursor?.Split('|') switch
    {
        null => BeginAsync(connection, run, cancellationToken),
        ["failed", var bill, var payment] => DoFailedAsync(connection, run, (new(bill), new(payment)), cancellationToken),
        ["failed"] => DoFailedAsync(connection, run, null, cancellationToken),
        ["invoices", var after] => DoInvoicesAsync(connection, run, long.Parse(after, CultureInfo.InvariantCulture), cancellationToken),
        ["changed", var at, var id] => DoChangedAsync(connection, run, new ChangedRecord(at, new NetSuiteId(id)), cancellationToken),
        ["deleted", var at, var id] => DoDeletedAsync(connection, run, new ChangedRecord(at, new NetSuiteId(id)), cancellationToken),
        _ => throw new InvalidOperationException($"The import of payments has no step {run.Cursor}."),
    };

    private async Task<ImportStep> BeginAsync(Connection connection, ImportRun run, CancellationToken cancellationToken)
    {
        if (!connection.Settings.PaymentsOutsideUnitedStates
            && await connection.NetSuite.FindCountryAsync(cancellationToken) is var country && country is not "US")
        {
            throw new RejectedException(new Problem(
                "E505", $"Payments are brought to Procore for companies in the United States; NetSuite's subsidiary {connection.Settings.NetSuite.Subsidiary} is in {country ?? "a country that can't be read"}."));
        }

        if (run.Since is null)
        {
            await notes.BeginAsync(run, cancellationToken);
        }

        return new ImportStep("failed") { Watermark = await connection.NetSuite.FindLastChangeAsync(cancellationToken) };
    }

    private async Task<ImportStep> DoFailedAsync(Connection connection, ImportRun run, (NetSuiteId, NetSuiteId)? after, CancellationToken cancellationToken)
    {
        var failed = await rows.ListFailedAsync(connection.Id, after, PerStep, cancellationToken);
        var step = await reconciler.ReconcileAsync(connection, run, [.. failed.Select(row => row.BillId)], explain: false, cancellationToken);

        return step with
        {
            Cursor = failed.Count == PerStep ? $"failed|{failed[^1].BillId.Value}|{failed[^1].PaymentId.Value}"
                : run.Watermark is null ? null
                : run.Since is null ? "invoices|0"
                : $"changed|{run.ReadsFrom}|0",
        };
    }

    /// <summary>Every bill of an invoice.</summary>
    private async Task<ImportStep> DoInvoicesAsync(Connection connection, ImportRun run, long after, CancellationToken cancellationToken)
    {
        var page = await links.ListPageAsync(connection.Id, EntityType.SubcontractorInvoice, after, PerStep, cancellationToken);
        var bills = page.Where(link => link.IsPair || link.State is LinkState.Unlinked).Select(link => link.NetSuiteId).OfType<NetSuiteId>();
        var step = await reconciler.ReconcileAsync(connection, run, [.. bills], explain: true, cancellationToken);

        return step with { Cursor = page.Count == PerStep ? string.Create(CultureInfo.InvariantCulture, $"invoices|{page[^1].Key.ProcoreId}") : null };
    }

    private async Task<ImportStep> DoChangedAsync(Connection connection, ImportRun run, ChangedRecord after, CancellationToken cancellationToken)
    {
        var changed = await connection.NetSuite.ListChangedAsync(TransactionType.VendorPayment, after, run.Watermark!, PerStep, cancellationToken);
        NetSuiteId[] payments = [.. changed.Select(payment => payment.Id)];
        var paid = await connection.NetSuite.ListBillsPaidByAsync(payments, cancellationToken);
        var known = await rows.ListBillsOfPaymentsAsync(connection.Id, payments, cancellationToken);
        var step = await reconciler.ReconcileAsync(connection, run, [.. paid.Select(bill => bill.Id), .. known], explain: false, cancellationToken);

        return step with
        {
            Problems = [.. step.Problems, .. await FindUnlinkedAsync(connection, run, paid, cancellationToken)],
            Cursor = changed.Count == PerStep ? $"changed|{changed[^1].At}|{changed[^1].Id.Value}" : $"deleted|{run.ReadsFrom}|0",
        };
    }

    private async Task<ImportStep> DoDeletedAsync(Connection connection, ImportRun run, ChangedRecord after, CancellationToken cancellationToken)
    {
        var deleted = await connection.NetSuite.ListDeletedAsync(TransactionType.VendorPayment, after, PerStep, cancellationToken);
        // A payment that was deleted, or taken off a bill, doesn't name it any more.
        var bills = await rows.ListBillsOfPaymentsAsync(connection.Id, [.. deleted.Select(payment => payment.Id)], cancellationToken);
        var step = await reconciler.ReconcileAsync(connection, run, bills, explain: false, cancellationToken);

        return step with { Cursor = deleted.Count == PerStep ? $"deleted|{deleted[^1].At}|{deleted[^1].Id.Value}" : null };
    }

    /// <summary>Bills that bear our external id and are linked to no invoice: somebody may wait for their payments.</summary>
    private async Task<IReadOnlyList<Problem>> FindUnlinkedAsync(Connection connection, ImportRun run, IReadOnlyList<PaidBill> paid, CancellationToken cancellationToken)
    {
        var ours = ExternalIds.InNetSuite(connection.CompanyId, EntityType.SubcontractorInvoice, 0)[..^1];
        var marked = paid.Where(bill => bill.ExternalId?.StartsWith(ours, StringComparison.OrdinalIgnoreCase) == true).ToList();
        var linked = await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.SubcontractorInvoice, null, [.. marked.Select(bill => bill.Id)], cancellationToken);

        return
        [
            .. marked.Where(bill => !linked.ContainsKey(bill.Id))
                .Select(bill => new Problem("E501", $"Bill {bill.Number} (NetSuite record {bill.Id}, {bill.ExternalId}) is linked to no subcontractor invoice; its payments are not brought to Procore."))
                .Except(run.Problems),
        ];
    }
}
