namespace ProcoreNetSuite.LocalHosting;

/// <summary>
/// Numbers every remote effect of the functions, and bends those that a plan names. A life is what runs between two starts of the process:
/// once killed, none of its effects happens any more, not even of work that is still under way when the next life has begun.
/// </summary>
public sealed class Effects
{
    private readonly Lock gate = new();
    private readonly List<Effect> happened = [];
    private readonly HashSet<Effect> underWay = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> times = [];
    private Dictionary<int, Fault> plan = [];
    private Dictionary<string, Fault> planByPlace = [];
    private DateTimeOffset? lastMoment;
    private int last;

    public Effects() => Current = new EffectLife(this);

    /// <summary>Keep the record of what happened. Default true; a long run in real time, which nobody asks about, would only fill the memory with it.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>The clock of the host, if it has one of its own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The life that is running now.</summary>
    public EffectLife Current { get; private set; }

    /// <summary>All effects since the last reset, in order; those stopped before they happened too.</summary>
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
            underWay.Clear();
            times.Clear();
            lastMoment = null;
            last = 0;
            plan = faults is null ? [] : new(faults);
            planByPlace = [];
        }
    }

    /// <summary>The same with a plan by <see cref="Effect.Place"/>.</summary>
    public void Reset(IReadOnlyDictionary<string, Fault> faults)
    {
        lock (gate)
        {
            Reset();
            planByPlace = new(faults);
        }
    }

    /// <summary>Ends the running life, as a crash would, and begins the next.</summary>
    public EffectLife BeginLife()
    {
        lock (gate)
        {
            Current.Kill();
            underWay.Clear();
            lastMoment = null;
            return Current = new EffectLife(this);
        }
    }

    /// <summary>Something came from outside, and a function is called: what follows doesn't follow from what was before.</summary>
    internal void BeginCall()
    {
        lock (gate)
        {
            lastMoment = null;
        }
    }

    internal Effect Begin(EffectKind kind, string description)
    {
        lock (gate)
        {
            last++;
            var now = Time.GetUtcNow();
            var pattern = Effect.PatternOf(description);
            var place = $"{pattern} {times[pattern] = times.GetValueOrDefault(pattern) + 1}";
            var isPlanned = plan.TryGetValue(last, out var planned) || planByPlace.TryGetValue(place, out planned);
            var effect = new Effect(last, kind, description, isPlanned ? planned : null)
            {
                Place = place,
                Follows = lastMoment == now,
            };
            if (Keeps)
            {
                happened.Add(effect);
                foreach (var other in underWay)
                {
                    effect.Overlaps(other);
                }
            }

            underWay.Add(effect);
            lastMoment = now;

            return effect;
        }
    }

    internal void End(Effect effect)
    {
        lock (gate)
        {
            // One of before the last reset, or of a life that is over, says nothing about what comes next.
            if (underWay.Remove(effect))
            {
                lastMoment = Time.GetUtcNow();
            }
        }
    }
}
