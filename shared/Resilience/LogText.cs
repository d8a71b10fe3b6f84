using System.Text.RegularExpressions;

namespace ProcoreNetSuite.Resilience;

/// <summary>
/// Problems as the log may have them: an e-mail, phone or web address is somebody's, and many people read logs for long. Whoever asked reads the whole sentence in Procore and at the record's
/// address; the log says which record that is.
/// </summary>
public static partial class LogText
{
    private const string Hidden = "(hidden)";

    /// <summary>Fewer are a number of a record, and all of an account's.</summary>
    private const int LeastDigitsOfPhone = 7, LeastOfBarePhone = 10;

    /// <summary>Shorter ones can be a part of anything.</summary>
    private const int LeastOfPart = 7;

    /// <summary>Code, sentence, remedy and the other system's words, like <see cref="Problem.ToString"/>.</summary>
    public static string Of(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var shown = problem with
        {
            Message = HideAddresses(HidePart(problem.Message, problem.Private)),
            Detail = problem.Detail is { } detail ? HidePhones(HideAddresses(HidePart(detail, problem.Private))) : null,
        };

        return $"{shown}";
    }

    /// <summary>All of them, one behind the other.</summary>
    public static string Of(IEnumerable<Problem> problems) => string.Join(' ', problems.Select(Of));

    private static string HidePart(string text, string? part)
    {
        if (part is not { Length: > 0 })
        {
            return text;
        }

        var quoted = text.Replace($"\"{part}\"", $"\"{Hidden}\"", StringComparison.Ordinal);

        return part.Length < LeastOfPart ? quoted : quoted.Replace(part, Hidden, StringComparison.Ordinal);
    }

    private static string HideAddresses(string text) => Web().Replace(Email().Replace(text, Hidden), Hidden);

    /// <summary>Only in words of others: our own have numbers of records and days, which look the same.</summary>
    private static string HidePhones(string text) => Phone().Replace(
        text, match => match.Value.Count(char.IsAsciiDigit) is var digits && digits >= (match.Value.All(char.IsAsciiDigit) ? LeastOfBarePhone : LeastDigitsOfPhone) ? Hidden : match.Value);

    [GeneratedRegex("""[^\s"'<>(),;:=\[\]]+@[^\s"'<>(),;:=\[\]]+""")]
    private static partial Regex Email();

    [GeneratedRegex("""\b(https?://|www\.)[^\s"'<>(),;]+""", RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    /// <summary>No day such as 2026-05-02, and no part of a longer name or id.</summary>
    [GeneratedRegex(@"(?<![\w-])(?!\d{4}-\d{2}-\d{2}\b)\+?\(?\d[\d ().\/-]{5,}\d(?![\w-])")]
    private static partial Regex Phone();
}
