using System.Net.Http.Json;
using System.Text.Json;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <content>Imports, time and trouble.</content>
public sealed partial class HistoryPlayer
{
    /// <summary>True once something was bent: from then on only a full run says what is right.</summary>
    private bool isDisturbed;

    /// <summary>Both imports, all projects; then both sides are compared.</summary>
    public async Task CheckAsync(bool isFull)
    {
        var query = isFull ? "?since=all" : "";
        // A run that nobody went on with is in the way once.
        var costs = await ImportAsync("direct-costs", query) ?? await ImportAsync("direct-costs", query);
        var payments = await ImportAsync("payments", query) ?? await ImportAsync("payments", query);
        facts.Look(world);
        var failed = new[] { costs, payments }.Where(run => run?.GetProperty("state").GetString() is not ("Succeeded" or "Succeeded with problems")).Select(run => $"A run failed: {run}");
        var books = new ExpectedBooks(world, facts, ItemField);
        List<string> differences = [.. failed, .. books.Compare([.. Problems(costs), .. Problems(payments)], isFull), .. costs is { } run ? books.CompareTotals(run, isFull) : []];
        Compared += books.Compared;
        if (differences.Count > 0)
        {
            throw new HistoryException($"After {(isFull ? "a full" : "an incremental")} run of both imports:{Environment.NewLine}{string.Join(Environment.NewLine, differences)}");
        }
    }

    /// <summary>Nothing bends any more, and whatever was under way comes to its end.</summary>
    public async Task CalmDownAsync()
    {
        world.Effects.Reset();
        world.Accounts.Procore.Faults.Clear();
        world.Accounts.NetSuite.Faults.Clear();
        if (world.Host.IsKilled)
        {
            world.Host.Restart();
        }

        await world.QuietAsync();
        facts.Look(world);
        isDisturbed = false;
    }

    private async Task RunAsync(HistoryStep step)
    {
        var (a, b) = (step.A, step.B);
        switch (step.Act)
        {
            case Act.SyncJob:
                await SyncJobAsync(Projects[a % 2]);
                break;
            case Act.Night:
                await SleepAsync();
                break;
            case Act.ImportCosts:
                await TryImportAsync("direct-costs", b == 0 ? "?since=2026-05-25" : "", isLeft: isDisturbed && b % 2 == 1);
                break;
            case Act.ImportCostsOfProject:
                await TryImportAsync("direct-costs", FormattableString.Invariant($"?project={Projects[a % 2].Id}{(b % 2 == 0 ? "&since=all" : "")}"));
                break;
            case Act.ImportAllCosts:
                await TryImportAsync("direct-costs", "?since=all");
                break;
            case Act.ImportPayments:
                await TryImportAsync("payments", b == 0 ? FormattableString.Invariant($"?project={Projects[a % 2].Id}") : "", isLeft: isDisturbed && b % 2 == 1);
                break;
            case Act.ImportAllPayments:
                await TryImportAsync("payments", "?since=all");
                break;
            case Act.AskPayments:
                Tell("\"Sync Payments\" is pressed");
                Ann.Refresh("sync_contract_payments", SimulatedAccounts.CompanyId);
                await world.QuietAsync();
                break;
            case Act.RefreshVendors:
                Tell("vendors are refreshed");
                Ann.Refresh("sync_vendors", SimulatedAccounts.CompanyId);
                await world.QuietAsync();
                break;
            case Act.AskForCosts or Act.AskForPayments:
                Tell("an import is asked for, and begins with what comes next");
                await ImportAsync(step.Act is Act.AskForCosts ? "direct-costs" : "payments", "", () => Task.CompletedTask);
                break;
            case Act.Check:
                var isFull = isDisturbed;
                Tell($"both {(isFull ? "full " : "")}imports run, and both sides agree");
                await CalmDownAsync();
                await CheckAsync(isFull);
                break;
            case Act.Minutes:
                Pass(TimeSpan.FromMinutes(1 + (3 * b)));
                break;
            case Act.Hours:
                Pass(TimeSpan.FromHours(1 + b));
                break;
            case Act.Days:
                Pass(TimeSpan.FromDays(1 + (b / 3)));
                break;
            default:
                Bend(step);
                break;
        }
    }

