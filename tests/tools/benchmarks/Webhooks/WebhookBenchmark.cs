using System.Diagnostics;
using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Webhooks;

/// <summary>How long Procore waits for its webhook's answer, against an endpoint that does nothing.</summary>
internal static class WebhookBenchmark
{
    private const int WarmUp = 1_000;
    private const int MiddleOf = 50, HighOf = 99, All = 100;

    public static async Task RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using var machines = await Machines.StartAsync(cancellationToken);
        using var bare = ChildProgram.Start(typeof(WebhookBenchmark).Assembly.GetName().Name!, BareProgram.Name);
        using var bareHttp = new HttpClient { BaseAddress = new Uri(await bare.HearAsync(cancellationToken)) };
        var figures = new Dictionary<string, (Samples Middle, Samples High)> { ["bare"] = (new(), new()), ["intake"] = (new(), new()), ["difference"] = (new(), new()) };
        for (var run = 1; run <= options.Runs; run++)
        {
            // A new process for each run: the queue of one is not the next one's burden.
            using var app = await machines.StartAppAsync(machines.NewTables(), slots: 1, runsByItself: false, cancellationToken);
            await PostAsync(bareHttp, "", WarmUp, options.AtOnce, cancellationToken);
            await PostAsync(app.Http, Webhook.Path, WarmUp, options.AtOnce, cancellationToken);
            var idle = await PostAsync(bareHttp, "", options.Posts, options.AtOnce, cancellationToken);
            var real = await PostAsync(app.Http, Webhook.Path, options.Posts, options.AtOnce, cancellationToken);
            var queued = (await app.LookAsync(cancellationToken)).Waiting;
            if (queued != options.Posts + WarmUp)
            {
                throw new CheckFailedException($"{options.Posts + WarmUp} events were acknowledged, {queued} are on the queue.");
            }

            Add(figures["bare"], At(idle, MiddleOf), At(idle, HighOf));
            Add(figures["intake"], At(real, MiddleOf), At(real, HighOf));
            Add(figures["difference"], At(real, MiddleOf) - At(idle, MiddleOf), At(real, HighOf) - At(idle, HighOf));
        }

        var table = new Table("", "p50, ms", "p99, ms");
        table.Add("bare Kestrel endpoint", figures["bare"].Middle.Show("0.00"), figures["bare"].High.Show("0.00"));
        table.Add("webhook intake", figures["intake"].Middle.Show("0.00"), figures["intake"].High.Show("0.00"));
        table.Add("difference", figures["difference"].Middle.Show("0.00"), figures["difference"].High.Show("0.00"));
        table.Print($"Webhooks: {options.Posts} posts to each, {options.AtOnce} at a time, {options.Runs} runs");
    }

    private static void Add((Samples Middle, Samples High) to, decimal middle, decimal high)
    {
        to.Middle.Add(middle);
        to.High.Add(high);
    }

    private static decimal At(decimal[] sorted, int percent) => sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / All)];

    /// <returns>How long each answer took, in milliseconds, shortest first.</returns>
    private static async Task<decimal[]> PostAsync(HttpClient http, string path, int posts, int atOnce, CancellationToken cancellationToken)
    {
        var took = new decimal[posts];
        var many = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, posts, many, async (number, token) =>
        {
            var started = Stopwatch.GetTimestamp();
            await Webhook.SendAsync(http, path, number + 1, token);
            took[number] = (decimal)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });

        return [.. took.Order()];
    }
}
