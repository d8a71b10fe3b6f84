using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>Turns a project into a job, or names everything that keeps it from being one.</summary>
public static class JobMapper
{
    private const string Fill = "Fill the field in Procore, then export again.";

    /// <summary>Limit of Job ID and job name in NetSuite (connector-behaviour.md 7.2), in characters.</summary>
    private const int Limit = 83;

    /// <param name="currency">The subsidiary's, ISO 4217: the project's value is an estimate, rounded to its decimals.</param>
    /// <param name="startedOnOrAfter">First day on which a project may have started; null for any.</param>
    public static Mapped<Job> Map(Project source, string externalId, string currency, DateOnly? startedOnOrAfter)
    {
        var number = source.ProjectNumber?.Trim() ?? "";
        var name = source.Name?.Trim() ?? "";
        List<Problem> problems = [.. Check(source, number, name), .. CheckStart(source, name, startedOnOrAfter)];

        return problems.Count > 0
            ? problems
            : new Job(externalId, number, name, source.StartDate, source.CompletionDate, source.TotalValue is { } value ? Amounts.Round(value, currency) : null);
    }

    /// <summary>A word about what is not sent as Procore has it; null if all is.</summary>
    public static string? NoteOf(Project source, Job job) => source.TotalValue is { } value && value != job.EstimatedRevenue
        ? $"Note: the project's value {Amounts.Text(value)} has more decimals than its currency; the job's estimated revenue is {Amounts.Text(job.EstimatedRevenue!.Value)}."
        : null;

    private static IEnumerable<Problem> Check(Project source, string number, string name)
    {
        if (number.Length == 0)
        {
            yield return new Problem("E201", $"Project {name} ({source.Id}) has no project number, which is the job's code in NetSuite.");
        }
        else if (number.Length > Limit)
        {
            yield return new Problem("E304", $"The project number \"{number}\" has {number.Length} characters; NetSuite allows {Limit} for the job's code.");
        }

        if (name.Length == 0)
        {
            yield return new Problem("E304", $"Project {number} ({source.Id}) has no name.") { OtherRemedy = Fill };
        }
        else if (name.Length > Limit)
        {
            yield return new Problem("E304", $"The project name \"{name}\" has {name.Length} characters; NetSuite allows {Limit}.");
        }

        if (source.Active is false)
        {
            yield return new Problem("E202", $"Project {number} {name} is inactive in Procore.");
        }
    }

    /// <summary>A project without a start date is as old as its record.</summary>
    private static IEnumerable<Problem> CheckStart(Project source, string name, DateOnly? startedOnOrAfter)
    {
        var start = source.StartDate ?? (source.CreatedAt is { } created ? DateOnly.FromDateTime(created.UtcDateTime) : null);
        if (start < startedOnOrAfter)
        {
            yield return new Problem(
                "E207",
                FormattableString.Invariant($"Project {source.ProjectNumber} {name} started on {start:yyyy-MM-dd}; projects before {startedOnOrAfter:yyyy-MM-dd} are not exported."));
        }
    }
}
