using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Messaging;

/// <summary>
/// Nothing is wrong with the message: Service Bus can't be reached, doesn't let the app in, or its queue takes none. Asking again is right, and does no harm,
/// for what was being sent may have arrived.
/// </summary>
public sealed class QueueUnreachableException(Problem problem, Exception inner) : Exception(problem.ToString(), inner)
{
    /// <summary>E902 if it ends by itself, E903 if somebody has to mend the set-up.</summary>
    public Problem Problem { get; } = problem;
}
