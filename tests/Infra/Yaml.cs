using System.Text.Json.Nodes;
using ProcoreNetSuite.Tests.Builders;
using YamlDotNet.RepresentationModel;

namespace ProcoreNetSuite.Tests.Infra;

internal static class Yaml
{
    /// <summary>A YAML file of the repository as JSON, every value as the text it is.</summary>
    public static JsonNode Read(params string[] path)
    {
        var stream = new YamlStream();
        using var text = File.OpenText(Path.Combine([Files.Root, .. path]));
        stream.Load(text);

        return Convert(stream.Documents.Single().RootNode);
    }

    private static JsonNode Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create($"{child.Key}", (JsonNode?)Convert(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        _ => JsonValue.Create($"{node}"),
    };
}
