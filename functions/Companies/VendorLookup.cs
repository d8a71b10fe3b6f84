using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>Looks for vendors that NetSuite has already: ours by external id, and others that are probably the same company.</summary>
public sealed class VendorLookup(ILinkStore links)
{
    /// <returns>Empty if the company is new to NetSuite; otherwise one problem for each linked candidate (E302) and one for all others (E303).</returns>
    public async Task<IReadOnlyList<Problem>> FindDuplicatesAsync(
        Connection connection, Company company, Vendor vendor, CancellationToken cancellationToken)
    {
        var similar = await connection.NetSuite.ListSimilarVendorsAsync(
            vendor.CompanyName, company.BusinessRegister?.Identifier, cancellationToken);
        var problems = new List<Problem>();
        var free = new List<EntityFound>();
        foreach (var candidate in similar.Where(candidate => candidate.ExternalId != vendor.ExternalId))
        {
            var holder = await links.FindByNetSuiteIdAsync(connection.Id, EntityType.Company, null, candidate.Id, cancellationToken);
            if (holder is null)
            {
                free.Add(candidate);
            }
            else if (holder.Key.ProcoreId != company.Id)
            {
                problems.Add(new Problem(
                    "E302", $"NetSuite vendor {Text(candidate)} is already linked to company {holder.Name} ({holder.Key.ProcoreId})."));
            }
        }

        if (free.Count > 0)
        {
            problems.Add(new Problem(
                "E303", $"{vendor.CompanyName} is probably in NetSuite already, by name or tax id: {string.Join(", ", free.Select(Text))}."));
        }

        return problems;
    }

    internal static async Task<Existing?> FindAsync(Connection connection, string externalId, CancellationToken cancellationToken) =>
        await connection.NetSuite.FindVendorAsync(externalId, cancellationToken) is { } found ? new Existing(found.Id, null) : null;

    private static string Text(EntityFound vendor) =>
        $"{vendor.Name ?? vendor.Number} ({vendor.Id}{(vendor.Inactive ? ", inactive" : "")})";
}
