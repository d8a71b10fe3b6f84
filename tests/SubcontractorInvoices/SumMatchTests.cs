using System.Diagnostics;
using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

/// <summary>connector-behaviour.md 13.4: which lines make the figures of the details.</summary>
[NonParallelizable]
public sealed class SumMatchTests
{
    [Test]
    public void The_only_lines_that_make_a_sum_are_found_whatever_they_are()
    {
        var amount = Gen.Int[-3, 6].Select(number => number / 10m);
        var line = Gen.Select(amount, Gen.Int[0, 2], Gen.Int[0, 1], (gross, held, released) => new LineFigures(gross, held, released));

        Gen.Select(line.Array[0, 9], Gen.Int[0, 511], line).Sample((lines, some, off) =>
        {
            foreach (var goal in new[] { LineFigures.Sum(Chosen(lines, some)), LineFigures.Sum(Chosen(lines, some)) + off })
            {
                var (kind, places) = ByTrying(lines, goal);
                var found = SumMatch.Find(lines, goal);
                if (found.Kind != kind || !found.Lines.SequenceEqual(places))
                {
                    return false;
                }
            }

            return true;
        });
    }

    [TestCase(12)]
    [TestCase(13)]
    [TestCase(34)]
    public void As_many_lines_as_the_bound_allows_are_matched_to_the_cent(int count)
    {
        var lines = Odd(count);
        List<int> places = [0, 3, 7, count - 1];
        var goal = LineFigures.Sum(places.Select(place => lines[place]));

        var found = SumMatch.Find(lines, goal);

        Assert.That(found.Kind, Is.EqualTo(SumMatchKind.One));
        Assert.That(found.Lines, Is.EqualTo(places));
        Assert.That(SumMatch.Find(lines, goal + new LineFigures(0, 0, 0.01m)).Kind, Is.EqualTo(SumMatchKind.None));
    }

    [Test]
    public void Two_hundred_equal_lines_are_told_apart_from_one_that_differs()
    {
        LineFigures[] lines = [.. Enumerable.Repeat(new LineFigures(100, 10, 0), 199), new(100, 5, 0)];

        Assert.That(SumMatch.Find(lines, new(100, 5, 0)).Lines, Is.EqualTo(new[] { 199 }));
        Assert.That(SumMatch.Find(lines, new(100, 10, 0)).Kind, Is.EqualTo(SumMatchKind.Several));
        Assert.That(SumMatch.Find(lines, LineFigures.Sum(lines)).Lines, Has.Count.EqualTo(200));
    }

    [Test]
    public void Two_hundred_lines_of_any_amounts_end_at_once([Values] bool isMixed)
    {
        LineFigures[] lines = [.. Odd(200).Select((line, place) => isMixed && place % 2 == 0 ? default(LineFigures) - line : line)];
        var watch = Stopwatch.StartNew();

        var found = SumMatch.Find(lines, LineFigures.Sum(lines.Take(100)) + new LineFigures(0.01m, 0, 0));

        Assert.That(found.Kind, Is.EqualTo(SumMatchKind.Undecided));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void One_small_line_among_hundreds_of_large_ones_is_found()
    {
        LineFigures[] lines = [.. Odd(300), new(0.07m, 0, 0)];

        Assert.That(SumMatch.Find(lines, new(0.07m, 0, 0)).Lines, Is.EqualTo(new[] { 300 }));
    }

    [Test(Description = "every second line by size is looked at apart from the others")]
    public void Two_ways_among_lines_that_are_looked_at_together_are_several()
    {
        LineFigures[] lines = [new(30, 0, 0), new(29, 0, 0), new(20, 0, 0), new(19.5m, 0, 0), new(10, 0, 0), new(9.1m, 0, 0)];

        Assert.That(SumMatch.Find(lines, new(30, 0, 0)).Kind, Is.EqualTo(SumMatchKind.Several));
        Assert.That(SumMatch.Find(lines, new(59, 0, 0)).Kind, Is.EqualTo(SumMatchKind.Several));
        Assert.That(SumMatch.Find(lines, new(49, 0, 0)).Lines, Is.EqualTo(new[] { 1, 2 }));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void What_is_left_decides_early_that_all_of_many_lines_are_needed(int sign)
    {
        LineFigures[] lines = [.. Odd(60).Select(line => new LineFigures(sign * line.Gross, 0, 0))];

        Assert.That(SumMatch.Find(lines, LineFigures.Sum(lines)).Lines, Has.Count.EqualTo(60));
        Assert.That(SumMatch.Find(lines, LineFigures.Sum(lines.Skip(1))).Lines, Has.Count.EqualTo(59));
    }

    [Test]
    public void Zero_is_made_by_no_line_and_a_line_of_zero_is_in_no_match()
    {
        Assert.That(SumMatch.Find([default, new(5, 0, 0)], default), Has.Property("Kind").EqualTo(SumMatchKind.One).And.Property("Lines").Empty);
        Assert.That(SumMatch.Find([default, new(5, 0, 0)], new(5, 0, 0)).Lines, Is.EqualTo(new[] { 1 }));
        Assert.That(SumMatch.Find([new(5, 0, 0), new(-5, 0, 0)], default).Kind, Is.EqualTo(SumMatchKind.Several));
    }

    /// <summary>Amounts of which no two sets have one sum, mostly.</summary>
    private static LineFigures[] Odd(int count)
    {
        var random = new Random(count);

        return [.. Enumerable.Range(0, count).Select(_ => new LineFigures(random.Next(100_000, 100_000_000) / 100m, random.Next(1_000_000) / 100m, 0))];
    }

    private static IEnumerable<LineFigures> Chosen(IReadOnlyList<LineFigures> lines, int some) => lines.Where((_, place) => (some >> place & 1) == 1);

    private static (SumMatchKind Kind, IEnumerable<int> Lines) ByTrying(IReadOnlyList<LineFigures> lines, LineFigures goal)
    {
        var sets = Enumerable.Range(0, 1 << lines.Count)
            .Where(some => Chosen(lines, some).All(line => line != default) && LineFigures.Sum(Chosen(lines, some)) == goal).ToList();

        return sets switch
        {
            [] => (SumMatchKind.None, []),
            [var only] => (SumMatchKind.One, Enumerable.Range(0, lines.Count).Where(place => (only >> place & 1) == 1)),
            _ => (SumMatchKind.Several, []),
        };
    }
}
