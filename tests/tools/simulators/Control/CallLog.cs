namespace ProcoreNetSuite.Simulators.Control;

/// <summary>Every request a simulator received, in order of arrival. Control requests are not in it. Thread safe.</summary>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<CallRecord> _calls = [];
    private readonly List<Waiter> _waiters = [];
    private long _generation;

    public IReadOnlyList<CallRecord> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public int Count(Func<CallRecord, bool> matches)
    {
        lock (_gate)
        {
            return _calls.Count(matches);
        }
    }

    /// <summary>Completes when at least <paramref name="count"/> answered (or cut) calls match.</summary>
    public async Task WaitForAsync(Func<CallRecord, bool> matches, int count, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(matches, count, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiters.Add(waiter);
            Release();
        }

        await waiter.Reached.Task.WaitAsync(cancellationToken);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            _generation++;
        }
    }

    internal Ticket Add(DateTimeOffset at, string method, string path, string query, string body)
    {
        lock (_gate)
        {
            _calls.Add(new CallRecord(_calls.Count + 1, at, method, path, query, body));
            return new Ticket(_generation, _calls.Count - 1);
        }
    }

    internal void Finish(Ticket ticket, int? status, TimeSpan duration, string? faultId)
    {
        lock (_gate)
        {
            // A reset while the request was under way has emptied the list it stood in.
            if (ticket.Generation == _generation)
            {
                _calls[ticket.Index] = _calls[ticket.Index] with { Status = status, Duration = duration, FaultId = faultId };
                Release();
            }
        }
    }

    private void Release()
    {
        foreach (var waiter in _waiters.ToList())
        {
            if (_calls.Count(call => call.Duration is not null && waiter.Matches(call)) >= waiter.Count)
            {
                waiter.Reached.TrySetResult();
                _waiters.Remove(waiter);
            }
        }
    }

    internal readonly record struct Ticket(long Generation, int Index);

    private sealed record Waiter(Func<CallRecord, bool> Matches, int Count, TaskCompletionSource Reached);
}
