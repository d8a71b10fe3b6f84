using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Field → messages, as Procore lists them under <c>errors</c>.</summary>
internal sealed class Problems
{
    private readonly List<(string Field, string Message)> _list = [];

    public bool Any => _list.Count > 0;

    public void Add(string field, string message) => _list.Add((field, message));

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var field in _list.GroupBy(problem => problem.Field))
        {
            json[field.Key] = new JsonArray([.. field.Select(problem => (JsonNode)problem.Message)]);
        }

        return json;
    }
}
