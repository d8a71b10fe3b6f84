using System.Text.Json;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>What people do about imports, and what Procore shows of them.</summary>
public sealed partial class Stage
{
    public const string DirectCosts = "direct-costs", Payments = "payments";

    private readonly ConnectorCalls calls = new(host);

    public DateTimeOffset Now => pace.Now;

    /// <summary>What stands in Ready to Import.</summary>
    public IReadOnlyList<StagedRow> Ready => accounts.Ann.ReadyToImport(SimulatedAccounts.CompanyId);

    /// <summary>Ann presses a refresh button of ERP Integrations and waits until it may be pressed again.</summary>
    public async Task RefreshAsync(string button, CancellationToken cancellationToken)
    {
        accounts.Ann.Refresh(button, SimulatedAccounts.CompanyId);
        await SettleAsync("Refreshing", 1, () => 0, cancellationToken);
        var detail = accounts.Procore.RequestDetails.Last(detail => detail.RequestName == button);
        if (detail.Status != "success")
        {
            tell.Shows("Failed", button);
        }

        foreach (var message in detail.Messages)
        {
            tell.Quotes(message);
        }
    }

    /// <summary>Waits until the connector is through with whatever was done in Procore.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => SettleAsync("Working", 1, () => 0, cancellationToken);

    /// <summary>An admin asks the connector for an import and waits for its end.</summary>
    /// <returns>The run's address, and what it shows at the end.</returns>
    public async Task<(string Address, JsonElement Run)> ImportAsync(string kind, CancellationToken cancellationToken)
    {
        var address = await calls.StartAsync(kind, cancellationToken);

        return (address, await EndOfAsync(address, cancellationToken));
    }

    /// <summary>Puts the clock to the time of the scheduled imports and waits for their end.</summary>
    /// <returns>The runs' addresses, and what they show at the end.</returns>
    public async Task<IReadOnlyList<(string Address, JsonElement Run)>> LetTheScheduleComeAsync(
        DateTimeOffset moment, IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        await pace.MoveToAsync(moment, cancellationToken);
        var runs = new List<(string, JsonElement)>();
        foreach (var address in kinds.Select(kind => ConnectorCalls.AddressOfScheduled(kind, moment)))
        {
            runs.Add((address, await EndOfAsync(address, cancellationToken)));
        }

        return runs;
    }

    public void ShowReady()
    {
        foreach (var row in Ready)
        {
            tell.Shows("Ready to Import", $"{(row.ItemType == Vendor ? "" : row.OriginCode + "  ")}{row.Name} <- {(row.ItemType == Vendor ? "vendor" : "job")} {row.OriginId.Split(':')[^1]} in NetSuite");
        }
    }

    /// <summary>Procore's direct costs of these transactions, of all if none is named.</summary>
    public void ShowCosts(params IReadOnlyList<string> numbers)
    {
        foreach (var cost in Costs(numbers))
        {
            var lines = LinesOf(cost);
            var vendor = cost.Data["vendor_id"] is { } id ? accounts.Procore.FindRecord(Vendor, id.GetValue<long>())?.Text("name") : null;
            tell.Shows(
                "Direct cost",
                $"{NumberOf(cost.ProjectId!.Value)}  {cost.Text("invoice_number"),-9}{vendor ?? "journal",-31}{Narrator.Count(lines.Count, "line", "lines"),-8}{Narrator.Money(lines.Sum(line => line.Amount("amount"))),14}");
        }
    }

    public IReadOnlyList<ProcoreRecord> Costs(params IReadOnlyList<string> numbers) =>
    [
        .. accounts.Procore.Records(Kinds.DirectCost).Where(cost => numbers.Count == 0 || numbers.Contains(cost.Text("invoice_number")))
            .OrderBy(cost => NumberOf(cost.ProjectId!.Value), StringComparer.Ordinal).ThenBy(cost => cost.Text("invoice_number"), StringComparer.Ordinal),
    ];

