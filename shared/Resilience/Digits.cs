using System.Globalization;

namespace ProcoreNetSuite.Resilience;

/// <summary>Ids and counts as others write them. The runtime's own reading takes a NUL behind a number for nothing, and then two texts would be one id.</summary>
public static class Digits
{
    /// <returns>Null unless it is made of ASCII digits, up to the largest long; with a minus before them where <paramref name="mayBeNegative"/>.</returns>
    public static long? Read(ReadOnlySpan<char> text, bool mayBeNegative = false)
    {
        var digits = text[(mayBeNegative && text is ['-', ..] ? 1 : 0)..];

        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
