using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProcoreNetSuite.NetSuite;

/// <summary>What a name is to a bookkeeper: ACME Paving, L.L.C. is Acme Paving LLC, Smith &amp; Sons is Smith and Sons, and Delta Electric (formerly Delta) is Delta Electric.</summary>
public static partial class VendorName
{
    /// <summary>As every sign for it is read.</summary>
    internal const string And = "AND";

    /// <summary>
    /// English ones only. In other languages they are as often a part of the name (La Jolla, Los Angeles, El Paso, Le Mans), or another word in English (die).
    /// </summary>
    private static readonly FrozenSet<string> Articles = new[] { "THE", "A", "AN" }.ToFrozenSet();

    /// <summary>Those of several words in one. Not here: what is as often a word or a place in a name, such as PA, SE and ME.</summary>
    private static readonly FrozenSet<string> LegalEndings = new[]
    {
        "INC", "INCORPORATED", "CO", "COMPANY", "CORP", "CORPORATION", "LTD", "LIMITED", "LLC", "LC", "LIMITEDLIABILITYCOMPANY", "LP", "LLP", "LLLP", "PLLC", "PC", "PLC",
        "ULC", "LTEE", "LIMITEE", "SENC", "SENCRL", "PTY", "PROPRIETARY", "PTE", "PVT", "SDN", "BHD", "SDNBHD", "KK",
        "GMBH", "MBH", "AG", "KG", "OHG", "UG", "SA", "SAS", "SASU", "SARL", "EURL", "SRL", "SPA", "SL", "SLU", "BV", "BVBA", "NV", "AB", "AS", "ASA", "APS", "OY", "OYJ", "SPZOO",
        "SADECV", "SAPIDECV", "SDERLDECV", "SRLDECV", "LTDA", "EIRELI", "EIRL", "CIA",
    }.ToFrozenSet();

    private static readonly int MostWords = LegalEndings.Max(ending => ending.Length);

    /// <summary>
    /// The name's normal forms: two names are the same where one form of each is. There is one with and one without a leading article, and one for either spelling of letters such as ü.
    /// A name of nothing but articles, legal endings or signs keeps them.
    /// </summary>
    /// <returns>Empty only for an empty name.</returns>
    public static IReadOnlyList<string> Forms(string name) =>
        [.. new[] { LatinLetters.Plain(name), LatinLetters.SpelledOut(name) }.Distinct().SelectMany(Read).Distinct()];

    private static IEnumerable<string> Read(string plain)
    {
        var words = Words(Remark().Replace(plain, " "));
        if (words.TrueForAll(word => Articles.Contains(word) || LegalEndings.Contains(word)))
        {
            words = Words(plain);
        }

        if (words.Count == 0)
        {
            return string.Concat(plain.Where(sign => !char.IsWhiteSpace(sign))) is { Length: > 0 } signs ? [signs] : [];
        }

        DropEndings(words);
        var whole = string.Concat(words);

        return StartsWithArticle(words) ? [whole, whole[words[0].Length..]] : [whole];
    }

    /// <summary>"A" is none before a single letter or digit (A-1 Plumbing) and before "and" (A and B Electric).</summary>
    private static bool StartsWithArticle(List<string> words) => words.Count > 1 && Articles.Contains(words[0])
        && (words[0] == "THE" || (words[1].Length > 1 && words[1] != And));

    private static void DropEndings(List<string> words)
    {
        while (EndingOf(words) is var ending and > 0)
        {
            words.RemoveRange(words.Count - ending, ending);
            while (words[^1] == And && IsName(words[..^1]))
            {
                words.RemoveAt(words.Count - 1); // Smith and Company.
            }
        }
    }

    /// <returns>Words of the longest legal ending, which may be written as letters (L. L. C.); 0 if there is none, or nothing else.</returns>
    private static int EndingOf(List<string> words) => Enumerable.Range(1, Math.Min(MostWords, words.Count)).Reverse()
        .FirstOrDefault(count => LegalEndings.Contains(string.Concat(words[^count..])) && IsName(words[..^count]));

    private static bool IsName(List<string> words) => words.Exists(word => word != And && !Articles.Contains(word));

    /// <summary>What is neither letter nor digit parts words, but for apostrophes, trade marks and what nobody sees.</summary>
    private static List<string> Words(string plain)
    {
        var spaced = new StringBuilder(plain.Length);
        foreach (var sign in Plus().Replace(plain, "&").EnumerateRunes())
        {
            spaced.Append(
                Rune.IsLetterOrDigit(sign) || Rune.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark ? $"{sign}"
                : sign.Value is '&' ? $" {And} "
                : sign.Value is '\'' or '\u2019' or '\u2018' or '`' or '\u00B4' or '\u2122' or '\u2120' || Rune.GetUnicodeCategory(sign) is UnicodeCategory.Format ? ""
                : " ");
        }

        return [.. spaced.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>In brackets of any kind, with those inside.</summary>
    [GeneratedRegex(@"\((?>[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)|\[[^\]]*\]|\{[^}]*\}")]
    private static partial Regex Remark();

    /// <summary>Between two words it is an "and" (Smith + Sons, C+C); behind one it is a sign (A+ Electric).</summary>
    [GeneratedRegex(@"(?<=\s)\+(?=\s)|(?<=\w)\+(?=\w)")]
    private static partial Regex Plus();
}
