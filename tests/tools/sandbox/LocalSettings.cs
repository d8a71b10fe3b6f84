using System.Text.Json;
using ProcoreNetSuite.Functions.Running;

namespace ProcoreNetSuite.Sandbox;

/// <summary>Reads <c>local.settings.json</c> as the Functions host does: the names under Values, with <c>__</c> between their parts.</summary>
public static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>The settings, and the connector's own reading of them.</returns>
    /// <exception cref="BadSettingsException">There is no such file, it can't be read, or a setting in it is missing or bad.</exception>
    public static (Dictionary<string, string?> Values, ConnectorSettings Settings) Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw new BadSettingsException($"There is no {name}. Copy local.settings.sample.json to {name} and fill in your accounts.");
        }

        var values = ReadValues(name, File.ReadAllText(path));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key.Replace("__", ":", StringComparison.Ordinal), value.Value)))
            .Build();
        try
        {
            return (values, ConnectorSettings.Read(configuration));
        }
        catch (InvalidOperationException bad)
        {
            // The text of a value that is no number or no date stands inside.
            throw new BadSettingsException(bad.InnerException is null ? bad.Message : $"{bad.Message} {bad.InnerException.Message}");
        }
    }

    private static Dictionary<string, string?> ReadValues(string name, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            if (document.RootElement.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind is JsonValueKind.True)
            {
                throw new BadSettingsException($"{name} is encrypted. Decrypt it with the Functions Core Tools: func settings decrypt.");
            }

            return document.RootElement.TryGetProperty("Values", out var values) && values.ValueKind is JsonValueKind.Object
                ? values.EnumerateObject().ToDictionary(value => value.Name, value => (string?)value.Value.ToString())
                : throw new BadSettingsException($"{name} has no Values; local.settings.sample.json shows the form.");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new BadSettingsException($"{name} can't be read: {broken.Message}");
        }
    }
}
