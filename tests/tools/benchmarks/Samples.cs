using System.Globalization;

namespace ProcoreNetSuite.Benchmarks;

/// <summary>The same figure of every run.</summary>
internal sealed class Samples
{
    private readonly List<decimal> values = [];

    /// <summary>The middle one, or the middle of the two in the middle.</summary>
    public decimal Median
    {
        get
        {
            var sorted = values.Order().ToList();

            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    public void Add(decimal value) => values.Add(value);

    /// <summary>Run by run: this one's figure in the other's.</summary>
    public Samples Over(Samples other)
    {
        var ratios = new Samples();
        foreach (var (own, others) in values.Zip(other.values))
        {
            ratios.Add(own / others);
        }

        return ratios;
    }

    public Samples Times(decimal factor)
    {
        var all = new Samples();
        values.ForEach(value => all.Add(value * factor));

        return all;
    }

    /// <summary>The median and, where there is more than one run, the spread: <c>1.05 (1.03-1.08)</c>.</summary>
    public string Show(string format) => values.Count == 1 ? Text(values[0], format)
        : $"{Text(Median, format)} ({Text(values.Min(), format)}-{Text(values.Max(), format)})";

    private static string Text(decimal value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
