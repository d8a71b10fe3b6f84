using System.IO.Compression;
using System.Text;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>A body as it goes over the wire.</summary>
/// <param name="Type">Content-Type; null for none.</param>
public sealed record HostileBody(byte[] Bytes, string? Type)
{
    public string Text => Encoding.UTF8.GetString(Bytes);
}

/// <summary>
/// Bodies that no specification promises: cut off, of the wrong type, wrongly encoded, deeply nested, oversized. None of them is an event of Procore's,
/// and none a readable record of either system. Whatever reads input is tried with all of them.
/// </summary>
public static class HostileInput
{
    private const string Json = "application/json";

    /// <summary>Every body, by a name that a person can read.</summary>
    public static IReadOnlyDictionary<string, HostileBody> Bodies { get; } = new Dictionary<string, HostileBody>
    {
        ["nothing"] = Text(""),
        ["white space"] = Text(" \r\n\t "),
        ["null"] = Text("null"),
        ["a number"] = Text("17"),
        ["a number of 50,000 digits"] = Text(new string('9', 50_000)),
        ["a text"] = Text("\"ok\""),
        ["true"] = Text("true"),
        ["NaN"] = Text("NaN"),
        ["half an object"] = Text("{ \"id\": 1, \"name\": \"Acme"),
        ["half a list"] = Text("[{ \"id\": 1 }, { \"id\""),
        ["two values"] = Text("{}{}"),
        ["a comment"] = Text("/* ok */ {}"),
        ["a trailing comma"] = Text("{ \"id\": 1, }"),
        ["single quotes"] = Text("{ 'id': 1 }"),
        ["plain text"] = Text("OK", "text/plain"),
        ["a form"] = Text("id=1&resource_id=5", "application/x-www-form-urlencoded"),
        ["a web page"] = Text("<!DOCTYPE html><html></html>", "text/html"),
        ["a web page that says it is JSON"] = Text("  <html></html>"),
        ["XML"] = Text("<?xml version=\"1.0\"?><ok/>", "application/xml"),
        ["an object 10,000 deep"] = Text(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))),
        ["a list 50,000 deep"] = Text(new string('[', 50_000)),
        ["a closed list 65 deep"] = Text(new string('[', 65) + new string(']', 65)),
        ["an unknown field 65 deep"] = Text($"{{\"id\":1,\"x\":{new string('[', 65)}{new string(']', 65)}}}"),
        ["a list of numbers"] = Text($"[{string.Join(',', Enumerable.Repeat("1", 25_000))}]"),
        ["zeros"] = new(new byte[4096], Json),
        ["UTF-16 without saying so"] = new(Encoding.Unicode.GetBytes("{\"id\":1}"), Json),
        ["UTF-16 with its mark, called UTF-8"] = new([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"id\":1}")], $"{Json}; charset=utf-8"),
        ["UTF-32"] = new(Encoding.UTF32.GetBytes("{\"id\":1}"), Json),
        ["Latin-1 that says it is UTF-8"] = new(Encoding.Latin1.GetBytes("{\"id\":1,\"name\":\"Müller\",\"full_code\":\"ü\"}"), $"{Json}; charset=utf-8"),
        ["bytes cut within a letter"] = new(Encoding.UTF8.GetBytes("{\"id\":1,\"name\":\"ü")[..^1], Json),
        ["compressed without saying so"] = new(Compressed("{\"id\":1}"), Json),
        ["half a surrogate"] = Text("\"\\ud800\""),
        ["an unknown charset"] = Text("no", $"{Json}; charset=klingon"),
        ["a charset that is no longer allowed"] = Text("no", $"{Json}; charset=utf-7"),
        ["no content type"] = Text("no", null),
        ["a broken content type"] = Text("no", ";;;=;"),
    };

    /// <summary>Bodies beyond what any sender has a reason for; too large for the webhook.</summary>
    public static IReadOnlyDictionary<string, HostileBody> Enormous { get; } = new Dictionary<string, HostileBody>
    {
        ["a text of 8 MB"] = Text($"\"{new string('x', 8_000_000)}\""),
        ["an object 100,000 deep"] = Text(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))),
        ["a list of 100,000 numbers"] = Text($"[{string.Join(',', Enumerable.Repeat("1", 100_000))}]"),
    };

    /// <summary>JSON values of every kind, to stand where another kind belongs.</summary>
    public static IReadOnlyList<string> WrongValues { get; } =
    [
        "null", "true", "\"\"", "\"abc\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[null]", "[[]]", "[{}]", "[1]", "{\"a\":{\"\\ud800 as a name\":1}}",
        "-1", "0", "1.5", "1e400", "-1e-400", "99999999999999999999", "9999999999999999999999999999", "79228162514264337593543950335",
    ];

    /// <summary>The bytes as gzip.</summary>
    public static byte[] Compressed(string text) => Compressed(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Compressed(string)"/>
    public static byte[] Compressed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Every JSON document that is <paramref name="valid"/> with one of its values, at any depth, replaced by each of <see cref="WrongValues"/>.</summary>
    public static IEnumerable<string> WithOneWrongValue(string valid)
    {
        var places = new List<(int Start, int Length)>();
        var bytes = Encoding.UTF8.GetBytes(valid);
        Find(bytes, places);

        return from place in places
               from wrong in WrongValues
               select Encoding.UTF8.GetString(bytes[..place.Start]) + wrong + Encoding.UTF8.GetString(bytes[(place.Start + place.Length)..]);
    }

    /// <summary>Where each value stands: scalars by their token, objects and lists from their first letter to their last.</summary>
    private static void Find(byte[] json, List<(int Start, int Length)> places)
    {
        var reader = new System.Text.Json.Utf8JsonReader(json);
        var open = new Stack<int>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case System.Text.Json.JsonTokenType.StartObject or System.Text.Json.JsonTokenType.StartArray:
                    open.Push((int)reader.TokenStartIndex);
                    break;
                case System.Text.Json.JsonTokenType.EndObject or System.Text.Json.JsonTokenType.EndArray:
                    var start = open.Pop();
                    places.Add((start, (int)reader.BytesConsumed - start));
                    break;
                case System.Text.Json.JsonTokenType.PropertyName:
                    break;
                default:
                    places.Add(((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex)));
                    break;
            }
        }
    }

    private static HostileBody Text(string text, string? type = Json) => new(Encoding.UTF8.GetBytes(text), type);
}
