using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>What one transaction is in Procore.</summary>
/// <param name="Costs">One for each project.</param>
/// <param name="Left">Other lines on jobs and items of ours, one for each project and reason.</param>
public sealed record MappedCosts(IReadOnlyList<DirectCost> Costs, IReadOnlyList<NotImported> Left, IReadOnlyList<Problem> Problems);

/// <summary>A bill or journal to direct costs (connector-behaviour.md 7.6.2): one for each project, one line for each line.</summary>
public static class DirectCostMapper
{
    public static MappedCosts Map(CostTransaction transaction, IReadOnlyList<CostLine> lines, CostFacts facts, ConnectionSettings settings)
    {
        var standing = facts.Standings.GetValueOrDefault(transaction.Id);
        var placed = (transaction.Date < settings.JobCostsFrom ? [] : lines)
            .Select(line => (Line: line, Project: facts.ProjectOf(line)))
            .Where(one => one.Project is not null)
            .Select(one => (one.Line, Project: one.Project!.Value, Wbs: standing is Standing.Counts ? WbsOf(transaction, one.Line, one.Project.Value, facts, settings) : null))
            .ToList();
        var costs = placed.Where(one => one.Wbs is not null).GroupBy(one => one.Project)
            .Select(group => Cost(transaction, group.Key, [.. group.Select(one => (one.Line, one.Wbs!.Value))], facts, settings))
            .ToList();
        var left = placed.Where(one => one.Wbs is null)
            .Select(one => Moved(transaction, one.Line, one.Project, facts, settings)
                ?? new NotImported(one.Project, ReasonOf(standing) ?? ReasonOf(transaction, one.Line, facts, settings), 1, Written(one.Line.Amount, settings)));
        var isWithoutVendor = costs.Count > 0 && !transaction.IsJournal && VendorOf(transaction, facts) is null;

        return new MappedCosts(
            costs, NotImported.Combine(left), standing is Standing.OursWithoutLink ? [WithoutLink(transaction)] : isWithoutVendor ? [Unlinked(transaction)] : []);
    }

    /// <summary>The line's WBS code, if its item is one of the project's only, and it is on the project's job, on the customer above it, or on none (13.3).</summary>
    private static long? WbsOf(CostTransaction transaction, CostLine line, long project, CostFacts facts, ConnectionSettings settings) =>
        line.Item is { } item && item.Value != settings.NetSuite.RetainageItem && !line.IsTax && Amounts.IsExact(line.Amount, settings.NetSuite.Currency) && (IsOnJobOf(line, facts) || (!facts.Items.IsShared(item) && IsOnNoOther(transaction, line, project, facts)))
            ? facts.Items.CodeOf(item, project)
            : null;

    private static bool IsOnJobOf(CostLine line, CostFacts facts) => line.Job is { } job && facts.Projects.ContainsKey(job);

    /// <summary>Accounts may show a line without a project with the bill's own vendor (netsuite-api.md 5.2, inferred).</summary>
    private static bool IsOnNoOther(CostTransaction transaction, CostLine line, long project, CostFacts facts) =>
        line.Job is not { } job || job == transaction.Vendor || (facts.Parents.TryGetValue(project, out var parent) && parent == job);

    private static DirectCost Cost(
        CostTransaction transaction, long project, IReadOnlyList<(CostLine Line, long Wbs)> lines, CostFacts facts, ConnectionSettings settings)
    {
        var vendor = VendorOf(transaction, facts);
        var type = transaction.IsJournal ? "journalEntry" : "vendorBill";
        var origin = ExternalIds.InProcore(settings.NetSuite.AccountId, type, $"{transaction.Id}:{project}");

        return new DirectCost(
            project,
            origin,
            transaction.IsJournal || vendor is null ? DirectCost.Expense : DirectCost.Invoice,
            vendor,
            transaction.Number is { Length: > 0 } number ? number : transaction.Id.Value,
            NameOf(transaction),
            transaction.Date,
            [
                .. lines.Select(one => new DirectCostLine($"{origin}:{one.Line.Line}", one.Wbs, one.Line.Memo ?? one.Line.ItemName, Written(one.Line.Amount, settings)))
                    .OrderBy(line => line.OriginId, StringComparer.Ordinal),
            ]);
    }

