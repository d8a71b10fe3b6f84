using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>The one place where a client's failure becomes the outcome of a record, so that one failed record never stops the others.</summary>
public static class Outcomes
{
    /// <summary>Runs the work on one record. Anything but a client's own failures passes through.</summary>
    public static async Task<SyncOutcome> SortAsync(Func<Task<SyncOutcome>> work)
    {
        var (outcome, failure) = await TryAsync(work);

        return failure ?? outcome!;
    }

    /// <summary>Runs a call that several records depend on.</summary>
    /// <returns>The value, or the outcome of every record that depends on it.</returns>
    public static async Task<(T? Value, SyncOutcome? Failure)> TryAsync<T>(Func<Task<T>> work)
        where T : class
    {
        try
        {
            return (await work(), null);
        }
        catch (RejectedException refusal)
        {
            return (null, SyncOutcome.Rejected(refusal.Problem));
        }
        catch (ThrottledException refusal)
        {
            return (null, SyncOutcome.Waiting(refusal.Problem, refusal.After));
        }
        catch (UnavailableException failure)
        {
            return (null, SyncOutcome.Waiting(failure.Problem) with { Answer = failure.Answer });
        }
        catch (UnknownOutcomeException unknown)
        {
            return (null, SyncOutcome.Waiting(unknown.Problem));
        }
    }
}
