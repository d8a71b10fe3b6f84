using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>What is read in NetSuite, step by step: for Procore (connector-behaviour.md 7.2, 7.3, 7.5, 7.6), or bills to see whether they are as they were sent (7.4.6).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportKind>))]
public enum ImportKind
{
    Vendors,
    Jobs,
    Payments,
    DirectCosts,
    Bills,
}

/// <summary>Kinds as they stand in addresses and keys: vendors, jobs, payments, direct-costs, bills.</summary>
public static class ImportKinds
{
    public static string Slug(this ImportKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{kind}");

    /// <summary>The kind of an address, or null if there is none of this name.</summary>
    public static ImportKind? Find(string slug) =>
        Enum.GetValues<ImportKind>().Cast<ImportKind?>().FirstOrDefault(kind => kind!.Value.Slug() == slug);
}
