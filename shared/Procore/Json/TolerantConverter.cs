using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore.Json;

/// <summary>A value that comes as number, string or boolean, whichever the endpoint likes.</summary>
internal sealed class TolerantConverter<T>(Func<string, T?> parse) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(Scalar.Read(ref reader)) ?? throw new JsonException($"It is not a {typeof(T).Name} that can be kept exactly.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => Scalar.Write(writer, value);
}

/// <summary>The same where the value may be missing: null or an empty string.</summary>
internal sealed class TolerantOptionalConverter<T>(Func<string, T?> parse) : JsonConverter<T?>
    where T : struct
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var text = Scalar.Read(ref reader);
        return text.Length == 0
            ? null
            : parse(text) ?? throw new JsonException($"It is not a {typeof(T).Name} that can be kept exactly.");
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        if (value is { } given)
        {
            Scalar.Write(writer, given);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>A text. Numbers are taken as they stand; an object or a list in its place is no text and left out.</summary>
internal sealed class TolerantTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return PlainText.Clean(reader.GetString()!);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                return null;
            default:
                return Scalar.Read(ref reader);
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A single value as text.</summary>
internal static class Scalar
{
    public static string Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!.Trim(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw new JsonException("It is not a single value."),
    };

    public static void Write<T>(Utf8JsonWriter writer, T value)
        where T : struct => JsonSerializer.Serialize(writer, value);
}
