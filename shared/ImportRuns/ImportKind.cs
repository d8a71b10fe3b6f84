using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>What can be brought from NetSuite into Procore (connector-behaviour.md 7.2, 7.3, 7.5, 7.6).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportKind>))]
public enum ImportKind
{
    Vendors,
    Jobs,
    Payments,
    DirectCosts,
}

/// <summary>Kinds as they stand in addresses and keys: vendors, jobs, payments, direct-costs.</summary>
public static class ImportKinds
{
    public static string Slug(this ImportKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{kind}");

    /// <summary>The kind of an address, or null if there is none of this name.</summary>
    public static ImportKind? Find(string slug) =>
        Enum.GetValues<ImportKind>().Cast<ImportKind?>().FirstOrDefault(kind => kind!.Value.Slug() == slug);
}