    /// <summary>A line of an invoice's bill that stands on another project than the invoice: Procore shows its cost there, NetSuite here (13.4).</summary>
    private static NotImported? Moved(CostTransaction transaction, CostLine line, long project, CostFacts facts, ConnectionSettings settings) =>
        facts.InvoiceProjects.TryGetValue(transaction.Id, out var invoice) && invoice.Id != project
            ? new NotImported(project, $"E415: of the bill of an invoice of project {invoice.Name}, moved here in NetSuite", 1, Written(line.Amount, settings)) { MovedFrom = invoice.Id }
            : null;

    private static string? ReasonOf(Standing standing) => standing switch
    {
        Standing.Linked => NotImported.ExportedBill,
        Standing.OursWithoutLink => "E605: it has an external id of the connector, but no invoice is linked to it",
        Standing.Void => "voided, or the journal that voids or reverses what is no cost",
        _ => null,
    };

    private static string ReasonOf(CostTransaction transaction, CostLine line, CostFacts facts, ConnectionSettings settings) => line switch
    {
        { IsTax: true } => "tax",
        { Amount: var amount } when !Amounts.IsExact(amount, settings.NetSuite.Currency) => $"E405: the amount {Amounts.Text(amount)} has more decimals than {settings.NetSuite.Currency}",
        { Item: { } item } when item.Value == settings.NetSuite.RetainageItem => "line on the retainage item",
        { Item: { } item } when !IsOnJobOf(line, facts) => facts.Items.IsShared(item)
            ? "E601: the item belongs to several projects, and the line names none of them"
            : "E601: the line is on another job or customer than its item",
        { Item: { } item } when facts.Items.OwnerOf(item) is not null
            || ExternalIds.ReadExternal(line.ItemExternalId, settings.Procore.CompanyId, EntityType.WbsCode) is not null => "E601: the item belongs to another project",
        { Item: not null } => "the item is none of the connector's",
        _ when !IsCost(line.AccountType) => $"line without an item, on an account of type {AccountTypeOf(line.AccountType)}",
        _ => transaction.IsJournal ? "E604: journal line without an item" : "line without an item",
    };

    private static bool IsCost(string? accountType) => accountType is null or "COGS" or "Expense" or "OthExpense";

    private static string AccountTypeOf(string? accountType) => accountType switch
    {
        "AcctPay" => "accounts payable",
        "AcctRec" => "accounts receivable",
        "Bank" => "bank",
        "CredCard" => "credit card",
        "DeferExpense" => "deferred expense",
        "DeferRevenue" => "deferred revenue",
        "Equity" => "equity",
        "FixedAsset" => "fixed asset",
        "Income" => "income",
        "LongTermLiab" => "long term liability",
        "OthAsset" => "other asset",
        "OthCurrAsset" => "other current asset",
        "OthCurrLiab" => "other current liability",
        "OthIncome" => "other income",
        _ => accountType ?? "that isn't known",
    };

    private static long? VendorOf(CostTransaction transaction, CostFacts facts) =>
        transaction.Vendor is { } vendor && facts.Companies.TryGetValue(vendor, out var company) ? company : null;

    private static Problem WithoutLink(CostTransaction transaction) => new(
        "E605", $"{NameOf(transaction)} (record {transaction.Id}) has an external id of the connector, {transaction.ExternalId}, but no invoice is linked to it. It was left out.");

    private static Problem Unlinked(CostTransaction transaction) => new(
        "E603", $"Vendor {transaction.VendorName ?? transaction.Vendor?.Value} is linked to no company: {NameOf(transaction)} was imported without it.");

    private static string NameOf(CostTransaction transaction) => $"{(transaction.IsJournal ? "Journal" : "Bill")} {transaction.Number ?? transaction.Id.Value}";

    /// <summary>The same amount written the same way; nothing is rounded.</summary>
    private static decimal Written(decimal amount, ConnectionSettings settings) =>
        Amounts.IsExact(amount, settings.NetSuite.Currency) ? Amounts.Exact(amount, settings.NetSuite.Currency) : amount;
}
