namespace ProcoreNetSuite.NetSuite;

/// <summary>When two company names are the same to a bookkeeper: ACME Paving, L.L.C. is Acme Paving LLC.</summary>
public static class VendorName
{
    /// <summary>More would not narrow a search further, and long patterns are slow.</summary>
    private const int PatternLetters = 12;

    private static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal)
    {
        "LLC", "LLP", "LP", "INC", "INCORPORATED", "CO", "COMPANY", "CORP", "CORPORATION", "LTD", "LIMITED", "PLC", "PLLC", "PC",
    };

    /// <summary>Upper case letters and digits, without a legal form at the end; empty if the name has none.</summary>
    public static string Normalise(string name)
    {
        var words = name.Split([' ', ',', '\t', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Concat(word.Where(char.IsLetterOrDigit)).ToUpperInvariant())
            .Where(word => word.Length > 0)
            .ToList();
        while (words.Count > 1 && LegalForms.Contains(words[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return string.Concat(words);
    }

    /// <summary>A LIKE pattern in upper case that every name with this normal form fits, and some others; null if it would fit nearly all.</summary>
    public static string? Pattern(string normalised)
    {
        var letters = normalised.Where(char.IsAsciiLetterOrDigit).Take(PatternLetters).ToArray();

        return letters.Length == 0 ? null : $"%{string.Join('%', letters)}%";
    }
}
