using System.Globalization;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore.Json;

/// <summary>Reads one value from the text Procore gives for it, or null if the text is no such value (procore-api.md 4.4, 11).</summary>
internal static class TolerantValues
{
    /// <summary>What a decimal holds without rounding.</summary>
    private const int MostDigits = 28;

    public static long? Whole(string text) =>
        Digits.Read(text, mayBeNegative: true) is { } whole ? whole
        : Exact(text) is { } exact && exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue ? (long)exact
        : null;

    public static int? Small(string text) => Whole(text) is { } whole and >= int.MinValue and <= int.MaxValue ? (int)whole : null;

    /// <summary>The number exactly as given; "96.36%" is 96.36. What a decimal can't hold exactly is refused, never rounded.</summary>
    public static decimal? Exact(string text)
    {
        var number = text.EndsWith('%') ? text[..^1] : text;
        if (number.Length > 64 || !IsNumber(number, out var digits, out var scale))
        {
            return null;
        }

        var fits = digits <= MostDigits && scale <= MostDigits && (scale >= 0 || digits - scale <= MostDigits);
        return fits && decimal.TryParse(
            number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var exact)
            ? exact
            : null;
    }

    public static bool? Flag(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => null,
    };

    /// <summary>A date, or the date of a moment as it stands there: no time zone moves it.</summary>
    public static DateOnly? Day(string text)
    {
        var day = text.Length > 10 && text[10] is 'T' or ' ' && Moment(text) is not null ? text[..10] : text;
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    /// <summary>A moment; without an offset it is UTC.</summary>
    public static DateTimeOffset? Moment(string text) =>
        text.Length >= 10 && text[4] == '-' && text[7] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;

    private static bool IsNumber(string text, out int digits, out int scale)
    {
        digits = 0;
        scale = 0;
        var position = text.StartsWith('-') ? 1 : 0;
        var start = position;
        var inFraction = false;
        for (; position < text.Length && (char.IsAsciiDigit(text[position]) || (text[position] == '.' && !inFraction)); position++)
        {
            if (text[position] == '.')
            {
                inFraction = true;
                continue;
            }

            digits += digits > 0 || text[position] != '0' ? 1 : 0;
            scale += inFraction ? 1 : 0;
        }

        if (position == start || !char.IsAsciiDigit(text[start]) || !char.IsAsciiDigit(text[position - 1]))
        {
            return false;
        }

        if (position == text.Length)
        {
            return true;
        }

        if (text[position] is not ('e' or 'E')
            || !int.TryParse(text[(position + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || exponent is < -99 or > 99)
        {
            return false;
        }

        scale -= exponent;
        return true;
    }
}
