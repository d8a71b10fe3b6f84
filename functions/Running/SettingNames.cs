using Microsoft.Extensions.Configuration;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Looks for names under <c>Connections</c> that no setting has: the binder passes them over without a word.</summary>
internal static class SettingNames
{
    private const string Connections = "Connections";

    /// <summary>Of one connection, with <c>__</c> between the parts.</summary>
    private static readonly string[] known = [.. NamesOf(typeof(ConnectionSettings), "")];

    /// <returns>A sentence for each, with the nearest name that there is. Values are not repeated.</returns>
    public static IEnumerable<string> FindUnknown(IConfiguration configuration) =>
    [
        .. configuration.GetChildren().Where(section => IsMisspelt(section.Key) && section.GetChildren().Any())
            .Select(section => $"{section.Key}__... is no setting of the connector; {Connections}__... is."),
        .. configuration.GetSection(Connections).AsEnumerable(makePathsRelative: true).Where(setting => setting.Value is not null)
            .Select(setting => Judge(setting.Key.Replace(":", "__", StringComparison.Ordinal))).OfType<string>(),
    ];

    /// <summary>Other programs' settings stand beside ours.</summary>
    private static bool IsMisspelt(string root) => Distance(root, Connections) is 1 or 2;

    private static string? Judge(string name)
    {
        var (id, setting) = name.Split("__", 2) is [var first, var rest] ? (first, rest) : (name, "");
        if (known.Contains(setting, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var (nearest, distance) = known.Select(other => (Name: other, Distance: Far(setting, other))).MinBy(other => other.Distance);

        return $"{Connections}__{name} is no setting{(distance <= setting.Length / 2 ? $"; the nearest is {Connections}__{id}__{nearest}" : "")}.";
    }

    /// <summary>A name on the wrong level is nearer than one that is spelt otherwise altogether.</summary>
    private static int Far(string name, string other) => Math.Min(Distance(name, other), Distance(LastOf(name), LastOf(other)) + 1);

    private static string LastOf(string name) => name[(name.LastIndexOf("__", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..];

    private static IEnumerable<string> NamesOf(Type settings, string prefix) => settings.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
        property.PropertyType.IsClass && property.PropertyType != typeof(string) ? NamesOf(property.PropertyType, $"{prefix}{property.Name}__") : [prefix + property.Name]);

    /// <summary>Letters to put in, leave out or change, whatever their case.</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
