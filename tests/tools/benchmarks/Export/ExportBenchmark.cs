using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>Exports the same invoices with the connector and with the clients it is compared with, and measures what the connector costs.</summary>
internal static class ExportBenchmark
{
    private const int DefaultSample = 50;

    /// <summary>One bill after the other needs no more than one slot, however many there are.</summary>
    private const int AnySlots = 0;

    private static readonly LowerBound Bound = new();

    public static async Task RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using var machines = await Machines.StartAsync(cancellationToken);
        var rounds = new ExportRounds(machines, options.Scale);
        if (options.Only is not "cpu")
        {
            await MeasureLatencyAsync(rounds, options, cancellationToken);
        }

        if (options.Only is not "latency")
        {
            await MeasureCpuAsync(rounds, options, cancellationToken);
        }
    }

    private static async Task MeasureLatencyAsync(ExportRounds rounds, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var sequential = new[] { new LookingUp("(a) sequential", false, 1), new LookingUp("(a) sequential, the items of a bill in one query", true, 1) };
        var sample = Math.Min(options.Sample ?? DefaultSample, options.Bills);
        var all = new Dictionary<(int Slots, string Client), (Samples Seconds, Samples Calls)>();
        void Keep(int slots, string client, Measured measured)
        {
            var (seconds, calls) = all.TryGetValue((slots, client), out var known) ? known : all[(slots, client)] = (new(), new());
            seconds.Add(measured.SecondsOfBill);
            calls.Add(measured.CallsOfBill);
            Console.Error.WriteLine($"{(slots == AnySlots ? "" : $"{slots} slots, ")}{client}: {measured}");
        }

        // Whoever runs first would be the slowest.
        await rounds.RunAsync(Bound, slots: 15, bills: ExportScene.Batch, seed: 1, cancellationToken);
        for (var run = 1; run <= options.Runs; run++)
        {
            foreach (var client in sequential)
            {
                Keep(AnySlots, client.Name, await rounds.RunAsync(client, slots: 1, sample, run, cancellationToken));
            }

            foreach (var slots in options.Slots)
            {
                Keep(slots, Bound.Name, await rounds.RunAsync(Bound, slots, options.Bills, run, cancellationToken));
                Keep(slots, ExportRounds.Connector, await rounds.RunConnectorAsync(slots, options.Bills, run, cancellationToken));
                var concurrent = new LookingUp("(b) the same, concurrent", false, slots);
                Keep(slots, concurrent.Name, await rounds.RunAsync(concurrent, slots, Math.Max(sample, slots * 4), run, cancellationToken));
            }
        }

        Print(options, all);
    }

    private static void Print(BenchmarkOptions options, Dictionary<(int Slots, string Client), (Samples Seconds, Samples Calls)> all)
    {
        var table = new Table("slots", "client", "s for 1,000 bills", "calls per bill", "the connector's time / this", "this / the connector's time");
        foreach (var slots in options.Slots)
        {
            var connector = all[(slots, ExportRounds.Connector)].Seconds;
            foreach (var ((_, client), (seconds, calls)) in all.Where(pair => pair.Key.Slots == slots || pair.Key.Slots == AnySlots).OrderBy(pair => pair.Value.Seconds.Median))
            {
                table.Add($"{slots}", client, seconds.Times(1_000 / options.Scale).Show("0.0"), calls.Show("0.000"), connector.Over(seconds).Show("0.000"), seconds.Over(connector).Show("0.0"));
            }
        }

        table.Print($"Export: {options.Bills} invoices of {ExportScene.LinesOfInvoice} lines in requests of {ExportScene.Batch}, {options.Runs} runs at {options.Scale} of full latency, shown at full latency");
    }

    private static async Task MeasureCpuAsync(ExportRounds rounds, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var cpu = new Samples();
        var seconds = new Samples();
        foreach (var measured in await rounds.RunWithoutLatencyAsync(options.Bills, options.Runs, cancellationToken))
        {
            cpu.Add(measured.CpuMillisecondsOfBill);
            seconds.Add(measured.SecondsOfBill);
        }

        var table = new Table("", "ms per bill");
        table.Add("processor time of the connector's process", cpu.Show("0.00"));
        table.Add("wall time, everything on this machine", seconds.Times(1_000).Show("0.00"));
        table.Print($"Export without latency: {options.Bills} invoices, 15 slots, {options.Runs} runs");
    }
}
