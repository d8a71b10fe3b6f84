using System.Diagnostics;
using System.Text.Json;
using ProcoreNetSuite.Benchmarks.Running;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Benchmarks.Import;

/// <summary>Imports job costs of two sizes as direct costs, each a first time and once more unchanged.</summary>
internal static class ImportBenchmark
{
    /// <summary>The default of the connector's setting.</summary>
    private const int Slots = 5;

    private const int DefaultSample = 2_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using var machines = await Machines.StartAsync(cancellationToken);
        var figures = new Dictionary<(int Lines, string What), (Samples Calls, Samples PerSecond, Samples Heap, Samples Kept)>();
        void Keep(int lines, string what, Imported imported)
        {
            var (calls, perSecond, heap, kept) = figures.TryGetValue((lines, what), out var known) ? known : figures[(lines, what)] = (new(), new(), new(), new());
            calls.Add((decimal)imported.Calls / imported.Lines);
            perSecond.Add(imported.Lines / imported.Seconds);
            heap.Add(imported.HeapOverIdle / Imported.Megabyte);
            kept.Add(imported.KeptOverIdle / Imported.Megabyte);
            Console.Error.WriteLine($"{what}: {imported}");
        }

        var sample = options.Sample ?? DefaultSample;
        for (var run = 1; run <= options.Runs; run++)
        {
            foreach (var lines in options.Lines)
            {
                var tables = machines.NewTables();
                var scene = await ImportScene.SetAsync(machines, tables, Slots, options.Projects, lines, cancellationToken);
                using var app = await machines.StartAppAsync(tables, Slots, runsByItself: true, cancellationToken, watchesHeap: true);
                Keep(lines, "first import", await ImportAsync(machines, app, scene, isFirst: true, cancellationToken));
                Keep(lines, "again, nothing changed", await ImportAsync(machines, app, scene, isFirst: false, cancellationToken));
            }

            Keep(sample, "a call for each record", await ImportOneByOneAsync(machines, options.Projects, sample, cancellationToken));
        }

        Print(options, figures);
    }

    private static void Print(BenchmarkOptions options, Dictionary<(int Lines, string What), (Samples Calls, Samples PerSecond, Samples Heap, Samples Kept)> figures)
    {
        var single = figures.Single(pair => pair.Key.What.StartsWith("a call", StringComparison.Ordinal)).Value;
        var table = new Table("lines", "import", "calls per line", "fewer calls than one by one", "lines per second", "peak heap over idle, MB", "of it kept by a collection, MB");
        foreach (var ((lines, what), (calls, perSecond, heap, kept)) in figures)
        {
            table.Add($"{lines}", what, calls.Show("0.0000"), single.Calls.Over(calls).Show("0.0"), perSecond.Show("0"), heap.Median > 0 ? heap.Show("0.0") : "", heap.Median > 0 ? kept.Show("0.0") : "");
        }

        table.Print($"Import: job-cost lines in bills of {ImportScene.LinesOfBill}, on {options.Projects} projects, no latency, {options.Runs} runs");
        if (options.Lines is [var small, var large])
        {
            var heap = figures[(large, "first import")].Heap.Over(figures[(small, "first import")].Heap);
            Console.WriteLine();
            Console.WriteLine($"Peak heap over idle, {large} lines / {small} lines: {heap.Show("0.00")}");
        }
    }

    private static async Task<Imported> ImportAsync(Machines machines, AppProcess app, ImportScene scene, bool isFirst, CancellationToken cancellationToken)
    {
        await machines.Procore.ForgetCallsAsync(cancellationToken);
        await machines.NetSuite.ForgetCallsAsync(cancellationToken);
        using var health = await app.Http.GetAsync("api/health/live", cancellationToken);
        var idle = await app.CollectAsync(cancellationToken);
        using var started = await app.Http.PostAsync($"api/connections/{SimulatedAccounts.ConnectionId}/imports/direct-costs", null, cancellationToken);
        var answer = await started.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        if (!started.IsSuccessStatusCode)
        {
            throw new CheckFailedException($"The import did not start: {answer}");
        }

        JsonElement run;
        do
        {
            await Task.Delay(LookEvery, cancellationToken);
            run = (await app.Http.GetFromJsonAsync<JsonElement>(answer.GetProperty("status").GetString(), cancellationToken)).GetProperty("run");
        }
        while (run.GetProperty("endedAt").ValueKind == JsonValueKind.Null);

        var state = await app.QuietAsync(cancellationToken);
        Check(run, scene, isFirst);
        await scene.CheckAsync(machines, cancellationToken);

        return new Imported(
            scene.Lines,
            await CountCallsAsync(machines, cancellationToken),
            (decimal)(run.GetProperty("endedAt").GetDateTimeOffset() - run.GetProperty("startedAt").GetDateTimeOffset()).TotalSeconds,
            state.PeakHeap - idle.Heap,
            state.PeakKept - idle.Heap);
    }

    /// <exception cref="CheckFailedException">The run did not end as it should, or wrote although nothing had changed.</exception>
    private static void Check(JsonElement run, ImportScene scene, bool isFirst)
    {
        var counts = run.GetProperty("counts");
        int Count(string name) => counts.GetProperty(name).GetInt32();
        var bills = scene.Lines / ImportScene.LinesOfBill;
        var (made, kept) = isFirst ? (bills, 0) : (0, bills);
        if (run.GetProperty("state").GetString() != "Succeeded" || Count("new") != made || Count("changed") + Count("removed") + Count("failed") > 0 || (!isFirst && Count("unchanged") > kept))
        {
            throw new CheckFailedException($"The import of {bills} bills ended as {run}.");
        }
    }

    private static async Task<Imported> ImportOneByOneAsync(Machines machines, int projects, int lines, CancellationToken cancellationToken)
    {
        var scene = await ImportScene.SetAsync(machines, machines.NewTables(), Slots, projects, lines, cancellationToken);
        using var client = await RawClient.LogInAsync(machines, Slots, cancellationToken);
        await machines.Procore.ForgetCallsAsync(cancellationToken);
        await machines.NetSuite.ForgetCallsAsync(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        await OneByOne.RunAsync(client, scene.Site, cancellationToken);
        var seconds = (decimal)Stopwatch.GetElapsedTime(began).TotalSeconds;
        await scene.CheckAsync(machines, cancellationToken);

        return new Imported(scene.Lines, await CountCallsAsync(machines, cancellationToken), seconds);
    }

    private static async Task<int> CountCallsAsync(Machines machines, CancellationToken cancellationToken) =>
        (await machines.Procore.CallsAsync(cancellationToken)).Count + (await machines.NetSuite.CallsAsync(cancellationToken)).Count;
}
