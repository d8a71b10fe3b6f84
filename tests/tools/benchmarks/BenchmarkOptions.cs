using System.Globalization;

namespace ProcoreNetSuite.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record BenchmarkOptions
{
    public const string Export = "export", Webhooks = "webhooks", Import = "import";

    public const string HelpText =
        """
        dotnet run -c Release --project tests/tools/benchmarks -- export|webhooks|import [options]

        Prints a table in Markdown: the median of the runs and, behind it, the lowest and the highest. README.md beside this
        project says what is measured. Exit code 0: measured. 1: a run left wrong books, so there is nothing to compare. 2: a wrong option.

          --runs N        runs of everything (5)
          --help          this text

        export
          --bills N       invoices of 12 lines, in requests of 25 (1000)
          --slots A,B     NetSuite calls at the same time (15,6,2)
          --scale X       what all simulated latencies are multiplied with (0.25)
          --sample N      invoices of the clients that look everything up: their time for each is the same from first to last (50)
          --only NAME     latency or cpu: one half of the benchmark

        webhooks
          --posts N       posts to each of the two in a run (10000)
          --at-once N     posts at the same time (8)

        import
          --lines A,B     job-cost lines (100000,1000000)
          --projects N    projects they are on (500)
          --sample N      lines of the client that makes a call for each record (2000)
        """;

    public string Name { get; private init; } = "";

    public bool Help { get; private init; }

    public int Runs { get; private init; } = 5;

    public int Bills { get; private init; } = 1_000;

    public IReadOnlyList<int> Slots { get; private init; } = [15, 6, 2];

    public decimal Scale { get; private init; } = 0.25m;

    public int? Sample { get; private init; }

    public string? Only { get; private init; }

    public int Posts { get; private init; } = 10_000;

    public int AtOnce { get; private init; } = 8;

    public IReadOnlyList<int> Lines { get; private init; } = [100_000, 1_000_000];

    public int Projects { get; private init; } = 500;

    /// <returns>The options, or null and one line that says what is wrong.</returns>
    public static (BenchmarkOptions? Options, string? Problem) Read(IReadOnlyList<string> arguments)
    {
        if (arguments.Contains("--help") || arguments.Contains("-h"))
        {
            return (new BenchmarkOptions { Help = true }, null);
        }

        if (arguments is not [Export or Webhooks or Import, ..])
        {
            return (null, "Name one of export, webhooks and import; --help tells more.");
        }

        var options = new BenchmarkOptions { Name = arguments[0] };
        for (var at = 1; at < arguments.Count; at += 2)
        {
            if (at + 1 == arguments.Count || Set(options, arguments[at], arguments[at + 1]) is not { } set)
            {
                return (null, $"{string.Join(' ', arguments.Skip(at).Take(2))} is no option of {options.Name}; --help lists them.");
            }

            options = set;
        }

        return (options, null);
    }

    private static BenchmarkOptions? Set(BenchmarkOptions options, string name, string value) => (options.Name, name, Numbers(value)) switch
    {
        (_, "--runs", [var runs]) => options with { Runs = runs },
        (Export, "--bills", [var bills]) => options with { Bills = bills },
        (Export, "--slots", { } slots) => options with { Slots = slots },
        (Export, "--scale", _) when decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale) && scale > 0 => options with { Scale = scale },
        (Export, "--only", _) when value is "latency" or "cpu" => options with { Only = value },
        (Export or Import, "--sample", [var sample]) => options with { Sample = sample },
        (Webhooks, "--posts", [var posts]) => options with { Posts = posts },
        (Webhooks, "--at-once", [var atOnce]) => options with { AtOnce = atOnce },
        (Import, "--lines", { } lines) => options with { Lines = lines },
        (Import, "--projects", [var projects]) => options with { Projects = projects },
        _ => null,
    };

    private static int[]? Numbers(string text)
    {
        var numbers = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();

        return numbers.All(number => number > 0) ? numbers : null;
    }
}
