using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>Brings what Procore shows of some bills to what NetSuite holds: both sides are read, compared, and only the difference is written.</summary>
public sealed class PaymentReconciler(PaymentLookup lookup, PaymentWriter writer)
{
    private const int MostBills = 1000;

    /// <param name="bills">Bills whose payments may have changed; those that are none of ours are passed over.</param>
    /// <returns>A step without a cursor.</returns>
    public async Task<ImportStep> ReconcileAsync(Connection connection, ImportRun run, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(connection, run, bills, cancellationToken);
        var step = new ImportStep(null);
        List<(CommitmentWork Work, IReadOnlyList<ContractPayment>? Shown, RejectedException? Refusal)> works = [];
        foreach (var work in found.Works)
        {
            var (shown, refusal) = await TryListAsync(connection, work.Place, cancellationToken);
            var stray = run.Since is null && shown is not null ? await lookup.ListStrayAsync(connection, work, shown, cancellationToken) : [];
            works.Add((work with { Bills = [.. work.Bills, .. stray] }, shown, refusal));
        }

        var payments = await ListPaymentsAsync(connection, [.. works.SelectMany(work => work.Work.Bills.Select(bill => bill.Bill)).Concat(found.Hidden.Select(bill => bill.Bill)).Distinct()], cancellationToken);
        var plan = new PaymentPlan(connection.Id, connection.CompanyId, id => connection.OriginId("vendorPayment", id));
        foreach (var (work, shown, refusal) in works)
        {
            var actions = work.Bills.SelectMany(bill => plan.Make(work.Place, bill, [.. payments[bill.Bill]], shown ?? [])).ToList();
            step = Add(step, refusal is null
                ? await writer.WriteAsync(connection, run, work, actions, cancellationToken)
                : await writer.FailAsync(run, [.. actions.Where(action => action.Write is not null || action.Step is PaymentStep.Forget).Select(action => action.Row)], PaymentWriter.TabIsOff(work, refusal), cancellationToken));
            step = step with { Problems = [.. step.Problems, .. work.Bills.Select(bill => Overpaid(bill, payments[bill.Bill])).OfType<Problem>()] };
        }

        foreach (var hidden in found.Hidden)
        {
            step = Add(step, await writer.FailAsync(run, plan.Hold(hidden, [.. payments[hidden.Bill]]), NotShown(hidden), cancellationToken));
        }

        return step with { Problems = [.. step.Problems.Except(run.Problems)] };
    }

    private static Problem NotShown(HiddenBill hidden) => new(
        "E502",
        $"Procore doesn't show {hidden.Link.Name ?? $"Invoice {hidden.Link.Key.ProcoreId}"} and its commitment to the connector, so payments of its NetSuite bill {hidden.Link.Bill?.Reference ?? hidden.Bill.Value} can't be brought.",
        hidden.Detail)
    { Speaker = "Procore" };

    private static ImportStep Add(ImportStep one, ImportStep other) =>
        one with { Counts = one.Counts + other.Counts, Problems = [.. one.Problems, .. other.Problems] };

    private static async Task<(IReadOnlyList<ContractPayment>? Shown, RejectedException? Refusal)> TryListAsync(
        Connection connection, ContractPlace place, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.Procore.ListContractPaymentsAsync(place, cancellationToken), null);
        }
        catch (RejectedException refusal) when (PaymentWriter.IsTabOff(refusal))
        {
            return (null, refusal);
        }
    }

    private static async Task<ILookup<NetSuiteId, BillPayment>> ListPaymentsAsync(Connection connection, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        List<BillPayment> all = [];
        foreach (var some in bills.Chunk(MostBills))
        {
            all.AddRange(await connection.NetSuite.ListBillPaymentsAsync(some, cancellationToken));
        }

        return all.ToLookup(payment => payment.BillId);
    }

    /// <summary>More was paid than the invoice says is due: brought all the same, and said.</summary>
    private static Problem? Overpaid(PaidInvoice bill, IEnumerable<BillPayment> payments)
    {
        var paid = payments.Where(payment => payment.Pays).Sum(payment => payment.Amount);

        return bill.Invoice is { CurrentPaymentDue: { } due } invoice && paid > due
            ? new Problem("E503", $"Invoice {invoice.InvoiceNumber ?? $"{invoice.Id}"} of {invoice.VendorName}: NetSuite paid {Amounts.Text(paid)} of it (bill {bill.Bill.Value}), and {Amounts.Text(due)} is due.")
            : null;
    }
}
