using System.Globalization;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Functions.Records;

/// <summary>Records and how far they are, in the words that people see (connector-behaviour.md 4).</summary>
internal static class RecordWords
{
    public const string Exporting = "Exporting", Synced = "Synced", Failed = "Failed to Export", Unknown = "Outcome unknown", NotSent = "Not sent", Changed = "Changed in NetSuite", Orphaned = "Orphaned";

    private static readonly Dictionary<string, EntityType> entities = new(StringComparer.Ordinal)
    {
        ["companies"] = EntityType.Company,
        ["projects"] = EntityType.Project,
        ["standard-cost-codes"] = EntityType.StandardCostCode,
        ["subcontractor-invoices"] = EntityType.SubcontractorInvoice,
        ["wbs-codes"] = EntityType.WbsCode,
    };

    /// <summary>In an address.</summary>
    public static IReadOnlyList<string> Entities { get; } = [.. entities.Keys];

    /// <summary>In an address: lower case, with hyphens.</summary>
    public static IReadOnlyList<string> States { get; } = [.. new[] { Exporting, Failed, Unknown, Synced, Changed, Orphaned, NotSent }.Select(Slug)];

    public static string Slug(string state) => state.ToLowerInvariant().Replace(' ', '-');

    public static string Slug(EntityType entity) => entities.Single(one => one.Value == entity).Key;

    public static EntityType? FindEntity(string? slug) => slug is not null && entities.TryGetValue(slug, out var entity) ? entity : null;

    /// <summary>A record's state. One that failed and is being written again is Exporting; a problem that is left over counts more than a pair.</summary>
    public static string StateOf(Link link, DateTimeOffset now) => link.State switch
    {
        LinkState.Writing when link.LeaseUntil > now => Exporting,
        LinkState.Unknown => Unknown,
        LinkState.Changed => Changed,
        LinkState.Orphaned => Orphaned,
        _ when link.Problems.Count > 0 => Failed,
        LinkState.Linked => Synced,
        LinkState.Unlinked => NotSent,
        _ => Exporting,
    };

    public static string NameOf(Link link) => link.Name ?? string.Create(CultureInfo.InvariantCulture, $"{Singular(link.Key.Entity)} {link.Key.ProcoreId}");

    private static string Singular(EntityType entity) => entity switch
    {
        EntityType.SubcontractorInvoice => "Invoice",
        EntityType.WbsCode => "WBS code",
        EntityType.StandardCostCode => "Standard cost code",
        _ => $"{entity}",
    };

    public static string AddressOf(LinkKey key) => string.Create(
        CultureInfo.InvariantCulture,
        $"/api/connections/{key.ConnectionId}/records/{Slug(key.Entity)}/{key.ProcoreId}{(key.ProjectId is { } project ? $"?project={project}" : "")}");
}
