using System.Text.Json;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>What the connector runs in, and with.</summary>
/// <param name="WatchesHeap">Looking costs processor time of its own.</param>
internal sealed record AppOrder(Dictionary<string, string?> Settings, string Tables, bool RunsByItself, bool WatchesHeap);

/// <summary>What the connector's process says of itself.</summary>
/// <param name="CpuMilliseconds">Processor time of the whole process since it started, user and system.</param>
/// <param name="Heap">Bytes of the managed heap now, garbage that is not collected yet included.</param>
/// <param name="PeakHeap">The most since the last collection on order, looked at every 10 ms.</param>
/// <param name="PeakKept">The most of it that any collection since then left: what was really held, not garbage that had not been collected yet.</param>
/// <param name="Waiting">Messages on the queues or in work.</param>
/// <param name="Failures">Functions that threw, and dead letters.</param>
internal sealed record AppState(decimal CpuMilliseconds, long Heap, long PeakHeap, long PeakKept, int Waiting, IReadOnlyList<string> Failures);

/// <summary>The connector in a process of its own: the real functions in the local host, in real time. Reads an order from its input, then answers each line with its state.</summary>
internal static class AppProgram
{
    public const string Name = "app";

    /// <summary>Asks for a full collection first.</summary>
    public const string Collect = "collect";

    public const string Look = "look";

    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(10);

    private static long peak, peakKept;

    public static async Task<int> RunAsync()
    {
        var order = JsonSerializer.Deserialize<AppOrder>(await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("There is no order."))!;
        await using var host = await LocalHost.StartAsync(new LocalHostOptions
        {
            Settings = order.Settings,
            TablesConnectionString = order.Tables,
            RunsByItself = order.RunsByItself,
            Effects = new Effects { Keeps = false },
        });
        await using var sampler = new Timer(_ => Sample(), null, order.WatchesHeap ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, SampleEvery);
        Console.WriteLine(host.BaseAddress);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == Collect)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                Volatile.Write(ref peak, 0);
                Volatile.Write(ref peakKept, 0);
            }

            Sample();
            Console.WriteLine(JsonSerializer.Serialize(StateOf(host)));
        }

        return 0;
    }

    private static void Sample()
    {
        Raise(ref peak, GC.GetTotalMemory(forceFullCollection: false));
        Raise(ref peakKept, GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes);
    }

    private static void Raise(ref long highest, long now)
    {
        for (var known = Volatile.Read(ref highest); now > known;)
        {
            var seen = Interlocked.CompareExchange(ref highest, now, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    private static AppState StateOf(LocalHost host) => new(
        (decimal)Environment.CpuUsage.TotalTime.TotalMilliseconds,
        GC.GetTotalMemory(forceFullCollection: false),
        Volatile.Read(ref peak),
        Volatile.Read(ref peakKept),
        host.Queues.Sum(host.Broker.Depth),
        [
            .. host.Failures.Select(failure => $"{failure}"),
            .. host.Queues.SelectMany(queue => host.Broker.DeadLetters(queue).Select(letter => $"dead letter on {queue}: {letter.DeadLetterErrorDescription}")),
        ]);
}
