using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>How far a project is. [A 8.2] Only one stage and its number are printed there; a company may name its own.</summary>
internal static class ProjectStages
{
    public const long CourseOfConstruction = 5;

    private static readonly Dictionary<long, string> _names = new()
    {
        [3] = "Bidding",
        [4] = "Pre-Construction",
        [CourseOfConstruction] = "Course of Construction",
        [6] = "Warranty",
        [7] = "Post-Construction",
    };

    public static bool Has(JsonNode? id) => id.Id() is { } number && _names.ContainsKey(number);

    public static string? NameOf(JsonNode? id) => id.Id() is { } number ? _names.GetValueOrDefault(number) : null;

    /// <summary>As projects show it; null for none.</summary>
    public static JsonObject? Show(JsonNode? id) => Has(id) ? new() { ["id"] = id.Id(), ["name"] = NameOf(id) } : null;
}
