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
    public async Task<FoundWork> FindAsync(Connection connection, ImportRun run, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        var linked = await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.SubcontractorInvoice, null, bills, cancellationToken);
        var known = await rows.ListOfBillsAsync(connection.Id, bills, cancellationToken);
        List<(NetSuiteId Bill, Link? Link, IReadOnlyList<IssuedPayment> Rows)> ours =
        [
            .. bills.Distinct().Select(bill => (bill, linked.GetValueOrDefault(bill), (IReadOnlyList<IssuedPayment>)[.. known[bill]]))
                .Where(one => (one.Item2 is not null || one.Item3.Count > 0) && (run.ProjectId is null || ProjectOf(one.Item2, one.Item3) == run.ProjectId)),
        ];
        var (invoices, refusals) = await ListInvoicesAsync(connection, ours.Select(one => one.Link).OfType<Link>(), cancellationToken);
        List<(ContractPlace Place, PaidInvoice Bill)> placed = [];
        List<HiddenBill> hidden = [];
        foreach (var (bill, link, before) in ours)
        {
            var invoice = link is null ? null : invoices.GetValueOrDefault(link.Key.ProcoreId);
            if (invoice is { CommitmentId: { } contract } && link!.ProjectId is { } project)
            {
                placed.Add((new ContractPlace(project, contract), new PaidInvoice(bill, invoice, before)));
                continue;
            }

            if (before.FirstOrDefault(row => row.ContractId != 0) is { } row)
            {
                placed.Add((new ContractPlace(row.ProjectId, row.ContractId), new PaidInvoice(bill, null, before)));
            }

            if (link is not null)
            {
                hidden.Add(new HiddenBill(bill, link, before, refusals.GetValueOrDefault(link.ProjectId ?? 0)));
            }
        }

        var names = await FindProjectsAsync(connection, [.. placed.Select(one => one.Place.ProjectId).Distinct()], cancellationToken);

        return new(
            [
                .. placed.GroupBy(one => one.Place, one => one.Bill).Select(group => new CommitmentWork(
                    group.Key,
                    $"commitment {group.Select(bill => bill.Invoice?.ContractName).FirstOrDefault(name => name is not null) ?? $"{group.Key.ContractId}"} of project {names[group.Key.ProjectId]}",
                    [.. group])),
            ],
            hidden);
    }

    /// <summary>Bills that Procore shows payments of and that belong to no invoice any more.</summary>
    public async Task<IReadOnlyList<PaidInvoice>> ListStrayAsync(
        Connection connection, CommitmentWork work, IReadOnlyList<ContractPayment> shown, CancellationToken cancellationToken)
    {
        NetSuiteId[] named =
        [
            .. shown.Select(payment => PaymentPlan.ReadOrigin(payment.OriginId, connection.Settings.NetSuite.AccountId)?.Bill).OfType<NetSuiteId>()
                .Distinct().Except(work.Bills.Select(bill => bill.Bill)),
        ];
        var linked = await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.SubcontractorInvoice, null, named, cancellationToken);
        NetSuiteId[] stray = [.. named.Where(bill => !linked.ContainsKey(bill))];
        var known = await rows.ListOfBillsAsync(connection.Id, stray, cancellationToken);

        return [.. stray.Select(bill => new PaidInvoice(bill, null, [.. known[bill]]))];
    }

    private static long? ProjectOf(Link? link, IReadOnlyList<IssuedPayment> rows) => link?.ProjectId ?? rows.Select(row => (long?)row.ProjectId).FirstOrDefault();

    private async Task<Dictionary<long, string>> FindProjectsAsync(Connection connection, IReadOnlyList<long> projects, CancellationToken cancellationToken)
    {
        var found = await links.FindManyAsync([.. projects.Select(project => new LinkKey(connection.Id, EntityType.Project, project))], cancellationToken);

        return projects.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second?.Name ?? $"{pair.First}");
    }

    /// <returns>The invoices by id, and by project what Procore says of those it keeps away from us: they don't stop the others.</returns>
    private static async Task<(Dictionary<long, SubcontractorInvoice> Invoices, Dictionary<long, string?> Refusals)> ListInvoicesAsync(
        Connection connection, IEnumerable<Link> linked, CancellationToken cancellationToken)
    {
        Dictionary<long, SubcontractorInvoice> invoices = [];
        Dictionary<long, string?> refusals = [];
        foreach (var project in linked.Where(link => link.ProjectId is not null).GroupBy(link => link.ProjectId!.Value, link => link.Key.ProcoreId))
        {
            try
            {
                foreach (var invoice in await connection.Procore.ListSubcontractorInvoicesAsync(project.Key, [.. project], cancellationToken))
                {
                    invoices[invoice.Id] = invoice;
                }
            }
            catch (RejectedException refusal) when (PaymentWriter.IsTabOff(refusal))
            {
                refusals[project.Key] = refusal.Problem.Detail;
            }
        }

        return (invoices, refusals);
    }
}
