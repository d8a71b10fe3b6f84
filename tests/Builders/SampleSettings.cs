using System.Text.Json;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>The settings that people copy, and what they would fill in.</summary>
public static class SampleSettings
{
    private static readonly Dictionary<string, string> answers = new()
    {
        ["CompanyId"] = "4400123",
        ["WebhookSecret"] = "0123456789abcdef0123456789abcdef",
        ["AccountId"] = "1234567_SB1",
        ["BaseUrl"] = "https://1234567-sb1.suitetalk.api.netsuite.com",
        ["PrivateKey"] = TestKeys.CurvePem,
        ["Subsidiary"] = "2",
        ["RetainageItem"] = "900",
        ["ItemExpenseAccount"] = "512",
    };

    /// <summary>local.settings.sample.json as it stands.</summary>
    public static Dictionary<string, string> Read() => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Files.Root, "local.settings.sample.json")))
        .GetProperty("Values").Deserialize<Dictionary<string, string>>()!;

    /// <summary>The same, filled in.</summary>
    public static Dictionary<string, string> ReadFilled() => Read().ToDictionary(setting => setting.Key, setting => Fill(setting.Key, setting.Value));

    /// <summary>What takes a placeholder's place; other values stay as they are.</summary>
    public static string Fill(string name, string value) => IsPlaceholder(value) ? answers.GetValueOrDefault(name.Split("__")[^1], "filled-in") : value;

    public static bool IsPlaceholder(string value) => value.StartsWith('<') && value.EndsWith('>');
}
