namespace ProcoreNetSuite.NetSuite;

/// <summary>Tables of entities that are imported.</summary>
public enum EntityTable
{
    Vendor,
    Job,
}

/// <summary>How far a table of entities can be read now.</summary>
/// <param name="Count">Rows there are to read.</param>
/// <param name="Newest">Moment of the newest change among them by NetSuite's own clock; null if there is none.</param>
public sealed record EntityMark(int Count, string? Newest);

/// <summary>A part of a long list.</summary>
public sealed record EntityPage<T>(IReadOnlyList<T> Rows, bool HasMore);

/// <summary>A vendor as an import reads it.</summary>
/// <param name="IsOurs">It belongs to the connector's subsidiary, if only as a second one.</param>
/// <param name="Address">The default billing address.</param>
public sealed record VendorRow(
    NetSuiteId Id, string Number, string Name, string? ExternalId, bool Inactive, bool IsOurs, string? Email, string? Phone, string? Fax, string? Url, Address? Address);

/// <summary>A job as an import reads it.</summary>
/// <param name="EstimatedRevenue">In the subsidiary's base currency.</param>
public sealed record JobRow(
    NetSuiteId Id, string Number, string Name, string? ExternalId, bool Inactive, bool IsOurs, DateOnly? StartDate, DateOnly? EstimatedEndDate, decimal? EstimatedRevenue);

/// <summary>A vendor or job that was deleted.</summary>
public sealed record DeletedRow(NetSuiteId Id, string? Name);
