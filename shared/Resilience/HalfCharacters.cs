using System.Globalization;

namespace ProcoreNetSuite.Resilience;

/// <summary>
/// JSON may hold an escape that stands for half a character, mostly where somebody's program cut a text inside an emoji. It would make the whole answer unreadable for the sake of one text:
/// it becomes a blank where it is read (connector-behaviour.md 13.6).
/// </summary>
internal static class HalfCharacters
{
    /// <summary>Bytes of \u0000.</summary>
    private const int Escape = 6;

    /// <summary>In place; the length stays.</summary>
    public static void Mend(Span<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at < json.Length - 1; at = Next(json, at))
        {
            if (UnitAt(json[at..]) is not { } unit)
            {
                // Another escape, such as \" or \\.
                at += 2;
            }
            else if (!char.IsSurrogate(unit))
            {
                at += Escape;
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(json[(at + Escape)..]) is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * Escape;
            }
            else
            {
                "\\u0020"u8.CopyTo(json[at..]);
                at += Escape;
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> json, int from) => from < json.Length && json[from..].IndexOf((byte)'\\') is >= 0 and var further ? from + further : -1;

    private static char? UnitAt(ReadOnlySpan<byte> text) =>
        text.Length >= Escape && text[0] == '\\' && text[1] == 'u' && ushort.TryParse(text[2..Escape], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
