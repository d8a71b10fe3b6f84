using System.Globalization;
using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>A text longer than Table Storage's 32,768 characters of a property, in as many of them as it needs: Name, Name2, Name3, ...</summary>
internal static class LongTexts
{
    private const int Longest = 30_000;

    public static void Put(TableEntity row, string name, string text)
    {
        for (var part = 0; part * Longest < Math.Max(1, text.Length); part++)
        {
            row[NameOf(name, part)] = text.Substring(part * Longest, Math.Min(Longest, text.Length - (part * Longest)));
        }
    }

    /// <returns>Null if there is none.</returns>
    public static string? Read(TableEntity row, string name)
    {
        var text = row.GetString(name);
        for (var part = 1; text is not null && row.TryGetValue(NameOf(name, part), out var more) && more is string next; part++)
        {
            text += next;
        }

        return text;
    }

    private static string NameOf(string name, int part) => part == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{part + 1}");
}
