using System.Collections.Frozen;
using System.Text;

namespace ProcoreNetSuite.NetSuite;

/// <summary>
/// Latin letters without case, accents, ligatures and width: Unicode's compatibility form as far as company names need it. The runtime's own does nothing here, because the app
/// runs without culture data (InvariantGlobalization); and it would take other scripts apart, which are left as they are.
/// </summary>
internal static class LatinLetters
{
    private const char FirstWide = '\uFF01', LastWide = '\uFF5E', FirstMark = '\u0300', LastMark = '\u036F';

    /// <summary>How far a wide character is from the usual one.</summary>
    private const int Widening = 0xFEE0;

    /// <summary>Capitals, and small letters that have none.</summary>
    private static readonly FrozenDictionary<char, string> Plainer = new Dictionary<string, string>
    {
        ["A"] = "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẚẠẢẤẦẨẪẬẮẰẲẴẶ\u212Bª",
        ["AE"] = "ÆǢǼ",
        ["B"] = "ḂḄḆ",
        ["C"] = "ÇĆĈĊČḈ",
        ["D"] = "ÐĎĐḊḌḎḐḒ",
        ["DZ"] = "ǄǱ",
        ["E"] = "ÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ",
        ["F"] = "Ḟ",
        ["FF"] = "ﬀ",
        ["FFI"] = "ﬃ",
        ["FFL"] = "ﬄ",
        ["FI"] = "ﬁ",
        ["FL"] = "ﬂ",
        ["G"] = "ĜĞĠĢǤǦǴḠ",
        ["H"] = "ĤĦȞḢḤḦḨḪẖ",
        ["I"] = "ÌÍÎÏĨĪĬĮİıƗǏȈȊḬḮỈỊ",
        ["IJ"] = "Ĳ",
        ["J"] = "Ĵǰ",
        ["K"] = "ĶǨḰḲḴ\u212A",
        ["L"] = "ĹĻĽĿŁḶḸḺḼ",
        ["LJ"] = "Ǉ",
        ["M"] = "ḾṀṂ",
        ["N"] = "ÑŃŅŇŉǸṄṆṈṊ",
        ["NJ"] = "Ǌ",
        ["O"] = "ÒÓÔÕÖØŌŎŐƠǑǪǬǾȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢº",
        ["OE"] = "Œ",
        ["P"] = "ṔṖ",
        ["R"] = "ŔŖŘȐȒṘṚṜṞ",
        ["S"] = "ſŚŜŞŠȘṠṢṤṦṨ",
        ["SS"] = "ßẞ",
        ["ST"] = "ﬅﬆ",
        ["T"] = "ŢŤŦȚṪṬṮṰẗ",
        ["TH"] = "Þ",
        ["U"] = "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ",
        ["V"] = "ṼṾ",
        ["W"] = "ŴẀẂẄẆẈẘ",
        ["X"] = "ẊẌ",
        ["Y"] = "ÝŶŸȲẎẙỲỴỶỸ",
        ["Z"] = "ŹŻŽƵẐẒẔ",
    }.SelectMany(row => row.Value.Select(letter => (letter, row.Key))).ToFrozenDictionary(pair => pair.letter, pair => pair.Key);

    /// <summary>As Germans and Scandinavians write them where a machine has no such letter: Mueller for Müller.</summary>
    private static readonly (string Letter, string Spelling)[] Spellings =
    [
        ("Ä", "AE"), ("A\u0308", "AE"), ("Ö", "OE"), ("O\u0308", "OE"), ("Ø", "OE"), ("Ü", "UE"), ("U\u0308", "UE"), ("Å", "AA"), ("A\u030A", "AA"),
    ];

    public static string Plain(string text) => Fold(Capitals(text));

    /// <summary>The same, but for letters that are also written as two.</summary>
    public static string SpelledOut(string text) =>
        Fold(Spellings.Aggregate(Capitals(text), (all, one) => all.Replace(one.Letter, one.Spelling, StringComparison.Ordinal)));

    private static string Capitals(string text) => text.ToUpperInvariant();

    private static string Fold(string capitals)
    {
        var plain = new StringBuilder(capitals.Length);
        foreach (var letter in capitals)
        {
            var isAccent = letter is >= FirstMark and <= LastMark && plain.Length > 0 && char.IsAscii(plain[^1]);
            if (Plainer.TryGetValue(letter, out var spelling))
            {
                plain.Append(spelling);
            }
            else if (!isAccent)
            {
                plain.Append(letter is >= FirstWide and <= LastWide ? char.ToUpperInvariant((char)(letter - Widening)) : letter);
            }
        }

        return plain.ToString();
    }
}
