using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>Runs one client once: fresh accounts, the accepted work, the clock, and the books afterwards.</summary>
internal sealed class ExportRounds(Machines machines, decimal scale)
{
    public const string Connector = "connector";

    /// <summary>In milliseconds, at full latency.</summary>
    private const decimal NetSuiteWrite = 1_000, NetSuiteQuery = 400, Procore = 300;

    private const int NoSlotsToWaitFor = 15, ShortWarmUp = 2 * ExportScene.Batch, WarmUpRuns = 3;

    public async Task<Measured> RunAsync(IContender contender, int slots, int bills, int seed, CancellationToken cancellationToken)
    {
        var scene = await ExportScene.SetAsync(machines, machines.NewTables(), slots, bills, warmUp: 0, cancellationToken);
        var requests = await scene.AcceptAsync(scene.Invoices, cancellationToken);
        using var client = await RawClient.LogInAsync(machines, slots, cancellationToken);
        var export = await RawExport.PrepareAsync(client, cancellationToken);
        var start = await BeginAsync(scale, seed, cancellationToken);
        await contender.RunAsync(client, export, requests, cancellationToken);

        return await EndAsync(start, scene.Invoices, [], cancellationToken);
    }

    public async Task<Measured> RunConnectorAsync(int slots, int bills, int seed, CancellationToken cancellationToken)
    {
        var tables = machines.NewTables();
        var scene = await ExportScene.SetAsync(machines, tables, slots, bills, ShortWarmUp, cancellationToken);
        using var app = await machines.StartAppAsync(tables, slots, runsByItself: true, cancellationToken);
        await WorkAsync(app, scene, await scene.AcceptAsync(scene.WarmUp, cancellationToken), scene.WarmUp, cancellationToken);
        var requests = await scene.AcceptAsync(scene.Invoices, cancellationToken);
        var start = await BeginAsync(scale, seed, cancellationToken);
        await WorkAsync(app, scene, requests, scene.Invoices, cancellationToken);

        return await EndAsync(start, scene.Invoices, scene.WarmUp, cancellationToken);
    }

    /// <summary>
    /// What the connector itself costs, when nobody is waited for: run after run in one process. The first one, which is not among the answers, is longer and
    /// there to have everything compiled: a function app lives for days.
    /// </summary>
    public async Task<IReadOnlyList<Measured>> RunWithoutLatencyAsync(int bills, int runs, CancellationToken cancellationToken)
    {
        var tables = machines.NewTables();
        var scene = await ExportScene.SetAsync(machines, tables, NoSlotsToWaitFor, bills * runs, WarmUpRuns * bills, cancellationToken);
        using var app = await machines.StartAppAsync(tables, NoSlotsToWaitFor, runsByItself: true, cancellationToken);
        await WorkAsync(app, scene, await scene.AcceptAsync(scene.WarmUp, cancellationToken), scene.WarmUp, cancellationToken);
        var all = new List<Measured>();
        foreach (var invoices in scene.Invoices.Chunk(bills))
        {
            var requests = await scene.AcceptAsync(invoices, cancellationToken);
            var before = await app.CollectAsync(cancellationToken);
            var start = await BeginAsync(0, seed: 1, cancellationToken);
            var after = await WorkAsync(app, scene, requests, invoices, cancellationToken);
            all.Add(await ReadAsync(start, bills, cancellationToken) with { CpuMillisecondsOfBill = (after.CpuMilliseconds - before.CpuMilliseconds) / bills });
            await Console.Error.WriteLineAsync($"without latency: {all[^1]}");
        }

        await ExportLedger.CheckAsync(machines, [.. scene.Invoices, .. scene.WarmUp], cancellationToken);

        return all;
    }

    /// <summary>Procore announces the requests, and nothing else is done until all of it is through.</summary>
    private static async Task<AppState> WorkAsync(
        AppProcess app, ExportScene scene, IReadOnlyList<ExportRequest> requests, IReadOnlyList<Invoice> invoices, CancellationToken cancellationToken)
    {
        await Task.WhenAll(requests.Select(request => Webhook.SendAsync(app.Http, Webhook.Path, request.Id, cancellationToken)));
        await scene.ShownAsync(invoices, cancellationToken);

        return await app.QuietAsync(cancellationToken);
    }

    /// <summary>Switches the latencies on and forgets the calls so far.</summary>
    private async Task<DateTimeOffset> BeginAsync(decimal factor, int seed, CancellationToken cancellationToken)
    {
        await machines.Procore.PostAsync("settings", new { latencyMedianMilliseconds = Procore * factor, latencySeed = seed }, cancellationToken);
        await machines.NetSuite.PostAsync("settings", new { latencyMedianMilliseconds = NetSuiteWrite * factor, readLatencyMedianMilliseconds = NetSuiteQuery * factor, latencySeed = seed }, cancellationToken);
        await machines.Procore.ForgetCallsAsync(cancellationToken);
        await machines.NetSuite.ForgetCallsAsync(cancellationToken);

        return TimeProvider.System.GetUtcNow();
    }

    private async Task<Measured> EndAsync(DateTimeOffset start, IReadOnlyList<Invoice> invoices, IReadOnlyList<Invoice> before, CancellationToken cancellationToken)
    {
        var measured = await ReadAsync(start, invoices.Count, cancellationToken);
        await ExportLedger.CheckAsync(machines, [.. invoices, .. before], cancellationToken);

        return measured;
    }

    /// <summary>The end is the last answer that either system gave.</summary>
    private async Task<Measured> ReadAsync(DateTimeOffset start, int bills, CancellationToken cancellationToken)
    {
        List<SimulatedCall> calls = [.. await machines.Procore.CallsAsync(cancellationToken), .. await machines.NetSuite.CallsAsync(cancellationToken)];

        return new Measured((decimal)(calls.Max(call => call.Ended) - start).TotalSeconds / bills, (decimal)calls.Count / bills);
    }
}
