using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>States by their names. Rows of earlier versions call one of them by another name, which is read and never written.</summary>
internal sealed class ImportStateConverter : JsonConverter<ImportState>
{
    private const string FormerName = "SucceededWithErrors";

    public override ImportState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.GetString();

        return name is FormerName ? ImportState.SucceededWithProblems
            : Enum.TryParse<ImportState>(name, out var state) ? state
            : throw new JsonException($"{name} is no state of an import.");
    }

    public override void Write(Utf8JsonWriter writer, ImportState value, JsonSerializerOptions options) => writer.WriteStringValue($"{value}");
}
