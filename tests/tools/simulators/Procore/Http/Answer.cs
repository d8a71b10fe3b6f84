using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What goes back to the caller.</summary>
internal sealed record Answer(int Status, JsonNode? Body)
{
    public static readonly Answer Empty = new(200, null);

    public static readonly Answer NoContent = new(204, null);

    /// <summary>Total, page size and <c>Link</c> of a paged list.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static Answer Ok(JsonNode? body) => new(200, body);

    public static Answer Created(JsonNode body) => new(201, body);
}
