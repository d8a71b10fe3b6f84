using System.Text.Json;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>Procore's own words in an error body, whichever of the shapes of procore-api.md 2.2 it has.</summary>
internal static class ProcoreWords
{
    private const int Longest = 500;
    private const int DeepestText = 4;

    /// <summary>The words and the request's id, for a problem's detail; null if there are neither.</summary>
    public static string? Of(HttpAnswer answer)
    {
        string?[] parts = [TextOf(answer), RequestId(answer)];
        var text = string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length == 0 ? null : text;
    }

    /// <summary>What Procore's support asks for first.</summary>
    public static string? RequestId(HttpAnswer answer) =>
        answer.Header("x-request-id") is { Length: > 0 } id ? $"[x-request-id {Plain(id, 100)}]" : null;

    public static bool IsHtml(HttpAnswer answer) =>
        answer.Utf8.Span.TrimStart(" \t\r\n"u8).StartsWith("<"u8)
        || answer.Message.Content.Headers.ContentType?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>One line without control characters, cut at a whole character.</summary>
    public static string Plain(string text, int longest)
    {
        var clean = PlainText.Clean(text);

        return clean.Length > longest ? $"{PlainText.Cut(clean, longest)}..." : clean;
    }

    /// <summary>Texts of a value that may be a text, a list, or an object of field and texts, in one line.</summary>
    public static string Flatten(JsonElement value, int depth = 0) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Array when depth < DeepestText =>
            string.Join("; ", value.EnumerateArray().Select(item => Flatten(item, depth + 1)).Where(text => text.Length > 0)),
        JsonValueKind.Object when depth < DeepestText =>
            string.Join("; ", value.EnumerateObject().Select(field => (field.Name, Text: Flatten(field.Value, depth + 1)))
                .Where(field => field.Text.Length > 0)
                .Select(field => field.Name == "base" ? field.Text : $"{field.Name}: {field.Text}")),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };

    /// <summary>The words alone, or null for an empty body.</summary>
    public static string? TextOf(HttpAnswer answer)
    {
        if (IsHtml(answer))
        {
            return "(a web page)";
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var text = TextOf(document.RootElement);
            return string.IsNullOrWhiteSpace(text) ? null : Plain(text, Longest);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return string.IsNullOrWhiteSpace(answer.Body) ? null : Plain(answer.Body, Longest);
        }
    }

    private static string TextOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Flatten(root);
        }

        var texts = new List<string>();
        Gather(root, "message", texts);
        Gather(root, "error_description", texts);
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            Gather(error, "message", texts);
            Gather(error, "error", texts);
            if (error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array)
            {
                foreach (var detail in details.EnumerateArray().Where(detail => detail.ValueKind == JsonValueKind.Object))
                {
                    Gather(detail, "message", texts);
                }
            }
        }

        Gather(root, "error", texts);
        Gather(root, "reason", texts);
        if (root.TryGetProperty("errors", out var errors))
        {
            texts.Add(Flatten(errors));
        }

        return string.Join("; ", texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal));
    }

    private static void Gather(JsonElement element, string name, List<string> texts)
    {
        if (element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
        {
            texts.Add(value.GetString() ?? "");
        }
    }
}
