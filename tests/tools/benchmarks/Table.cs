namespace ProcoreNetSuite.Benchmarks;

/// <summary>A table in Markdown.</summary>
internal sealed class Table(params IReadOnlyList<string> heads)
{
    private readonly List<IReadOnlyList<string>> rows = [];

    public void Add(params IReadOnlyList<string> cells) => rows.Add(cells);

    public void Print(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine();
        var widths = heads.Select((head, at) => rows.Append(heads).Max(row => row[at].Length)).ToList();
        PrintRow(heads, widths);
        PrintRow([.. widths.Select(width => new string('-', width))], widths);
        rows.ForEach(row => PrintRow(row, widths));
    }

    private static void PrintRow(IReadOnlyList<string> cells, List<int> widths) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Select((cell, at) => cell.PadRight(widths[at])))} |");
}
