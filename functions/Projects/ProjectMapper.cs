using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>Turns a job into the project that it becomes, or into what a linked project takes over (connector-behaviour.md 7.2). Empty fields say nothing.</summary>
public static class ProjectMapper
{
    /// <summary>Drives forecasts: a linked project takes it over only while its own is empty.</summary>
    public const string TotalValue = "total_value";

    public static ImportedEntity Map(JobRow source) => new(
        source.Id,
        source.Number,
        source.Name,
        source.ExternalId,
        source.Inactive,
        IsWanted: source.IsOurs && !source.Inactive,
        Staged: Filled(
            ("name", source.Name),
            ("project_number", source.Number),
            ("estimated_start_date", source.StartDate),
            ("estimated_completion_date", source.EstimatedEndDate),
            ("estimated_value", source.EstimatedRevenue)),
        Update: Filled(
            ("name", source.Name),
            ("start_date", source.StartDate),
            ("completion_date", source.EstimatedEndDate),
            (TotalValue, source.EstimatedRevenue)));

    private static Dictionary<string, object?> Filled(params IEnumerable<(string Name, object? Value)> fields) =>
        fields.Where(field => field.Value is not null and not "").ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
