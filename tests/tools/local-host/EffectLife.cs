namespace ProcoreNetSuite.LocalHosting;

/// <summary>One life of the process, as far as its remote effects go.</summary>
public sealed class EffectLife
{
    private readonly Effects effects;
    private volatile bool dead;

    internal EffectLife(Effects effects) => this.effects = effects;

    public bool IsDead => dead;

    /// <summary>Lets one effect happen, or not, as the plan says.</summary>
    /// <param name="answerLost">What the caller sees if only the answer goes missing.</param>
    /// <exception cref="ProcessKilledException">The life ended before, at, or right after this effect.</exception>
    public async Task<T> RunAsync<T>(EffectKind kind, string description, Func<Task<T>> act, Func<Exception> answerLost)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(answerLost);
        ThrowIfDead(description);

        var effect = effects.Begin(kind, description);
        try
        {
            if (effect.Fault is Fault.KilledBefore)
            {
                Kill();
                ThrowIfDead(description);
            }

            var answer = await act();
            return effect.Fault is Fault.AnswerLost ? throw answerLost() : answer;
        }
        finally
        {
            effects.End(effect);

            // Whatever the answer was, and however the caller would have taken it: a dead process hears nothing.
            if (effect.Fault is Fault.KilledAfter)
            {
                Kill();
            }

            ThrowIfDead(description);
        }
    }

    public Task RunAsync(EffectKind kind, string description, Func<Task> act, Func<Exception> answerLost) =>
        RunAsync(
            kind,
            description,
            async () =>
            {
                await act();
                return true;
            },
            answerLost);

    internal void Kill() => dead = true;

    private void ThrowIfDead(string description)
    {
        if (dead)
        {
            throw new ProcessKilledException($"The process was killed; this came too late, or its answer did: {description}");
        }
    }
}
