using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.ImportRuns;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>Imports over HTTP: start one, see how it stands, and cancel it.</summary>
public sealed class ImportFunction(ImportRequests imports, Doorkeeper door)
{
    [Function("StartImport")]
    public Task<IActionResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "connections/{connectionId}/imports/{kind}")] HttpRequest request,
        string connectionId,
        string kind,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Operator, async caller => Answer(
            await imports.StartAsync(connectionId, kind, request.Query["project"], request.Query["since"], caller.Name, cancellationToken)));

    [Function("CancelImport")]
    public Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "connections/{connectionId}/imports/{kind}/{runId}/cancel")] HttpRequest request,
        string connectionId,
        string kind,
        string runId,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Operator, async caller => Answer(await imports.CancelAsync(connectionId, kind, runId, caller.Name, cancellationToken)));

    [Function("ShowImport")]
    public Task<IActionResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "connections/{connectionId}/imports/{kind}/{runId}")] HttpRequest request,
        string connectionId,
        string kind,
        string runId,
        CancellationToken cancellationToken) =>
        door.AdmitAsync(request, Role.Reader, async _ => Answer(await imports.FindAsync(connectionId, kind, runId, cancellationToken)));

    private static IActionResult Answer(ImportAnswer answer) => new ObjectResult(new
    {
        error = answer.Text,
        status = answer.Run is { } known ? $"/api/connections/{known.ConnectionId}/imports/{known.Kind.Slug()}/{known.RunId}" : null,
        run = answer.Run is { } run ? Show(run, answer.Report) : null,
    })
    { StatusCode = answer.Status };

    private static object Show(ImportRun run, RunReport report) => new
    {
        id = run.RunId,
        state = WordsOf(run.State),
        requestedBy = run.RequestedBy,
        project = run.ProjectId,
        since = run.Since,
        startedAt = run.StartedAt,
        endedAt = run.EndedAt,
        waitingSince = run.WaitingSince,
        waitsFor = run.WaitsFor?.ToString(),
        progress = Progress(run),
        counts = new { read = run.Counts.Read, @new = run.Counts.New, changed = run.Counts.Changed, unchanged = run.Counts.Unchanged, removed = run.Counts.Removed, failed = run.Counts.Failed },
        notImported = report.NotImported.Select(left => new { project = left.ProjectId, projectNumber = report.ProjectNumbers.GetValueOrDefault(left.ProjectId), reason = left.Reason, count = left.Count, sum = left.Sum }),
        differences = report.Differences.Select(one => new
        {
            project = one.ProjectId,
            projectName = one.Project,
            wbsCode = one.WbsCode,
            netSuite = new { count = one.NetSuite.Count, sum = one.NetSuite.Sum },
            procore = new { count = one.Procore.Count, sum = one.Procore.Sum },
            done = one.Done ?? "being repaired",
        }),
        jobCost = report.JobCost.Select(one => new
        {
            project = one.ProjectId,
            projectNumber = report.ProjectNumbers.GetValueOrDefault(one.ProjectId),
            netSuite = one.NetSuite,
            imported = one.Imported,
            notImported = one.NotImported,
            exportedBills = one.ExportedBills,
            otherSources = one.OtherSources,
            difference = one.Difference,
            movedAway = one.MovedAway,
            stillInProcore = one.StillInProcore,
        }),
        otherCosts = report.OtherCosts.Select(one => new { project = one.ProjectId, projectNumber = report.ProjectNumbers.GetValueOrDefault(one.ProjectId), source = one.Source, count = one.Count, sum = one.Sum }),
        problems = run.Problems.Select(problem => $"{problem}"),
    };

    private static string WordsOf(ImportState state) => state is ImportState.SucceededWithProblems ? "Succeeded with problems" : $"{state}";

    private static string Progress(ImportRun run) => run switch
    {
        { IsEnded: true } => "100 %",
        { Total: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99, 100L * run.Counts.Read / run.Total.Value)} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{run.Counts.Read} records read"),
    };
}
