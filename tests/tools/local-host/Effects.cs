namespace ProcoreNetSuite.LocalHosting;

/// <summary>
/// Numbers every remote effect of the functions, and bends those that a plan names. A life is what runs between two starts of the process:
/// once killed, none of its effects happens any more, not even of work that is still under way when the next life has begun.
/// </summary>
public sealed class Effects
{
    private readonly Lock gate = new();
    private readonly List<Effect> happened = [];
    private Dictionary<int, Fault> plan = [];
    private int last;

    public Effects() => Current = new EffectLife(this);

    /// <summary>Keep the record of what happened. Default true; a long run in real time, which nobody asks about, would only fill the memory with it.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>The life that is running now.</summary>
    public EffectLife Current { get; private set; }

    /// <summary>All effects since the last <see cref="Reset"/>, in order; those stopped before they happened too.</summary>
    public IReadOnlyList<Effect> Recorded
    {
        get
        {
            lock (gate)
            {
                return [.. happened];
            }
        }
    }

    /// <summary>Forgets the record, counts from 1 again and follows the given plan.</summary>
    public void Reset(IReadOnlyDictionary<int, Fault>? faults = null)
    {
        lock (gate)
        {
            happened.Clear();
            last = 0;
            plan = faults is null ? [] : new(faults);
        }
    }

    /// <summary>Ends the running life, as a crash would, and begins the next.</summary>
    public EffectLife BeginLife()
    {
        lock (gate)
        {
            Current.Kill();
            return Current = new EffectLife(this);
        }
    }

    internal Fault? Record(EffectKind kind, string description)
    {
        lock (gate)
        {
            last++;
            var fault = plan.TryGetValue(last, out var planned) ? planned : (Fault?)null;
            if (Keeps)
            {
                happened.Add(new Effect(last, kind, description, fault));
            }

            return fault;
        }
    }
}
