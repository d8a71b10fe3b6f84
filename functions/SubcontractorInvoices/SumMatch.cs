namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>How the lines are found that make a sum.</summary>
internal enum SumMatchKind
{
    /// <summary>These lines make it, and no others do.</summary>
    One,

    /// <summary>Different lines make it.</summary>
    Several,

    None,

    /// <summary>There are too many combinations.</summary>
    Undecided,
}

/// <param name="Lines">Which lines make the sum, by their places; empty unless there is one way.</param>
internal sealed record SumMatch(SumMatchKind Kind, IReadOnlyList<int> Lines)
{
    /// <summary>How many sums are looked at, in half a second at most: enough for 34 lines of any amounts, and for hundreds of amounts that are alike or that a sum soon exceeds.</summary>
    internal const int MostSums = 1 << 19;

    /// <summary>
    /// Finds the lines whose figures make a sum exactly: all sums of one half of the lines meet the sums that the other half must add. A sum from which what is
    /// left can't reach the goal any more is dropped, and equal sums are one. Lines of zero are in no match. Of lines with equal figures, some and not all are several ways.
    /// </summary>
    public static SumMatch Find(IReadOnlyList<LineFigures> lines, LineFigures goal)
    {
        List<Alike> groups =
        [
            .. Enumerable.Range(0, lines.Count).Where(line => lines[line] != default).GroupBy(line => lines[line]).Select(group => new Alike(group.Key, [.. group]))
                .OrderByDescending(group => Math.Abs(group.One.Gross)),
        ];
        var steps = MostSums;
        // Large and small amounts in both halves, so that neither has all the combinations.
        var (halves, all) = (groups.Index().ToLookup(group => group.Index % 2, group => group.Item), Reach.Of(groups));
        if (SumsOf(halves[0], goal, all, ref steps) is not { } ones || SumsOf(halves[1], goal, all, ref steps) is not { } others)
        {
            return new(SumMatchKind.Undecided, []);
        }

        List<(Way One, Way Other)> ways = [];
        foreach (var (sum, one) in ones)
        {
            if (others.TryGetValue(goal - sum, out var other))
            {
                ways.Add((one, other));
            }
        }

        return ways switch
        {
            [] => new(SumMatchKind.None, []),
            [({ IsOnly: true } one, { IsOnly: true } other)] => new(SumMatchKind.One, [.. one.Lines.Concat(other.Lines).Order()]),
            _ => new(SumMatchKind.Several, []),
        };
    }

    /// <returns>Every sum that some of these groups make and that can still be completed; null if there are too many.</returns>
    private static Dictionary<LineFigures, Way>? SumsOf(IEnumerable<Alike> groups, LineFigures goal, Reach open, ref int steps)
    {
        Dictionary<LineFigures, Way> sums = new() { [default] = new(null, null, IsOnly: true) };
        foreach (var group in groups)
        {
            open = open.Without(group);
            Dictionary<LineFigures, Way> next = [];
            foreach (var (sum, way) in sums)
            {
                var reached = sum;
                for (var taken = 0; taken <= group.Lines.Count; taken++, reached += group.One)
                {
                    if (steps-- == 0)
                    {
                        return null;
                    }

                    if (open.Holds(goal - reached))
                    {
                        var here = taken == 0 ? way : new Way(way, group, way.IsOnly && taken == group.Lines.Count);
                        next[reached] = next.ContainsKey(reached) ? here with { IsOnly = false } : here;
                    }
                }
            }

            sums = next;
        }

        return sums;
    }

    /// <summary>Lines with equal figures.</summary>
    private sealed record Alike(LineFigures One, IReadOnlyList<int> Lines);

    /// <summary>One way to a sum: the last group taken, and the way there.</summary>
    private sealed record Way(Way? Before, Alike? Last, bool IsOnly)
    {
        public IEnumerable<int> Lines => Last is null ? [] : Last.Lines.Concat(Before!.Lines);
    }

    /// <summary>The least and the most that groups can add, figure by figure.</summary>
    private readonly record struct Reach(LineFigures Least, LineFigures Most)
    {
        public static Reach Of(IEnumerable<Alike> groups)
        {
            var (least, most) = (default(LineFigures), default(LineFigures));
            foreach (var group in groups)
            {
                (least, most) = (least + Part(group, Math.Min), most + Part(group, Math.Max));
            }

            return new(least, most);
        }

        public Reach Without(Alike group) => new(Least - Part(group, Math.Min), Most - Part(group, Math.Max));

        public bool Holds(LineFigures sum) =>
            sum.Gross >= Least.Gross && sum.Gross <= Most.Gross && sum.Held >= Least.Held && sum.Held <= Most.Held
            && sum.Released >= Least.Released && sum.Released <= Most.Released;

        private static LineFigures Part(Alike group, Func<decimal, decimal, decimal> extreme) => new(
            extreme(0, group.One.Gross) * group.Lines.Count, extreme(0, group.One.Held) * group.Lines.Count, extreme(0, group.One.Released) * group.Lines.Count);
    }
}
