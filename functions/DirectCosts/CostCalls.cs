using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>The calls that write one project's direct costs: all heads together, then all their lines.</summary>
internal static class CostCalls
{
    public static async Task WriteAsync(CostStep step, long projectId, IReadOnlyList<CostTask> tasks, CancellationToken cancellationToken)
    {
        var (connection, name) = (step.Connection, step.NameOf(projectId));
        var ready = tasks.ToDictionary(task => task.Wanted!.OriginId, StringComparer.OrdinalIgnoreCase);
        var heads = await WriteHeadsAsync(step, projectId, ready, [.. ready.Values], cancellationToken);
        if (await WelcomeVendorsAsync(step, projectId, ready, heads, cancellationToken) is { Count: > 0 } again)
        {
            heads = await WriteHeadsAsync(step, projectId, ready, again, cancellationToken);
        }

        foreach (var task in ready.Values.Where(task => !task.IsHeadWritten))
        {
            task.Failure ??= CostRefusals.Of(
                $"{task.Wanted!.Description} could not be written to project {name}.",
                heads.Errors.FirstOrDefault(error => error.OriginId == task.Wanted.OriginId)?.Text ?? "Procore gave no id.");
        }

        var written = ready.Values.Where(task => task.Failure is null).ToList();
        var owners = written.SelectMany(task => task.Wanted!.Lines.Select(line => (line.OriginId!, task))).ToDictionary(pair => pair.Item1, pair => pair.task);
        var lines = await SendAsync(
            name, written, () => connection.Procore.SyncDirectCostLinesAsync(
                projectId, [.. written.SelectMany(task => task.Wanted!.Lines.Select(line => (task.Stored.DirectCostId!.Value, line)))], cancellationToken));
        foreach (var error in lines.Errors)
        {
            if (error.OriginId is { } origin && owners.TryGetValue(origin, out var task))
            {
                task.Failure ??= CostRefusals.Of($"A line of {task.Wanted!.Description} could not be written to project {name}.", error.Text);
            }
        }

        foreach (var task in written.Where(task => task.Failure is null))
        {
            task.Stored = task.Stored with { Fingerprint = task.Wanted!.Fingerprint(), Lines = DigestOf(task.Wanted), Held = task.Stored.Sum };
            task.IsOpen = false;
        }
    }

    private static async Task<SyncAnswer> WriteHeadsAsync(
        CostStep step, long projectId, Dictionary<string, CostTask> ready, IReadOnlyList<CostTask> tasks, CancellationToken cancellationToken)
    {
        var heads = await SendAsync(
            step.NameOf(projectId), tasks, () => step.Connection.Procore.SyncDirectCostsAsync(projectId, [.. tasks.Select(task => task.Wanted!)], cancellationToken));
        foreach (var entity in heads.Entities)
        {
            if (entity is { OriginId: { } origin, Id: { } number } && ready.TryGetValue(origin, out var task))
            {
                task.Stored = task.Stored with { DirectCostId = number };
                task.IsHeadWritten = true;
            }
        }

        return heads;
    }

    /// <summary>Procore takes a company in a project only once it is in the project's directory (procore-api.md 8.3): those it refused for their vendor get it there.</summary>
    /// <returns>Costs to write once more.</returns>
    private static async Task<IReadOnlyList<CostTask>> WelcomeVendorsAsync(
        CostStep step, long projectId, Dictionary<string, CostTask> ready, SyncAnswer heads, CancellationToken cancellationToken)
    {
        var strangers = heads.Errors.Where(error => error.NamesVendor && error.OriginId is not null)
            .Select(error => ready.GetValueOrDefault(error.OriginId!)).OfType<CostTask>().Where(task => task.Wanted!.VendorId is not null)
            .ToLookup(task => task.Wanted!.VendorId!.Value);
        List<CostTask> again = [];
        foreach (var vendor in strangers)
        {
            if (await step.Connection.Procore.TryAddCompanyToProjectAsync(projectId, vendor.Key, cancellationToken))
            {
                again.AddRange(vendor);
            }
        }

        return again;
    }

    private static async Task<SyncAnswer> SendAsync(string project, IReadOnlyList<CostTask> tasks, Func<Task<SyncAnswer>> send)
    {
        if (tasks.Count == 0)
        {
            return SyncAnswer.Empty;
        }

        var (answer, refusal) = await CostRefusals.TryAsync(send);
        foreach (var task in refusal is null ? [] : tasks)
        {
            task.Failure = CostRefusals.NoCosts(project, refusal!);
        }

        return answer ?? SyncAnswer.Empty;
    }

    public static string DigestOf(DirectCost cost)
    {
        var digest = new LinesDigest();
        foreach (var line in cost.Lines)
        {
            digest.Add(line.OriginId, line.WbsCodeId, line.Amount);
        }

        return $"{digest}";
    }
}
