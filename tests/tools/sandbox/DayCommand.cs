using System.Diagnostics;
using System.Globalization;
using ProcoreNetSuite.Sandbox.Story;
using ProcoreNetSuite.StoryTime;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Sandbox;

/// <summary>Without options and with <c>--serve</c>: starts everything, plays the day, and leaves it running if asked.</summary>
internal static class DayCommand
{
    /// <summary>When the story begins, whatever the real date: Monday morning in California, when the bills of May are in. No timer is due for a quarter of an hour.</summary>
    private static readonly DateTimeOffset Morning = new(2026, 6, 1, 15, 31, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(SandboxOptions options, Narrator tell, CancellationToken cancellationToken)
    {
        tell.Heading("Sandbox: Procore and NetSuite, both simulated on this machine, and the connector between them");
        if (options.Worker)
        {
            tell.Line("The connector is the built app in a worker process of its own, as in Azure: a stand-in for the Functions host calls it, its queues are on AMQP.");
        }

        using var seat = SandboxSeat.Take(RepositoryRoot.Path, options);
        if (seat is not null)
        {
            EndpointsFile.DeleteStale();
        }

        using var clock = new StoryClock(Morning);
        await using var system = options.Empty
            ? await SimulatedSystem.StartAsync(clock: null, new Dictionary<string, string?>(), registers: true, options.Worker, cancellationToken)
            : await SimulatedSystem.StartAsync(clock, Cast.Settings, registers: false, options.Worker, cancellationToken);
        using var endpoints = options.Serve ? await EndpointsFile.WriteAsync(system, cancellationToken) : null;

        var code = 0;
        if (!options.Empty)
        {
            var watch = Stopwatch.StartNew();
            code = await Day.PlayAsync(new Stage(system.Accounts, system.Host, tell, new RealPace(clock)), cancellationToken);
            tell.Line(string.Create(CultureInfo.InvariantCulture, $"The day took {watch.Elapsed.TotalSeconds:0} seconds."));
        }

        if (options.Serve)
        {
            // Clients of other programs have the real time, and a login with another one is refused.
            clock.MoveToRealTime();
            if (!options.Empty)
            {
                tell.Line("The clock is the real one from now on.");
            }

            await ServeAsync(system, tell, cancellationToken);
        }

        return code;
    }

    private static async Task ServeAsync(SimulatedSystem system, Narrator tell, CancellationToken cancellationToken)
    {
        tell.Heading("Everything keeps running");
        tell.Line($"Connector           {system.Host.BaseAddress}");
        tell.Line($"Procore simulator   {system.Accounts.Procore.BaseUrl}   (what people do there: /_control/actions/...)");
        tell.Line($"NetSuite simulator  {system.Accounts.NetSuite.BaseUrl}   (the same)");
        tell.Line($"All addresses and test credentials are in {EndpointsFile.Name}; tests/tools/simulators/README.md tells how to steer the accounts.");
        tell.Line("Ctrl+C stops everything; nothing is kept.");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        tell.Line("Stopped.");
    }
}
