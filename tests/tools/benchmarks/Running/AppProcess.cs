using System.Text.Json;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>The connector's process, from outside: see <see cref="AppProgram"/>.</summary>
internal sealed class AppProcess : IDisposable
{
    public const string HostKey = "local-host-key";

    private readonly ChildProgram program;

    private AppProcess(ChildProgram program, Uri address)
    {
        this.program = program;
        Http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", TestPerson.OperatorToken);
    }

    /// <summary>Speaks to its HTTP functions.</summary>
    public HttpClient Http { get; }

    public static async Task<AppProcess> StartAsync(AppOrder order, CancellationToken cancellationToken)
    {
        var program = ChildProgram.Start(typeof(AppProcess).Assembly.GetName().Name!, AppProgram.Name);

        return new AppProcess(program, new Uri(await program.AskAsync(JsonSerializer.Serialize(order), cancellationToken)));
    }

    public Task<AppState> LookAsync(CancellationToken cancellationToken) => AskAsync(AppProgram.Look, cancellationToken);

    /// <summary>Collects all garbage first, and begins a new peak.</summary>
    public Task<AppState> CollectAsync(CancellationToken cancellationToken) => AskAsync(AppProgram.Collect, cancellationToken);

    /// <summary>Waits until no message is left.</summary>
    /// <exception cref="CheckFailedException">A function failed.</exception>
    public async Task<AppState> QuietAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = await LookAsync(cancellationToken);
            if (state.Failures.Count > 0)
            {
                throw new CheckFailedException(state.Failures[0]);
            }

            if (state.Waiting == 0)
            {
                return state;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    public void Dispose()
    {
        Http.Dispose();
        program.Dispose();
    }

    private async Task<AppState> AskAsync(string line, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<AppState>(await program.AskAsync(line, cancellationToken))!;
}