    /// <summary>The sum of a project's direct cost lines of one transaction.</summary>
    public decimal CostOf(string number, ProcoreRecord project) =>
        Costs(number).Where(cost => cost.ProjectId == project.Id).SelectMany(LinesOf).Sum(line => line.Amount("amount"));

    public IReadOnlyList<ProcoreRecord> LinesOf(ProcoreRecord cost) =>
        [.. accounts.Procore.Records(Kinds.DirectCostLine).Where(line => line.ParentId == cost.Id)];

    /// <summary>Procore's payments issued of these checks, of all if none is named.</summary>
    public void ShowPayments(params IReadOnlyList<string> checks)
    {
        foreach (var payment in Issued(checks))
        {
            var contract = accounts.Procore.FindRecord(Kinds.WorkOrderContract, payment.ParentId!.Value)!;
            var invoice = accounts.Procore.FindRecord(Invoice, payment.Data["requisition_id"]!.GetValue<long>())!;
            tell.Shows(
                "Payment issued",
                $"check {payment.Text("check_number"),-7}{contract.Text("number"),-12}{invoice.Text("invoice_number"),-9}{VendorOf(invoice).Text("name"),-20}{Narrator.Money(payment.Amount("amount")),14}");
        }
    }

    public IReadOnlyList<ProcoreRecord> Issued(params IReadOnlyList<string> checks) =>
    [
        .. accounts.Procore.Records(Kinds.ContractPayment).Where(payment => checks.Count == 0 || checks.Contains(payment.Text("check_number")))
            .OrderBy(payment => payment.Text("check_number"), StringComparer.Ordinal).ThenBy(payment => payment.Id),
    ];

    /// <summary>What the address of a run shows, field by field.</summary>
    public void ShowRun(string address, JsonElement run)
    {
        tell.Line($"GET {address}");
        foreach (var name in new[] { "state", "requestedBy", "startedAt", "endedAt", "progress" })
        {
            tell.Aside($"{name,-13}{run.GetProperty(name)}");
        }

        tell.Aside($"{"counts",-13}{CountsOf(run)}");
        ShowEach("notImported", run, left => $"project {left.GetProperty("projectNumber").GetString()}: {left.GetProperty("reason").GetString()}, count {left.GetProperty("count")}, sum {Narrator.Money(left.GetProperty("sum").GetDecimal())}");
        ShowEach("problems", run, problem => problem.GetString()!);
    }

    /// <summary>The same in two lines, and its problems.</summary>
    public void ShowBriefly(string address, JsonElement run)
    {
        tell.Line($"GET {address}");
        tell.Aside($"{run.GetProperty("state").GetString()}, asked for by {run.GetProperty("requestedBy").GetString()}: {CountsOf(run)}");
        foreach (var problem in run.GetProperty("problems").EnumerateArray())
        {
            tell.Quotes(problem.GetString()!);
        }
    }

    private static string CountsOf(JsonElement run) =>
        string.Join(", ", run.GetProperty("counts").EnumerateObject().Where(count => count.Value.GetInt32() != 0 || count.Name == "read").Select(count => $"{count.Name} {count.Value}"));

    private void ShowEach(string name, JsonElement run, Func<JsonElement, string> text)
    {
        var entries = run.GetProperty(name).EnumerateArray().Select(text).DefaultIfEmpty("none").ToList();
        foreach (var (at, entry) in entries.Index())
        {
            tell.Aside($"{(at == 0 ? name : ""),-13}{entry}");
        }
    }

    private async Task<JsonElement> EndOfAsync(string address, CancellationToken cancellationToken)
    {
        JsonElement? run = null;
        await tell.WhileAsync("Importing", 1, () => 0, _ => pace.UntilAsync(
            async () =>
            {
                run = await calls.FindAsync(address, cancellationToken);
                return IsSettled() && run?.GetProperty("endedAt").ValueKind is JsonValueKind.String;
            },
            cancellationToken));

        return run!.Value;
    }

    private string NumberOf(long project) => accounts.Procore.FindRecord(Project, project)!.Text("project_number")!;
}
