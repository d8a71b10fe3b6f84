using CsCheck;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Texts and amounts as people paste them, programs cut them, and nobody foresees them.</summary>
internal static class NastyText
{
    private static readonly string[] pieces =
    [
        "Acme", "Ünï & Sons", "O'Brien", "\"quoted\"", "\t", "\r\n", "\u0000", "\u0001", "\u007f", "\u000b", "\u0085", "\u2028", "\u2029", "\u200f", "\u202e", "\u200b", "\u00ad", "\ufeff",
        "e\u0301", "👷", "👨‍👩‍👧‍👦", "🏗️", "中文", "שלום", "%", "_", "\\", "/*next*/", "';--", "{invoice}", "<b>", "&amp;", "  ", "\u00a0", "0", "-1", "1e400",
    ];

    /// <summary>From nothing to 10,000 characters.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (8, One(pieces).Array[0, 6].Select(parts => string.Concat(parts))),
        (2, Gen.Select(One(pieces), Gen.Int[1, 3_000], (piece, times) => string.Concat(Enumerable.Repeat(piece, times))).Select(text => text.Length > 10_000 ? text[..10_000] : text)),
        (1, Gen.Int[30, 1_010].Select(length => $"{new string('x', length)}👷tail")),
        (1, Gen.Int[1, 200].Select(length => new string('\u202e', length))));

    public static Gen<string> Amount { get; } = One(
        "0", "0.00", "-0.01", "0.001", "0.0000000001", "-5", "100.005", "1e2", "1e400", "-1e-400", "99999999999999.99", "999999999999999999", "79228162514264337593543950335", "1,000.00", "", "abc", "NaN", "12.5%");

    public static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);
}
