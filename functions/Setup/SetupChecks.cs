using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>All that was looked at, in the order to read it.</summary>
public sealed record SetupReport(string ConnectionId, DateTimeOffset At, IReadOnlyList<SetupCheck> Checks)
{
    /// <summary>The worst of all.</summary>
    public CheckStatus Status => CheckStatuses.Worst(Checks.Select(check => check.Finding.Status));

    /// <summary>What neither system shows, so that a person has to see to it.</summary>
    public IReadOnlyList<string> ByHand { get; } =
    [
        "NetSuite, Setup > Company > Auto-Generated Numbers: jobs are not numbered, or Allow Override is ticked (E204 otherwise).",
        "NetSuite, the bill form of the connector's role: department, class, location and custom fields are not mandatory, or have defaults (E308 otherwise).",
        "NetSuite, the connector's role: Pay Bills, Make Journal Entry and Vendor Credits at level View. Without them queries show fewer rows and no error.",
        "Procore, commitments: Payments Issued is on (E502 otherwise).",
        "Procore, metadata of the ERP connection: POST /api/connections/{id}/erp-connection sends it, once and after each update of the connector. Without its fields nobody can answer E302, E303, E306, E409 and E412.",
    ];
}

/// <summary>
/// The checks before the first export (connector-behaviour.md 8). They only read; all that don't need each other run at once, each with its own end, and one that
/// can't be carried out hides no other.
/// </summary>
public sealed class SetupChecks(HookProbe probe, AppAddress app, Looks looks, ILinkStore links, TimeProvider time)
{
    /// <param name="host">The address under which this page was called: a domain of the customer's shows there.</param>
    public Task<SetupReport> LookAsync(Connection connection, string? host, CancellationToken cancellationToken) =>
        RunAsync(connection, Plans(connection, host), cancellationToken);

    /// <summary>Only those without which nothing works at all.</summary>
    public Task<SetupReport> LookBrieflyAsync(Connection connection, CancellationToken cancellationToken) =>
        RunAsync(connection, [.. Plans(connection, null).Where(plan => plan.IsVital)], cancellationToken);

    private IReadOnlyList<CheckPlan> Plans(Connection connection, string? host) =>
    [
        .. ProcoreChecks.Plans(connection),
        .. new HookChecks(probe, app, host).Plans,
        .. new DirectoryChecks(connection, links).Plans,
        .. NetSuiteChecks.Plans(connection, time),
        .. new BookChecks(connection, time).Plans,
    ];

    private async Task<SetupReport> RunAsync(Connection connection, IReadOnlyList<CheckPlan> plans, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var running = new Dictionary<string, Task<SetupCheck>>();
        foreach (var plan in plans)
        {
            // What a check needs stands before it in the list.
            running.Add(plan.Name, LookAsync(connection, plan, plan.Needs is { } needed ? running[needed] : null, cancellationToken));
        }

        return new(connection.Id, at, await Task.WhenAll(plans.Select(plan => running[plan.Name])));
    }

    private async Task<SetupCheck> LookAsync(Connection connection, CheckPlan plan, Task<SetupCheck>? needed, CancellationToken cancellationToken)
    {
        if (needed is not null && await needed is { Finding.Status: CheckStatus.Fail or CheckStatus.NotLookedAt } missing)
        {
            var because = missing.Because ?? missing.Name;

            return new(plan.Name, new(CheckStatus.NotLookedAt, $"Not looked at because \"{because}\" did not pass.")) { Because = because };
        }

        var (finding, failure) = await looks.RunAsync(plan.Whom, token => plan.Look(connection, token), cancellationToken);

        return new(plan.Name, finding ?? (failure!.IsRefusal
            ? Finding.Fail(Words(failure), RemedyOf(failure.Problem!, plan), plan.Code ?? failure.Problem!.Code)
            : new(CheckStatus.NotLookedAt, failure.Problem is null ? failure.Text : Words(failure), failure.Problem is null ? null : plan.Unreachable, failure.Problem?.Code)));
    }

    /// <summary>What a permission or a feature is for is known best by the check that needs it.</summary>
    private static string RemedyOf(Problem problem, CheckPlan plan) =>
        (problem is { Code: "E903", Speaker: "NetSuite" } ? plan.Refused ?? problem.OtherRemedy : problem.OtherRemedy ?? plan.Refused) ?? problem.Remedy;

    /// <summary>The sentence and the other system's own words.</summary>
    private static string Words(LookFailure failure) =>
        failure.Problem!.Message + (failure.Problem.Detail is { } detail ? $" ({failure.Problem.Speaker} says: {detail})" : "");
}
