using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>
/// Compares a job with what NetSuite holds under its number and its external id. Refusals over the number say "code":
/// only then Procore lets the user change it (procore-api.md 7.4.2).
/// </summary>
public static class JobNumbers
{
    /// <summary>Procore links a job to the project that is made of it, and to no other (connector-behaviour.md 7.2).</summary>
    private const string HowToLink =
        "If it is this project's job, click Refresh Job List in ERP Integrations, add the job under Ready to Import to Procore, and go on with the project that is made of it; "
        + "if it is another job, give this project another number, then export again.";

    /// <summary>Another project has the number, and its job is in NetSuite.</summary>
    internal static Problem IsLinked(Job job, Holder other) => new(
        "E201", $"The code {job.Number} of project {job.Name} is already used by NetSuite job {other.Link!.NetSuiteId}, which another project of Procore is linked to ({other.Key.ProcoreId}).")
    {
        OtherRemedy = "Go on with that project, or give this one another number, then export again.",
    };

    /// <returns>Empty if the number is free, or ours.</returns>
    internal static async Task<IReadOnlyList<Problem>> CheckAsync(Connection connection, Job job, CancellationToken cancellationToken)
    {
        var known = await connection.NetSuite.ListJobsByNumberAsync(job.Number, cancellationToken);

        return [.. known.Select(found => Check(connection, job, found)).OfType<Problem>()];
    }

    /// <summary>Writes the job and reads its number back: where numbers are automatic, NetSuite takes ours without a word and uses its own.</summary>
    /// <exception cref="RejectedException">E204. The job has our external id, so the next export gives it its number.</exception>
    internal static async Task<NetSuiteId> WriteAsync(Connection connection, Job job, CancellationToken cancellationToken)
    {
        var id = await connection.NetSuite.UpsertJobAsync(job, cancellationToken);
        var found = await connection.NetSuite.FindJobAsync(job.ExternalId, cancellationToken);

        return found is not null && CheckTaken(job, found) is { } problem ? throw new RejectedException(problem) : id;
    }

    internal static async Task<Existing?> FindAsync(Connection connection, Job job, CancellationToken cancellationToken) =>
        await connection.NetSuite.FindJobAsync(job.ExternalId, cancellationToken) is { } found
            ? new Existing(found.Id, CheckTaken(job, found))
            : null;

    /// <summary>Job IDs are unique over customers, vendors and employees too; of those only NetSuite's refusal tells.</summary>
    internal static SyncOutcome NameCode(Job job, SyncOutcome outcome) => outcome with
    {
        Problems =
        [
            .. outcome.Problems.Select(problem => problem.Code == "E201" || SaysExists(problem.Detail)
                ? new Problem("E201", $"The code {job.Number} of project {job.Name} is already used in NetSuite.", problem.Detail)
                : problem),
        ],
    };

    private static Problem? Check(Connection connection, Job job, EntityFound found)
    {
        var ours = connection.Settings.NetSuite.Subsidiary;
        if (found.Subsidiary is { } subsidiary && subsidiary.Value != ours)
        {
            return new Problem(
                "E205", $"The code {job.Number} is used by NetSuite job {Text(found)}, which belongs to subsidiary {subsidiary}; the connector's is {ours}.");
        }

        return found.ExternalId == job.ExternalId
            ? null
            : new Problem("E201", $"The code {job.Number} of project {job.Name} is already used by NetSuite job {Text(found)}.") { OtherRemedy = HowToLink };
    }

    /// <summary>A job below a customer may be read back as "Customer : number".</summary>
    private static Problem? CheckTaken(Job job, EntityFound found) =>
        found.Number is null || string.Equals(found.Number.Split(':')[^1].Trim(), job.Number, StringComparison.OrdinalIgnoreCase)
            ? null
            : new Problem("E204", $"NetSuite gave job {job.Name} ({found.Id}) the code {found.Number} instead of {job.Number}.");

    private static bool SaysExists(string? text) => text?.Contains("already exist", StringComparison.OrdinalIgnoreCase) is true;

    private static string Text(EntityFound job) => $"{job.Name ?? job.Number} ({job.Id})";
}
