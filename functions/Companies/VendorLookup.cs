using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>A vendor in NetSuite that is probably the company.</summary>
/// <param name="By">What the two have in common.</param>
/// <param name="Holder">The other company that it is linked to; null if it is free.</param>
internal sealed record VendorMatch(EntityFound Vendor, SameBy By, Link? Holder)
{
    /// <summary>Bills can be booked on it.</summary>
    public bool IsUsable => Vendor is { IsOurs: true, Inactive: false };
}

/// <summary>Looks for vendors that NetSuite has already and that are probably the same company.</summary>
public sealed class VendorLookup(ILinkStore links)
{
    /// <returns>All of them; the company's own, made by an earlier export, is among them with no other holder.</returns>
    internal async Task<IReadOnlyList<VendorMatch>> FindAsync(Connection connection, long companyId, VendorIdentity identity, CancellationToken cancellationToken)
    {
        var matches = new List<VendorMatch>();
        foreach (var vendor in await connection.NetSuite.ListSimilarVendorsAsync(identity, cancellationToken))
        {
            var holder = await links.FindByNetSuiteIdAsync(connection.Id, EntityType.Company, null, vendor.Id, cancellationToken);
            var other = holder?.Key.ProcoreId == companyId ? null : holder;
            if (identity.Match(VendorIdentity.Of(vendor)) is { } by && !await IsAnotherAsync(connection, identity, vendor, other, cancellationToken))
            {
                matches.Add(new(vendor, by, other));
            }
        }

        return matches;
    }

    /// <summary>A vendor that was exported has no tax id in NetSuite, but its company has one in Procore.</summary>
    private static async Task<bool> IsAnotherAsync(Connection connection, VendorIdentity identity, EntityFound vendor, Link? holder, CancellationToken cancellationToken)
    {
        if (identity.TaxId is null || holder is null || TaxId.Read(vendor.TaxId) is not null)
        {
            return false;
        }

        var company = await connection.Procore.FindCompanyAsync(holder.Key.ProcoreId, cancellationToken);

        return TaxId.Read(company?.BusinessRegister?.Identifier) is { } theirs && theirs != identity.TaxId;
    }
}
