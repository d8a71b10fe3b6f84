using System.Globalization;
using System.Text;

namespace ProcoreNetSuite.NetSuite;

/// <summary>
/// Which vendors NetSuite is asked for where a name has this form (<see cref="VendorName.Forms"/>): all whose name has it, some others, and never simply all there are. Names in plain ASCII are
/// found by their letters. Those in other letters are written as their codes, because databases differ in what they take for the same letter in small and large.
/// </summary>
/// <param name="Pieces">All of them stand in the name, in this order.</param>
internal sealed record NamePattern(IReadOnlyList<string> Pieces)
{
    /// <summary>More would not narrow a search further, and long patterns are slow.</summary>
    private const int MostPieces = 12;

    /// <summary>Small letters beyond ASCII by their capital, which may have several.</summary>
    private static readonly ILookup<char, char> SmallOnes = Enumerable.Range(128, char.MaxValue - 127).Select(code => (char)code)
        .Where(letter => char.ToUpperInvariant(letter) != letter).ToLookup(char.ToUpperInvariant);

    /// <summary>The pieces are codes of ASCIISTR, or their beginnings where small and large differ at the end.</summary>
    public bool IsInCodes { get; init; }

    /// <summary>An "and" of the name is written as a sign.</summary>
    public bool HasAndSign { get; init; }

    /// <summary>Patterns one of which fits every name of this form; if it is plain ASCII, every name that is plain ASCII too.</summary>
    public static IReadOnlyList<NamePattern> Of(string form)
    {
        if (!Ascii.IsValid(form))
        {
            // None of these is made of anything but itself, so they stand in the name whatever surrounds them.
            return [new(Cut(form.Where(letter => !char.IsAscii(letter)).Select(CodeOf))) { IsInCodes = true }];
        }

        var letters = form.Any(char.IsAsciiLetterOrDigit) ? form.Where(char.IsAsciiLetterOrDigit) : form.Where(sign => !char.IsControl(sign));
        var written = new NamePattern(Cut(letters.Select(letter => $"{letter}")));

        return form.Contains(VendorName.And, StringComparison.Ordinal)
            ? [written, new(Cut(form.Replace(VendorName.And, "", StringComparison.Ordinal).Where(char.IsAsciiLetterOrDigit).Select(letter => $"{letter}"))) { HasAndSign = true }]
            : [written];
    }

    /// <param name="names">The text to look in, as a query names it.</param>
    public string Condition(string names)
    {
        var like = $"{(IsInCodes ? "ASCIISTR" : "UPPER")}({names}) LIKE {SuiteQl.Quote($"%{string.Concat(Pieces.Select(piece => $"{piece}%"))}")}";

        return HasAndSign ? $"({like} AND ({names} LIKE '%&%' OR {names} LIKE '%+%'))" : like;
    }

    private static string[] Cut(IEnumerable<string> pieces) => [.. pieces.Take(MostPieces)];

    /// <summary>The second half of a rare letter tells small from large.</summary>
    private static string CodeOf(char letter) => char.IsLowSurrogate(letter) ? @"\D" : SmallOnes[letter].Select(Code).Aggregate(Code(letter), CommonStart);

    private static string Code(char letter) => string.Create(CultureInfo.InvariantCulture, $@"\{(int)letter:X4}");

    private static string CommonStart(string one, string other) => one[..one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count()];
}
