using System.Text.RegularExpressions;

namespace ProcoreNetSuite.NetSuite;

/// <summary>Which tax ids tell companies apart. What people type because a field must be filled does not.</summary>
public static partial class TaxId
{
    /// <summary>Digits of an EIN without the zeros that spreadsheets drop from its front.</summary>
    private const int LeastDigits = 7;

    /// <summary>Of an id that has letters too, as elsewhere in the world: a Mexican RFC has no fewer.</summary>
    private const int LeastMixed = 9, LeastDigitsOfMixed = 6;

    private const string Upwards = "01234567890123456789", Downwards = "98765432109876543210";

    /// <returns>Its letters and digits, the same for all ways to write it; null if it can be no tax id: a placeholder (N/A, all of one digit, 123456789), or too short.</returns>
    public static string? Read(string? text)
    {
        var all = string.Concat(LatinLetters.Plain(text ?? "").Where(char.IsAsciiLetterOrDigit));
        var id = Label().Replace(all, "").TrimStart('0');
        var digits = string.Concat(id.Where(char.IsAsciiDigit));
        var isLongEnough = digits.Length == id.Length ? digits.Length >= LeastDigits : id.Length >= LeastMixed && digits.Length >= LeastDigitsOfMixed;

        return isLongEnough && !IsMadeUp(digits) ? id : null;
    }

    private static bool IsMadeUp(string digits) =>
        digits.Distinct().Count() == 1 || Upwards.Contains(digits, StringComparison.Ordinal) || Downwards.Contains(digits, StringComparison.Ordinal);

    /// <summary>What people write in front of it.</summary>
    [GeneratedRegex("^(FEDERAL|FED|US)?(TAX|TAXPAYER)?(FEIN|EIN|TIN|SSN|ITIN|ABN|ID)?(NO|NUMBER)?(?=[0-9])")]
    private static partial Regex Label();
}
