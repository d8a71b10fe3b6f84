namespace ProcoreNetSuite.NetSuite;

/// <summary>
/// How many calls an account gets at the same time. NetSuite refuses what is over its limit instead of queueing it, and shares that limit
/// among all integrations of the account (netsuite-api.md 6), so the right number is found while running: it halves on a refusal and grows by
/// one after a row of successes, between 1 and the budget. Callers are let in in the order they came.
/// </summary>
public sealed class ConcurrencyLimiter
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource<Turn>> waiting = new();
    private readonly int successesToGrow;
    private int budget;
    private int limit;
    private int inFlight;
    private int successes;
    private long era;

    /// <param name="budget">Where it starts, and the most it ever allows; at least 1.</param>
    /// <param name="successesToGrow">Answers in a row without a refusal before one more call is allowed.</param>
    public ConcurrencyLimiter(int budget, int successesToGrow = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(successesToGrow, 1);
        this.budget = limit = Math.Max(1, budget);
        this.successesToGrow = successesToGrow;
    }

    /// <summary>Calls allowed at the same time now.</summary>
    public int Limit
    {
        get
        {
            lock (gate)
            {
                return limit;
            }
        }
    }

    /// <summary>Calls under way. May be above <see cref="Limit"/> just after a refusal; then nobody is let in.</summary>
    public int InFlight
    {
        get
        {
            lock (gate)
            {
                return inFlight;
            }
        }
    }

    /// <summary>Lowers the budget: connections of one account that name different numbers get the smallest.</summary>
    public void LowerBudget(int most)
    {
        lock (gate)
        {
            budget = Math.Min(budget, Math.Max(1, most));
            limit = Math.Min(limit, budget);
        }
    }

    /// <summary>Waits for a turn. Dispose it when the answer is there.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<Turn>> place;
        lock (gate)
        {
            if (inFlight < limit && waiting.Count == 0)
            {
                inFlight++;

                return new Turn(this, era);
            }

            place = waiting.AddLast(new TaskCompletionSource<Turn>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var registration = cancellationToken.Register(() => Leave(place, cancellationToken));

        return await place.Value.Task;
    }

    private void Leave(LinkedListNode<TaskCompletionSource<Turn>> place, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (place.List is null)
            {
                return;
            }

            waiting.Remove(place);
        }

        place.Value.TrySetCanceled(cancellationToken);
    }

    private void Exit(long enteredIn, bool? refused)
    {
        lock (gate)
        {
            inFlight--;
            if (refused is true && enteredIn == era)
            {
                // A storm refuses many calls at once; those that were under way together count as one.
                limit = Math.Max(1, limit / 2);
                successes = 0;
                era++;
            }
            else if (refused is false && ++successes >= successesToGrow)
            {
                limit = Math.Min(budget, limit + 1);
                successes = 0;
            }

            while (inFlight < limit && waiting.First is { } next)
            {
                waiting.RemoveFirst();
                inFlight++;
                next.Value.SetResult(new Turn(this, era));
            }
        }
    }

    /// <summary>One call's turn.</summary>
    public sealed class Turn : IDisposable
    {
        private readonly ConcurrencyLimiter owner;
        private readonly long enteredIn;
        private bool? refused;
        private int left;

        internal Turn(ConcurrencyLimiter owner, long enteredIn)
        {
            this.owner = owner;
            this.enteredIn = enteredIn;
        }

        /// <summary>NetSuite answered, with anything but a concurrency refusal.</summary>
        public void Answered() => refused = false;

        /// <summary>NetSuite refused because too many calls were under way.</summary>
        public void Refused() => refused = true;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                owner.Exit(enteredIn, refused);
            }
        }
    }
}
