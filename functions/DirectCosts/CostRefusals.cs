using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>What Procore refuses for a whole project.</summary>
internal static class CostRefusals
{
    /// <summary>A project that takes no direct costs fails by itself; an outage lets the whole step wait.</summary>
    public static async Task<(T? Answer, Problem? Refusal)> TryAsync<T>(Func<Task<T>> call)
        where T : class
    {
        var (answer, failure) = await Outcomes.TryAsync(call);

        return failure is { Status: SyncStatus.Waiting } ? throw new UnavailableException(failure.Problems[0]) : (answer, failure?.Problems[0]);
    }

    public static Problem NoCosts(string project, Problem refusal) => new("E602", $"Procore takes no direct costs in project {project}.", $"{refusal}") { Speaker = "Procore" };

    /// <summary>A refusal of one cost.</summary>
    public static Problem Of(string message, string reasons) => new("E606", message, reasons) { Speaker = "Procore" };
}
