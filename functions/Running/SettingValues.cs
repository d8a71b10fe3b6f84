using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>A value that its setting can't have.</summary>
/// <param name="Key">The setting, with <c>:</c> between the parts of its name.</param>
internal sealed record BadValue(string Key, string Value, Type Type)
{
    /// <summary>What is longer may be a secret that was put into the wrong place: it is not repeated.</summary>
    private const int LongestShown = 24;

    public override string ToString() => SettingValues.IsPlaceholder(Value)
        ? $"{Name} still has the sample's placeholder in angle brackets: fill it in, or leave it empty if it is not used."
        : $"{Name} is {Shown}, but must be {Expected}.";

    private string Name => Key.Replace(":", "__", StringComparison.Ordinal);

    private string Shown => Value.Length switch { 0 => "empty", <= LongestShown => $"\"{Value}\"", _ => $"a text of {Value.Length} characters" };

    private string Expected =>
        Type.IsEnum ? string.Join(" or ", Enum.GetNames(Type))
        : Type == typeof(bool) ? "true or false"
        : Type == typeof(DateOnly) ? "a day such as 2026-01-31, or empty"
        : "a whole number";
}

/// <summary>Looks at values before they are bound: for one that it can't read, the binder leaves out the whole connection without a word.</summary>
internal static class SettingValues
{
    private const string Connections = "Connections";

    public static IReadOnlyList<BadValue> FindBad(IConfiguration configuration) =>
        [.. configuration.GetSection(Connections).GetChildren().SelectMany(connection => FindBad(connection, typeof(ConnectionSettings)))];

    /// <summary>The same settings without those values.</summary>
    public static IConfiguration Without(IConfiguration configuration, IReadOnlyList<BadValue> bad)
    {
        var keys = bad.Select(value => value.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

        return new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(setting => setting.Value is not null && !keys.Contains(setting.Key))).Build();
    }

    /// <summary>What the samples ask to be filled in stands in angle brackets.</summary>
    public static bool IsPlaceholder(string value) => value.Trim() is ['<', .., '>'];

    private static IEnumerable<BadValue> FindBad(IConfigurationSection section, Type settings) =>
        settings.GetProperties().Where(property => property.CanWrite).SelectMany(property => FindBad(section.GetSection(property.Name), property));

    private static IEnumerable<BadValue> FindBad(IConfigurationSection section, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType);
        var mayBeEmpty = type is not null;
        type ??= property.PropertyType;

        return section.Value is { } text && IsPlaceholder(text) ? [new BadValue(section.Path, text, type)]
            : type == typeof(string) ? []
            : type.IsClass ? FindBad(section, type)
            : section.Value is not { } value || (mayBeEmpty && value.Length == 0) || CanRead(type, value) ? []
            : [new BadValue(section.Path, value, type)];
    }

    /// <summary>Stricter than the binder, which takes 01/02/2026 for the second of January, 0x7 for a number, and two names of an interval for a third.</summary>
    private static bool CanRead(Type type, string value) =>
        type.IsEnum ? Enum.GetNames(type).Contains(value.Trim(), StringComparer.OrdinalIgnoreCase)
        : type == typeof(bool) ? bool.TryParse(value, out _)
        : type == typeof(DateOnly) ? DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        : long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && (type != typeof(int) || number is >= int.MinValue and <= int.MaxValue);
}
