using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ProcoreNetSuite.Simulators.Control;

/// <summary>Bends the calls that match. A rule counts matching calls from 1 and hits from <see cref="Nth"/> on, at most <see cref="Times"/> times.</summary>
public sealed class FaultRule
{
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private Random? _random;
    private Regex? _pattern;

    /// <summary>Given by the rules when empty.</summary>
    public string Id { get; set; } = "";

    public required FaultKind Kind { get; init; }

    /// <summary>An HTTP method, or * for all.</summary>
    public string Method { get; init; } = "*";

    /// <summary>A glob over the path without query, where * stands for any characters; or a regular expression when it starts with ^. Upper and lower case are the same.</summary>
    public string Path { get; init; } = "*";

    /// <summary>Only calls whose body holds this text.</summary>
    public string? BodyContains { get; init; }

    /// <summary>Only calls whose query, decoded, holds this text.</summary>
    public string? QueryContains { get; init; }

    /// <summary>The first matching call that is hit; 1 when absent.</summary>
    public int? Nth { get; init; }

    /// <summary>How many calls are hit. When absent: one if <see cref="Nth"/> is given, all otherwise.</summary>
    public int? Times { get; init; }

    /// <summary>From 0 to 1: which part of the calls that could be hit is hit, chosen by <see cref="Seed"/>.</summary>
    public double Share { get; init; } = 1;

    public int Seed { get; init; } = 1;

    public int Status { get; init; } = 500;

    public string? Body { get; init; }

    /// <summary>Media type of <see cref="Body"/>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>For <see cref="FaultKind.Status"/>: further headers, such as Retry-After.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    [JsonIgnore]
    public TimeSpan Delay { get; set; }

    /// <summary><see cref="Delay"/> in milliseconds, as the control interface writes it.</summary>
    public double DelayMilliseconds
    {
        get => Delay.TotalMilliseconds;
        init => Delay = TimeSpan.FromMilliseconds(value);
    }

    /// <summary>Calls that matched so far.</summary>
    public int Matched { get; private set; }

    /// <summary>Calls that were bent so far.</summary>
    public int Hits { get; private set; }

    /// <summary>Completes when the rule has bent at least <paramref name="count"/> calls.</summary>
    public async Task WaitForHitsAsync(int count, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (Hits >= count)
            {
                return;
            }

            _waiters.Add((count, reached));
        }

        await reached.Task.WaitAsync(cancellationToken);
    }

    internal bool Takes(string method, string path, string body, string query = "")
    {
        lock (_gate)
        {
            if (!Matches(method, path, body, query))
            {
                return false;
            }

            Matched++;
            var most = Times ?? (Nth is null ? int.MaxValue : 1);
            _random ??= new Random(Seed);
            if (Matched < (Nth ?? 1) || Hits >= most || (Share < 1 && _random.NextDouble() >= Share))
            {
                return false;
            }

            Hits++;
            foreach (var waiter in _waiters.Where(waiter => waiter.Count <= Hits))
            {
                waiter.Reached.TrySetResult();
            }

            _waiters.RemoveAll(waiter => waiter.Count <= Hits);
            return true;
        }
    }

    private bool Matches(string method, string path, string body, string query)
    {
        _pattern ??= new Regex(
            Path.StartsWith('^') ? Path : "^" + Regex.Escape(Path).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

        return (Method == "*" || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
            && _pattern.IsMatch(path)
            && (QueryContains is null || Uri.UnescapeDataString(query).Contains(QueryContains, StringComparison.OrdinalIgnoreCase))
            && (BodyContains is null || body.Contains(BodyContains, StringComparison.OrdinalIgnoreCase));
    }
}
