using System.Text.Json;

namespace ProcoreNetSuite.Benchmarks.Running;

/// <summary>A simulator in a process of its own (tests/tools/simulators/Program.cs), steered over its control interface.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private readonly ChildProgram program;
    private readonly HttpClient control;

    private SimulatorProcess(ChildProgram program, Uri address)
    {
        this.program = program;
        Address = address;
        control = new HttpClient { BaseAddress = new Uri(address, "_control/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Address { get; }

    /// <summary>Without a slash at the end.</summary>
    public string BaseUrl => Address.GetLeftPart(UriPartial.Authority);

    /// <param name="name">procore or netsuite.</param>
    public static async Task<SimulatorProcess> StartAsync(string name, CancellationToken cancellationToken)
    {
        var program = ChildProgram.Start("ProcoreNetSuite.Simulators", name, "--port", "0", "--empty");

        // "NetSuite simulator on http://127.0.0.1:40123"
        return new SimulatorProcess(program, new Uri((await program.HearAsync(cancellationToken)).Split(' ')[^1]));
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => await control.GetFromJsonAsync<JsonElement>(path, cancellationToken);

    /// <exception cref="InvalidOperationException">The simulator refused.</exception>
    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await control.PostAsJsonAsync(path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);

        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{path}: {text}");
    }

    /// <summary>Every call since the last time they were forgotten.</summary>
    public async Task<IReadOnlyList<SimulatedCall>> CallsAsync(CancellationToken cancellationToken) =>
        (await control.GetFromJsonAsync<List<SimulatedCall>>("calls", cancellationToken))!;

    public async Task ForgetCallsAsync(CancellationToken cancellationToken)
    {
        using var answer = await control.DeleteAsync("calls", cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        control.Dispose();
        program.Dispose();
    }
}

/// <summary>A call as the simulator's log has it.</summary>
internal sealed record SimulatedCall(DateTimeOffset At, string Method, string Path, int? Status, TimeSpan? Duration)
{
    public DateTimeOffset Ended => At + (Duration ?? TimeSpan.Zero);
}