    private void Bend(HistoryStep step)
    {
        isDisturbed = true;
        var rule = new FaultRule { Kind = FaultKind.Status, Status = 503, Times = 1 + (step.A * 10) + step.B };
        switch (step.Act)
        {
            case Act.Fault:
                var (effect, fault) = (1 + (step.A * 4) + step.B, (Fault)(step.B % 3));
                Tell($"remote effect {effect} from now: {fault}");
                world.Effects.Reset(new Dictionary<int, Fault> { [effect] = fault });
                break;
            case Act.ProcoreDown:
                Tell($"Procore is down for {rule.Times} calls");
                world.Accounts.Procore.Faults.Add(rule);
                break;
            case Act.NetSuiteDown:
                Tell($"NetSuite is down for {rule.Times} calls");
                world.Accounts.NetSuite.Faults.Add(rule);
                break;
        }
    }

    private async Task SyncJobAsync(ProcoreRecord project)
    {
        Tell($"Procore sends sync_single_job for {project.Text("project_number")}");
        Ann.SyncSingleJob(project.Id);
        await world.QuietAsync();
        if (project.Data["erp_job_cost_transaction_syncing_enabled"]!.GetValue<bool>())
        {
            facts.SwitchedOn.Add(project.Id);
        }
        else
        {
            facts.SwitchedOn.Remove(project.Id);
        }
    }

    /// <summary>Until after the hour of the nightly imports.</summary>
    private async Task SleepAsync()
    {
        var now = world.Time.GetUtcNow();
        var next = new DateTimeOffset(now.Year, now.Month, now.Day, 8, 58, 0, TimeSpan.Zero);
        Tell("the night goes by");
        world.Time.AdvanceTo(next > now ? next : next.AddDays(1));
        await world.RunForAsync(TimeSpan.FromMinutes(10));
        await world.QuietAsync();
    }

    private void Pass(TimeSpan time)
    {
        Tell($"{time:d\\.hh\\:mm} go by");
        world.Time.Advance(time);
    }

    /// <param name="isLeft">Go on while it may still wait for the other side.</param>
    private async Task TryImportAsync(string kind, string query, bool isLeft = false)
    {
        Tell($"import of {kind}{query}");
        if (await ImportAsync(kind, query, isLeft ? () => world.RunForAsync(TimeSpan.FromSeconds(5)) : null) is { } run)
        {
            Tell($"{run.GetProperty("state")}, {run.GetProperty("counts")} {string.Join(", ", Problems(run))}");
        }
    }

    private static IEnumerable<string> Problems(JsonElement? run) => run?.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!) ?? [];

    /// <returns>The run at its end; null if it didn't start, or nobody could tell.</returns>
    private async Task<JsonElement?> ImportAsync(string kind, string query, Func<Task>? waitAsync = null)
    {
        using var http = world.Host.NewClient();
        var imports = $"/api/connections/{SimulatedAccounts.ConnectionId}/imports/{kind}";
        try
        {
            using var started = await http.PostAsync(new Uri($"{imports}{query}", UriKind.Relative), null);
            var answer = await started.Content.ReadAsStringAsync();
            await (waitAsync ?? world.QuietAsync)();
            if ((int)started.StatusCode == 202)
            {
                return (await http.GetFromJsonAsync<JsonElement>(new Uri(JsonElement.Parse(answer).GetProperty("status").GetString()!, UriKind.Relative))).GetProperty("run");
            }

            Tell($"{(int)started.StatusCode} {answer}");
        }
        catch (HttpRequestException failure) when (isDisturbed)
        {
            Tell($"no answer: {failure.Message}");
            await world.QuietAsync();
        }

        return null;
    }
}

/// <summary>What is wrong at the end of a history, or in the middle.</summary>
public sealed class HistoryException(string message) : Exception(message);
