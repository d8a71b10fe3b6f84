using System.Globalization;
using System.Text;

namespace ProcoreNetSuite.Resilience;

/// <summary>Text of either system as it is booked and shown (connector-behaviour.md 13.6): one line of whole characters.</summary>
public static class PlainText
{
    /// <summary>Control characters, such as tabs, line ends and DEL, with the blanks around them become one blank; the ends are trimmed.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(IsControl))
        {
            return text.Trim();
        }

        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && IsBlank(text[end]))
            {
                end++;
            }

            if (end == at)
            {
                clean.Append(text[at++]);
                continue;
            }

            var blanks = text.AsSpan(at, end - at);
            clean.Append(ContainsControl(blanks) ? " " : blanks);
            at = end;
        }

        return clean.ToString().Trim();
    }

    /// <summary>At most so many UTF-16 units, cut at a whole character as people see it, with what ends it: an emoji stays whole or goes.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = 0;
        foreach (var at in StringInfo.ParseCombiningCharacters(text[..Math.Min(text.Length, longest + 64)]))
        {
            if (at > longest)
            {
                break;
            }

            end = at;
        }

        return text[..end];
    }

    private static bool IsBlank(char letter) => IsControl(letter) || char.IsWhiteSpace(letter);

    /// <summary>With the line and paragraph ends of Unicode.</summary>
    private static bool IsControl(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';

    private static bool ContainsControl(ReadOnlySpan<char> blanks)
    {
        foreach (var blank in blanks)
        {
            if (IsControl(blank))
            {
                return true;
            }
        }

        return false;
    }
}
