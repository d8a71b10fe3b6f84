using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>A run's problems as its row keeps them: together they must fit into one column, 32,000 characters.</summary>
internal static class RunProblems
{
    private const int Most = 25, LongestMessage = 500, LongestDetail = 200;

    /// <summary>The first ones are kept.</summary>
    public static IReadOnlyList<Problem> Add(IReadOnlyList<Problem> known, IEnumerable<Problem> more) => [.. known.Concat(more.Select(Short)).Take(Most)];

    /// <summary>The reason why a run ends is kept whatever came before.</summary>
    public static IReadOnlyList<Problem> AddLast(IReadOnlyList<Problem> known, IEnumerable<Problem> reason) => [.. known, .. reason.Select(Short)];

    private static Problem Short(Problem problem) =>
        problem with { Message = Cut(problem.Message, LongestMessage), Detail = problem.Detail is { } detail ? Cut(detail, LongestDetail) : null };

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]} ...";
}
