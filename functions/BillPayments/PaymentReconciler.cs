using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>Brings what Procore shows of some bills to what NetSuite holds: both sides are read, compared, and only the difference is written.</summary>
public sealed class PaymentReconciler(PaymentLookup lookup, PaymentWriter writer, IRunNotes notes)
{
    private const int MostBills = 1000;

    /// <param name="bills">Bills whose payments may have changed; those that are none of ours are passed over.</param>
    /// <param name="explain">Keep what was settled without a payment with the run: only where each bill comes once in it.</param>
    /// <returns>A step without a cursor.</returns>
    public async Task<ImportStep> ReconcileAsync(
        Connection connection, ImportRun run, IReadOnlyList<NetSuiteId> bills, bool explain, CancellationToken cancellationToken)
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

        NetSuiteId[] concerned = [.. works.SelectMany(work => work.Work.Bills.Select(bill => bill.Bill)).Concat(found.Hidden.Select(bill => bill.Bill)).Distinct()];
        var payments = await ListPaymentsAsync(connection, concerned, cancellationToken);
        var balances = await ListBalancesAsync(connection, concerned, cancellationToken);
        var plan = new PaymentPlan(connection.Id, connection.CompanyId, connection.Settings.NetSuite.Currency, id => connection.OriginId("vendorPayment", id));
        List<NotImported> settled = [];
        foreach (var (work, shown, refusal) in works)
        {
            var books = work.Bills.Select(bill => new Books(bill, [.. payments[bill.Bill]], balances.GetValueOrDefault(bill.Bill), connection.Settings)).ToList();
            var actions = books.SelectMany(one => plan.Make(work.Place, one.Bill, one.Brought, shown ?? [])).ToList();
            step = Add(step, refusal is null
                ? await writer.WriteAsync(connection, run, work, actions, cancellationToken)
                : await writer.FailAsync(run, [.. actions.Where(action => action.Write is not null || action.Step is PaymentStep.Forget).Select(action => action.Row)], PaymentWriter.TabIsOff(work, refusal), cancellationToken));
            step = step with
            {
                Problems = [.. step.Problems, .. books.Select(one => Reconciliation.Unexplained(one.Bill, one.Payments, one.Brought, one.Balance)).OfType<Problem>()],
            };
            settled.AddRange(books.Where(one => one is { Bill.Invoice: not null, Balance: not null })
                .SelectMany(one => Reconciliation.Settled(work.Place.ProjectId, one.Bill, one.Payments, one.Balance!)));
        }

        if (explain)
        {
            await notes.SaveAsync(run, 0, NotImported.Combine(settled), cancellationToken);
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
    {
        Speaker = "Procore",
        OtherRemedy = "Add the project to the permitted projects of the connector's app, and let its service account see invoices and commitments.",
    };

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

    private static async Task<Dictionary<NetSuiteId, BillBalance>> ListBalancesAsync(Connection connection, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        List<BillBalance> all = [];
        foreach (var some in bills.Chunk(MostBills))
        {
            all.AddRange(await connection.NetSuite.ListBillBalancesAsync(some, cancellationToken));
        }

        return all.ToDictionary(bill => bill.Id);
    }

    /// <summary>One bill as NetSuite holds it, and what Procore is to show of its payments.</summary>
    private sealed record Books(PaidInvoice Bill, IReadOnlyList<BillPayment> Payments, BillBalance? Balance, ConnectionSettings Settings)
    {
        /// <summary>In the United States payments hold no tax that an invoice doesn't.</summary>
        public IReadOnlyList<BillPayment> Brought { get; } =
            !Settings.PaymentsOutsideUnitedStates ? Payments
            : Balance is null && Payments.Any(payment => payment.Pays)
                ? throw new UnavailableException(new Problem("E902", $"NetSuite doesn't show how bill {Bill.Bill} stands, so the tax in its payments is not known."))
            : NetPayments.Of(Payments, Balance, Settings.NetSuite.Currency);
    }
}
