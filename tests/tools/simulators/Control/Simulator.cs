using System.Text.Json;

namespace ProcoreNetSuite.Simulators.Control;

/// <summary>A system of record that runs in memory. What the control interface offers over HTTP, this offers as methods.</summary>
public abstract class Simulator(TimeProvider time)
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<Exception> _bugs = new();

    /// <summary>As it is called on the command line.</summary>
    public abstract string Name { get; }

    public TimeProvider Time { get; } = time;

    public CallLog Calls { get; } = new();

    public FaultRules Faults { get; } = new();

    /// <summary>Faults of the simulator itself since the last reset, which should be none.</summary>
    public IReadOnlyList<Exception> Bugs => [.. _bugs];

    /// <summary>Set once, when the simulator is put behind a port: scheme, host and port without a slash at the end.</summary>
    public string BaseUrl { get; internal set; } = "http://localhost";

    internal abstract SimulatorSettings CommonSettings { get; }

    internal Latency Latency { get; } = new();

    /// <summary>Back to the state after construction: no records, no calls, no faults, settings as given then.</summary>
    public void Reset()
    {
        Calls.Clear();
        Faults.Clear();
        _bugs.Clear();
        Latency.Restart();
        OnReset();
    }

    /// <summary>Everything the simulator holds, in a shape that <see cref="ControlJson"/> writes and a checker reads.</summary>
    public abstract object DescribeLedger();

    /// <summary>Fills the simulator. The shape is the simulator's own; an empty object gives its believable default.</summary>
    /// <exception cref="ControlException">The shape is not understood.</exception>
    public abstract object Seed(JsonElement seed);

    /// <summary>Does what a person does in the system's own pages.</summary>
    /// <exception cref="ControlException">There is no such action, or the system refuses it.</exception>
    public abstract Task<object> ActAsync(string action, JsonElement arguments, CancellationToken cancellationToken);

    public abstract object DescribeSettings();

    /// <summary>Changes the settings that are named, leaves the others.</summary>
    /// <exception cref="ControlException">A value is not understood.</exception>
    public abstract object ChangeSettings(JsonElement changes);

    /// <summary>Makes every access token given out so far worthless.</summary>
    public abstract void ExpireTokens();

    /// <summary>Whether such a call changes nothing.</summary>
    protected internal virtual bool IsRead(string method, string path) => method == "GET";

    internal void NoteBug(Exception failure) => _bugs.Enqueue(failure);

    /// <summary>
    /// Answers one request. Its body is in memory and can be read more than once. The pause (latency, delay faults)
    /// is to be awaited once, when the request has been let in and its work starts.
    /// </summary>
    protected internal abstract Task HandleAsync(HttpContext context, Func<Task> pause);

    /// <summary>Answers as the system does when its limit is reached.</summary>
    protected internal abstract Task RefuseForLimitAsync(HttpContext context);

    protected abstract void OnReset();
}
