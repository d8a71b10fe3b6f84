using System.Globalization;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>
/// Oracle adds days to dates: <c>SYSDATE - 10/1440</c>, <c>TO_DATE(…) + 1</c>, <c>t.lastmodifieddate - 1</c>. The engine keeps dates as text, so each becomes
/// a call of a function: date, then days.
/// </summary>
internal static class DateArithmetic
{
    /// <summary>Stands for the function among the tokens; nobody can write it.</summary>
    public const string Shift = "ns shift";

    public static void Rewrite(List<string> tokens)
    {
        for (var at = tokens.Count - 2; at > 0; at--)
        {
            if (tokens[at] is not ("+" or "-") || StartOfDate(tokens, at - 1) is not { } start)
            {
                continue;
            }

            var days = Number(tokens, at + 1);
            var end = at + 2;
            for (; end + 1 < tokens.Count && tokens[end] is "/" or "*"; end += 2)
            {
                days = tokens[end] == "/" ? days / Number(tokens, end + 1) : days * Number(tokens, end + 1);
            }

            var shift = (tokens[at] == "-" ? -days : days).ToString(CultureInfo.InvariantCulture);
            tokens.RemoveRange(at, end - at);
            tokens.InsertRange(at, [",", shift, ")"]);
            tokens.InsertRange(start, [Shift, "("]);
        }
    }

    /// <summary>Where the date that ends at this token starts; null when it is no date.</summary>
    private static int? StartOfDate(List<string> tokens, int end)
    {
        if (tokens[end] == ")")
        {
            var open = end;
            for (var depth = 1; depth > 0 && open > 0;)
            {
                depth += tokens[--open] switch { ")" => 1, "(" => -1, _ => 0 };
            }

            return open > 0 && tokens[open - 1].ToUpperInvariant() is "TO_DATE" or "TRUNC" ? open - 1 : null;
        }

        // Every column that holds a moment is called so.
        var date = tokens[end].EndsWith("date", StringComparison.OrdinalIgnoreCase) && char.IsAsciiLetter(tokens[end][0]);
        return !date ? null : end > 1 && tokens[end - 1] == "." ? end - 2 : end;
    }

    private static decimal Number(List<string> tokens, int at) => decimal.TryParse(tokens[at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number != 0
        ? number
        : throw SuiteQlTranslator.Bad($"Only numbers of days can be added to a date, not '{tokens[at]}'.");
}
