using System.Text.Json;

namespace ProcoreNetSuite.Resilience;

/// <summary>Are all names and texts of a JSON value text? An escape may stand for half a surrogate pair, which otherwise fails only when somebody looks at it.</summary>
internal static class WholeText
{
    /// <exception cref="JsonException">A name or a text holds half a character.</exception>
    public static void Require(JsonElement element)
    {
        try
        {
            ReadAll(element);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("It holds half a character.", broken);
        }
    }

    private static void ReadAll(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadAll(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadAll(member.Value);
                }

                break;
        }
    }
}
