using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Health;

/// <summary>How all connections are.</summary>
public sealed record DeepState(DateTimeOffset At, IReadOnlyList<ConnectionState> Connections)
{
    public bool IsWell => Connections.All(connection => connection.Problems.Count == 0);
}

/// <summary>Looks at every connection, at most once a minute, however many ask.</summary>
public sealed class DeepHealth(IConnections connections, ConnectionHealth health, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private (string Hosts, DateTimeOffset At, Task<DeepState> Look)? last;

    /// <param name="hosts">Addresses under which this app is called.</param>
    public Task<DeepState> LookAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        Task<DeepState> look;
        var (key, now) = (string.Join(' ', hosts), time.GetUtcNow());
        lock (gate)
        {
            if (last is not { } kept || kept.Hosts != key || now - kept.At >= Kept)
            {
                // Not with the caller's cancellation: others may be waiting for the same answer. Every look has an end of its own.
                kept = (key, now, Task.Run(() => LookAsync(hosts, now), CancellationToken.None));
                last = kept;
            }

            look = kept.Look;
        }

        return look.WaitAsync(cancellationToken);
    }

    private async Task<DeepState> LookAsync(IReadOnlyCollection<string> hosts, DateTimeOffset now) =>
        new(now, await Task.WhenAll(connections.Settings.Keys.Order(StringComparer.Ordinal)
            .Select(id => LookAsync(id, hosts))));

    private async Task<ConnectionState> LookAsync(string id, IReadOnlyCollection<string> hosts)
    {
        using var about = Work.Begin(id, "health");

        return await health.LookAsync(connections.GetConnection(id), hosts, CancellationToken.None);
    }
}
