using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>Reads what a page of transactions refers to from the links, each record once and all of a kind together.</summary>
public sealed class CostFactReader(ILinkStore links)
{
    internal async Task<CostFacts> ReadAsync(CostStep step, IReadOnlyList<CostTransaction> transactions, IReadOnlyList<CostLine> lines, CancellationToken cancellationToken)
    {
        var connection = step.Connection;
        var projects = step.Projects.ToDictionary(project => project.Job, project => project.Id);
        var concerned = lines.Select(line => line.Transaction).ToHashSet();
        var vendors = transactions.Where(one => concerned.Contains(one.Id)).Select(one => one.Vendor).OfType<NetSuiteId>().ToList();
        var standings = await StandingsAsync(connection, transactions, cancellationToken);

        return new CostFacts(
            standings,
            projects,
            step.Items,
            await ParentsAsync(step, lines.Where(line => line is { Job: { } job, Item: not null } && !projects.ContainsKey(job)), cancellationToken),
            await FindCompaniesAsync(connection, vendors, cancellationToken))
        { InvoiceProjects = await FindInvoiceProjectsAsync(step, [.. concerned.Where(id => standings.GetValueOrDefault(id) is Standing.Linked)], cancellationToken) };
    }

    private async Task<IReadOnlyDictionary<NetSuiteId, (long Id, string Name)>> FindInvoiceProjectsAsync(CostStep step, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken) =>
        (bills.Count == 0 ? new Dictionary<NetSuiteId, Link>() : await links.FindManyByNetSuiteIdAsync(step.Connection.Id, EntityType.SubcontractorInvoice, null, bills, cancellationToken))
            .Where(found => found.Value.ProjectId is not null)
            .ToDictionary(found => found.Key, found => (found.Value.ProjectId!.Value, step.NameOf(found.Value.ProjectId.Value)));

    /// <summary>Those of these bills that belong to an invoice, or did.</summary>
    internal Task<IReadOnlySet<NetSuiteId>> FindLinkedAsync(Connection connection, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken) =>
        links.FindEverLinkedAsync(connection.Id, EntityType.SubcontractorInvoice, bills, cancellationToken);

    private async Task<IReadOnlyDictionary<NetSuiteId, Standing>> StandingsAsync(
        Connection connection, IReadOnlyList<CostTransaction> transactions, CancellationToken cancellationToken)
    {
        // What a journal voids may be on another page.
        var voided = await connection.NetSuite.ListVoidedByAsync([.. transactions.Where(one => one.IsJournal).Select(one => one.Id)], cancellationToken);
        var given = transactions.Select(one => one.Id).ToHashSet();
        var others = await connection.NetSuite.ListCostsAsync([.. voided.Values.Distinct().Where(id => !given.Contains(id))], cancellationToken);
        List<CostTransaction> all = [.. transactions, .. others];
        var linked = await FindLinkedAsync(connection, [.. all.Where(one => !one.IsJournal).Select(one => one.Id)], cancellationToken);
        var known = await FindKnownAsync(connection, [.. all.Where(one => !linked.Contains(one.Id))], cancellationToken);
        var standings = all.ToDictionary(one => one.Id, one => linked.Contains(one.Id) ? Standing.Linked
            : one.Voided ? Standing.Void
            : !ExternalIds.IsOurs(one.ExternalId) ? Standing.Counts
            : known.Contains(one.Id) ? Standing.Linked
            : Standing.OursWithoutLink);
        foreach (var (journal, source) in voided)
        {
            if (standings.GetValueOrDefault(source) is not Standing.Counts)
            {
                standings[journal] = Standing.Void;
            }
        }

        return standings;
    }

    /// <summary>An export that isn't finished has a row and no pair yet; another company's connection answers for its own.</summary>
    private async Task<HashSet<NetSuiteId>> FindKnownAsync(Connection connection, IReadOnlyList<CostTransaction> transactions, CancellationToken cancellationToken)
    {
        var ours = transactions.Where(one => ExternalIds.IsOurs(one.ExternalId))
            .Select(one => (one.Id, Invoice: ExternalIds.ReadExternal(one.ExternalId, connection.CompanyId, EntityType.SubcontractorInvoice)))
            .ToList();
        var mine = ours.Where(one => one.Invoice is not null).ToList();
        var rows = await links.FindManyAsync([.. mine.Select(one => new LinkKey(connection.Id, EntityType.SubcontractorInvoice, one.Invoice!.Value))], cancellationToken);

        return [.. ours.Where(one => one.Invoice is null).Select(one => one.Id), .. mine.Where((_, index) => rows[index] is not null).Select(one => one.Id)];
    }

    /// <summary>Asked for only where a line has an item of ours and a customer or job that is none of ours.</summary>
    private static async Task<IReadOnlyDictionary<long, NetSuiteId>> ParentsAsync(CostStep step, IEnumerable<CostLine> lines, CancellationToken cancellationToken)
    {
        var owners = lines.Select(line => step.Items.OwnerOf(line.Item!.Value)).OfType<long>().ToHashSet();
        var jobs = step.Projects.Where(project => owners.Contains(project.Id)).ToList();
        var parents = jobs.Count == 0 ? new Dictionary<NetSuiteId, NetSuiteId>()
            : await step.Connection.NetSuite.ListParentsAsync([.. jobs.Select(project => project.Job)], cancellationToken);

        return jobs.Where(project => parents.ContainsKey(project.Job)).ToDictionary(project => project.Id, project => parents[project.Job]);
    }

    private async Task<IReadOnlyDictionary<NetSuiteId, long>> FindCompaniesAsync(Connection connection, IReadOnlyList<NetSuiteId> vendors, CancellationToken cancellationToken) =>
        (await links.FindManyByNetSuiteIdAsync(connection.Id, EntityType.Company, null, [.. vendors.Distinct()], cancellationToken))
            .ToDictionary(found => found.Key, found => found.Value.Key.ProcoreId);
}
