using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.BillPayments;

/// <summary>Finds the commitments whose payments may have changed, from bills.</summary>
public sealed class PaymentLookup(ILinkStore links, IPaymentStore rows)
{
    /// <summary>
    /// The bills that are linked to an invoice, and those that payments were brought for before, by commitment. All other bills are none of ours.
    /// </summary>
    /// <returns>The work, and what keeps a bill from its commitment.</returns>
    public async Task<(IReadOnlyList<CommitmentWork> Work, IReadOnlyList<Problem> Problems)> FindAsync(
        Connection connection, ImportRun run, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        List<(NetSuiteId Bill, Link? Link, IReadOnlyList<IssuedPayment> Rows)> known = [];
        foreach (var bill in bills.Distinct())
        {
            var link = await links.FindByNetSuiteIdAsync(connection.Id, EntityType.SubcontractorInvoice, null, bill, cancellationToken);
            var before = await rows.ListOfBillAsync(connection.Id, bill, cancellationToken);
            var project = link?.ProjectId ?? before.Select(row => (long?)row.ProjectId).FirstOrDefault();
            if ((link is not null || before.Count > 0) && (run.ProjectId is null || project == run.ProjectId))
            {
                known.Add((bill, link, before));
            }
        }

        var invoices = await ListInvoicesAsync(connection, known.Select(one => one.Link).OfType<Link>(), cancellationToken);
        List<(ContractPlace Place, PaidInvoice Bill)> placed = [];
        List<Problem> problems = [];
        foreach (var (bill, link, before) in known)
        {
            var invoice = link is null ? null : invoices.GetValueOrDefault(link.Key.ProcoreId);
            if (invoice is { CommitmentId: { } contract } && link!.ProjectId is { } project)
            {
                placed.Add((new ContractPlace(project, contract), new PaidInvoice(bill, invoice, before)));
            }
            else if (before is [var row, ..])
            {
                placed.Add((new ContractPlace(row.ProjectId, row.ContractId), new PaidInvoice(bill, null, before)));
            }

            if (link is not null && invoice?.CommitmentId is null)
            {
                problems.Add(new Problem(
                    "E502", $"Procore doesn't show invoice {link.Name ?? $"{link.Key.ProcoreId}"} and its commitment, which NetSuite bill {bill.Value} was made from, so its payments can't be brought."));
            }
        }

        return ([.. placed.GroupBy(one => one.Place, one => one.Bill).Select(group => new CommitmentWork(group.Key, [.. group]))], problems);
    }

    /// <summary>Bills that Procore shows payments of and that belong to no invoice any more.</summary>
    public async Task<IReadOnlyList<PaidInvoice>> ListStrayAsync(
        Connection connection, CommitmentWork work, IReadOnlyList<ContractPayment> shown, CancellationToken cancellationToken)
    {
        List<PaidInvoice> stray = [];
        var named = shown.Select(payment => PaymentPlan.ReadOrigin(payment.OriginId, connection.Settings.NetSuite.AccountId)?.Bill).OfType<NetSuiteId>();
        foreach (var bill in named.Distinct().Except(work.Bills.Select(bill => bill.Bill)))
        {
            if (await links.FindByNetSuiteIdAsync(connection.Id, EntityType.SubcontractorInvoice, null, bill, cancellationToken) is null)
            {
                stray.Add(new PaidInvoice(bill, null, await rows.ListOfBillAsync(connection.Id, bill, cancellationToken)));
            }
        }

        return stray;
    }

    private static async Task<Dictionary<long, SubcontractorInvoice>> ListInvoicesAsync(
        Connection connection, IEnumerable<Link> linked, CancellationToken cancellationToken)
    {
        Dictionary<long, SubcontractorInvoice> invoices = [];
        foreach (var project in linked.Where(link => link.ProjectId is not null).GroupBy(link => link.ProjectId!.Value, link => link.Key.ProcoreId))
        {
            foreach (var invoice in await connection.Procore.ListSubcontractorInvoicesAsync(project.Key, [.. project], cancellationToken))
            {
                invoices[invoice.Id] = invoice;
            }
        }

        return invoices;
    }
}
