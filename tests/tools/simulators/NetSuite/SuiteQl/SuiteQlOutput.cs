using System.Globalization;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>How SuiteQL writes values (specification 5.1): everything is text.</summary>
internal static class SuiteQlOutput
{
    public static string Text(object value) => value switch
    {
        string { Length: 19 } text when IsMoment(text) => DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture).ToString("M/d/yyyy", CultureInfo.InvariantCulture),
        string text => text,
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        // Cents are kept as binary fractions in the engine: eight decimals are more than any amount has, and hide what a sum adds.
        double number => Number(Math.Round((decimal)number, 8)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Oracle's way: no zero before the point, none at the end.</summary>
    private static string Number(decimal number)
    {
        var text = number.ToString("0.########", CultureInfo.InvariantCulture);
        return text.StartsWith("0.", StringComparison.Ordinal) ? text[1..] : text.StartsWith("-0.", StringComparison.Ordinal) ? "-" + text[2..] : text;
    }

    private static bool IsMoment(string text) => text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':' && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[18]);
}
