using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>
/// The names under which the two systems know each other's records. External ids are lower case letters, digits and hyphens only,
/// unique over NetSuite's shared id groups (netsuite-api.md 10.1); origin ids are unique in a Procore company (procore-api.md 5.3).
/// </summary>
public static class ExternalIds
{
    /// <summary>NetSuite external id of a record that we make: procore-{company}-{type}-{id}.</summary>
    /// <param name="voided">Voided records left behind: they keep their external ids, so the next one gets -2, -3, ...</param>
    public static string InNetSuite(long companyId, EntityType entity, long procoreId, int voided = 0) =>
        $"procore-{companyId}-{TypeOf(entity)}-{procoreId}" + (voided == 0 ? "" : $"-{voided + 1}");

    /// <summary>True if some connection of ours gave this external id.</summary>
    public static bool IsOurs(string? externalId) => externalId?.StartsWith("procore-", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The Procore id inside an external id of this company and type; null if it is another's.</summary>
    public static long? ReadExternal(string? externalId, long companyId, EntityType entity)
    {
        var prefix = $"procore-{companyId}-{TypeOf(entity)}-";
        if (externalId?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return null;
        }

        var id = externalId.AsSpan(prefix.Length);
        var end = id.IndexOf('-');

        return Digits.Read(end < 0 ? id : id[..end]);
    }

    /// <summary>Procore origin id of a NetSuite record: ns:{account}:{record type}:{id}.</summary>
    public static string InProcore(string accountId, string recordType, string id) => $"ns:{accountId.ToUpperInvariant()}:{recordType}:{id}";

    /// <summary>The NetSuite id inside an origin id of this account and record type; null if it is somebody else's.</summary>
    public static string? ReadOrigin(string? originId, string accountId, string recordType)
    {
        var prefix = InProcore(accountId, recordType, "");

        return originId is not null && originId.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && originId.Length > prefix.Length
            ? originId[prefix.Length..]
            : null;
    }

    /// <summary>The NetSuite account of an origin id that some connection of ours gave; null if it is somebody else's.</summary>
    public static string? AccountOf(string? originId) =>
        originId?.Split(':') is [var mark, { Length: > 0 } account, { Length: > 0 }, { Length: > 0 }] && mark.Equals("ns", StringComparison.OrdinalIgnoreCase)
            ? account.ToUpperInvariant()
            : null;

    private static string TypeOf(EntityType entity) => entity switch
    {
        EntityType.WbsCode => "wbs-code",
        EntityType.Project => "project",
        EntityType.Company => "company",
        EntityType.SubcontractorInvoice => "requisition",
        EntityType.StandardCostCode => "standard-cost-code",
        _ => throw new ArgumentOutOfRangeException(nameof(entity)),
    };
}
