using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Setup;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Requests;

namespace ProcoreNetSuite.Functions.Health;

/// <summary>How one connection is.</summary>
/// <param name="Problems">Sentences with a remedy, by what was looked at; empty if all is well.</param>
/// <param name="Imports">End of the last good run by kind, over all projects; null if there was none yet.</param>
/// <param name="Sweep">Null before the first.</param>
public sealed record ConnectionState(
    string Id, IReadOnlyDictionary<string, string> Problems, IReadOnlyDictionary<ImportKind, DateTimeOffset?> Imports, SweepReport? Sweep);

/// <summary>Looks at one connection from all sides at once. Each look has its own end, and its own failure.</summary>
public sealed class ConnectionHealth(IImportStore runs, IRequestStore requests, Looks looks, TimeProvider time)
{
    /// <summary>Three sweeps; also for the first one, which can't be there yet right after a deployment.</summary>
    private static readonly TimeSpan SweepIsLate = TimeSpan.FromMinutes(45);

    /// <summary>A scheduled import may be late by this much before anyone is told.</summary>
    private static readonly TimeSpan ImportIsLate = TimeSpan.FromDays(1);

    public async Task<ConnectionState> LookAsync(Connection connection, IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        var imports = new Dictionary<ImportKind, DateTimeOffset?>();
        SweepReport? sweep = null;
        DateTimeOffset? since = null;
        (string Name, Task<string?> Look)[] looks =
        [
            ("procore", LookAsync("Procore", token => FindProcoreProblemAsync(connection, token), cancellationToken)),
            ("netSuite", LookAsync("NetSuite", token => FindNetSuiteProblemAsync(connection, token), cancellationToken)),
            ("webhook", LookAsync("Procore", async token => (await HookCheck.FindProblemAsync(connection, hosts, token))?.ToString(), cancellationToken)),
            ("sweep", LookAsync("The table storage", async token =>
            {
                sweep = await requests.FindReportAsync(connection.Id, token);
                var first = sweep?.FirstAt ?? await requests.SeeAsync(connection.Id, token);
                since = first;

                return FindSweepProblem(sweep, first);
            }, cancellationToken)),
        ];
        await Task.WhenAll(looks.Select(one => one.Look));
        var importing = await LookAsync("The table storage", token => FindImportProblemAsync(connection, imports, since, token), cancellationToken);

        return new(
            connection.Id,
            looks.Select(one => (one.Name, Problem: one.Look.Result)).Append((Name: "imports", Problem: importing))
                .Where(one => one.Problem is not null).ToDictionary(one => one.Name, one => one.Problem!),
            imports,
            sweep);
    }

    private async Task<string?> LookAsync(string whom, Func<CancellationToken, Task<string?>> look, CancellationToken cancellationToken)
    {
        var (problem, failure) = await looks.RunAsync(whom, async token => await look(token) ?? "", cancellationToken);

        return failure?.Text ?? (problem is { Length: > 0 } ? problem : null);
    }

    /// <summary>Procore's own connection test: a new or kept token, and the app in the company.</summary>
    private static async Task<string?> FindProcoreProblemAsync(Connection connection, CancellationToken cancellationToken) =>
        await connection.Procore.FindOwnCompanyAsync(cancellationToken) is not null ? null
            : $"The connector's app is not installed in Procore's company {connection.CompanyId}. Have a company administrator install it, or correct Connections__{connection.Id}__Procore__CompanyId.";

    /// <summary>The cheapest call that any role of the connector may make: one record by an external id that nobody uses.</summary>
    private static async Task<string?> FindNetSuiteProblemAsync(Connection connection, CancellationToken cancellationToken)
    {
        await connection.NetSuite.FindVendorAsync("procore-health-check", cancellationToken);

        return null;
    }

    private string? FindSweepProblem(SweepReport? report, DateTimeOffset since) => report switch
    {
        null when time.GetUtcNow() - since <= SweepIsLate => null,
        null => $"There was no sweep yet, and the connection has been here since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC; one comes every 15 minutes. See that the timer function SweepRequests is switched on and doesn't fail.",
        _ when time.GetUtcNow() - report.At > SweepIsLate =>
            $"The last sweep was at {report.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC; one comes every 15 minutes. See that the timer function SweepRequests is switched on and doesn't fail.",
        { Problems: [var first, ..] } => $"The last sweep could not read all it should: {first}",
        { GivenUp: > 0 } =>
            $"{report.GivenUp} ERP Requests are not done although they were queued again and again: {string.Join(", ", report.FirstGivenUp)}. See the dead-letter queues for the cause, and ask who made them to do it again.",
        { Unreadable: > 0 } =>
            $"{report.Unreadable} rows of Procore's request details or deliveries can't be read or name no request: what they stand for is not swept. Compare ERP Integrations with NetSuite, and report it to the connector's project.",
        _ => null,
    };

    private async Task<string?> FindImportProblemAsync(
        Connection connection, Dictionary<ImportKind, DateTimeOffset?> ends, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<ImportKind>())
        {
            ends[kind] = (await runs.FindMarkAsync(connection.Id, kind, null, cancellationToken))?.EndedAt;
        }

        var late = connection.Settings.ListScheduled().FirstOrDefault(one => one.Interval is not ImportInterval.Never
            && time.GetUtcNow() - (ends[one.Kind] ?? since) > TimeSpan.FromHours((int)one.Interval) + ImportIsLate);

        return late.Interval is ImportInterval.Never ? null
            : $"The import of {late.Kind.Slug()} should run {late.Interval}, and "
                + (ends[late.Kind] is { } end ? $"the last good one ended at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC. " : "none has succeeded yet. ")
                + $"Start one by hand and read its problems, or set Connections__{connection.Id}__{late.Setting} to Never if it isn't wanted.";
    }
}
