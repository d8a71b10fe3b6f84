using System.Globalization;
using System.Text.Json;

namespace ProcoreNetSuite.NetSuite;

/// <content>Bills and journals as job cost (netsuite-api.md 5.3, 5.4, 8.4, 8.7).</content>
public sealed partial class NetSuiteClient
{
    private const string CostTypes = "('VendBill','Journal')";

    private const string HeadColumns =
        "t.id, t.type, t.tranid, t.externalid, t.entity, BUILTIN.DF(t.entity) AS entityname, TO_CHAR(t.trandate,'YYYY-MM-DD') AS trandate, "
        + $"t.voided, TO_CHAR(t.lastmodifieddate,{Stamp}) AS lastmodified";

    private const string CostHeads = $"SELECT {HeadColumns} FROM transaction t WHERE t.type IN {CostTypes}";

    /// <summary>What is cost of a project: the first line of a journal is flagged as its main line, and counts.</summary>
    private const string PostedLines =
        "FROM transactionaccountingline tal INNER JOIN transaction t ON t.id = tal.transaction "
        + "INNER JOIN transactionline tl ON tl.transaction = tal.transaction AND tl.id = tal.transactionline "
        + "INNER JOIN job j ON j.id = tl.entity INNER JOIN account a ON a.id = tal.account ";

    private const string AreCost =
        "tal.posting = 'T' AND tal.accountingbook = 1 AND tl.taxline = 'F' AND (tl.mainline = 'F' OR t.type = 'Journal') "
        + "AND a.accttype IN ('Expense','OthExpense','COGS','FixedAsset','OthCurrAsset','OthAsset')";

    public async Task<IReadOnlyList<CostTransaction>> ListChangedCostsAsync(
        string? since, DateOnly? datedFrom, PageKey? after, string until, int most, CancellationToken cancellationToken)
    {
        List<string> wanted = [$"t.lastmodifieddate <= {Moment(until)}"];
        if (after is not null)
        {
            wanted.Add($"(t.lastmodifieddate > {Moment(after.Moment)} OR (t.lastmodifieddate = {Moment(after.Moment)} AND t.id > {after.Id.ToString(CultureInfo.InvariantCulture)}))");
        }
        else if (since is not null)
        {
            wanted.Add($"t.lastmodifieddate >= {Moment(since)}");
        }

        if (datedFrom is { } day)
        {
            wanted.Add(DatedFrom(day));
        }

        return await SuiteQl.FirstRowsAsync(
            connection, $"{CostHeads} AND {string.Join(" AND ", wanted)} ORDER BY t.lastmodifieddate, t.id", most, ReadCost, cancellationToken);
    }

    public Task<IReadOnlyList<CostTransaction>> ListCostsAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.FromResult<IReadOnlyList<CostTransaction>>([])
        : SuiteQl.ListAsync(
            connection, $"{CostHeads} AND t.id IN {SuiteQl.List(ids.Select(SuiteQl.Number))} {SuiteQl.NextPage} ORDER BY t.id", "t.id", ReadCost, cancellationToken);

    public async Task<IReadOnlyDictionary<NetSuiteId, NetSuiteId>> ListVoidedByAsync(IReadOnlyList<NetSuiteId> journals, CancellationToken cancellationToken)
    {
        var rows = journals.Count == 0 ? [] : await SuiteQl.ListAsync(
            connection,
            "SELECT tl.transaction AS id, MAX(tl.createdfrom) AS source FROM transactionline tl "
            + $"WHERE tl.createdfrom IS NOT NULL AND tl.transaction IN {SuiteQl.List(journals.Select(SuiteQl.Number))} {SuiteQl.NextPage} "
            + "GROUP BY tl.transaction ORDER BY tl.transaction",
            "tl.transaction",
            row => row.Id("id") is { } id && row.Id("source") is { } source ? new CreatedFrom(id, source) : null,
            cancellationToken);

        return rows.ToDictionary(row => row.Journal, row => row.Source);
    }

    public async Task<IReadOnlyList<CostLine>> ListCostLinesAsync(IReadOnlyList<NetSuiteId> transactions, CancellationToken cancellationToken) =>
        transactions.Count == 0 ? [] : await SuiteQl.ListAsync(
            connection,
            $"SELECT tl.uniquekey AS id, t.type, {LineColumns} {PostedLines}{LineItems} WHERE {AreCost} "
            + $"AND tal.transaction IN {SuiteQl.List(transactions.Select(SuiteQl.Number))} {SuiteQl.NextPage} ORDER BY tl.uniquekey",
            "tl.uniquekey",
            ReadCostLine,
            cancellationToken);

    public Task<EntityPage<JobCost>> ListJobCostsAsync(
        NetSuiteId job, DateOnly? datedFrom, NetSuiteId? transaction, long? key, int most, CancellationToken cancellationToken)
    {
        var from = datedFrom is { } day ? $" AND {DatedFrom(day)}" : "";
        var behind = transaction is not { } last ? ""
            : key is null ? $" AND t.id > {SuiteQl.Number(last)}"
            : string.Create(
                CultureInfo.InvariantCulture, $" AND (t.id > {SuiteQl.Number(last)} OR (t.id = {SuiteQl.Number(last)} AND tl.uniquekey > {key}))");

        return SuiteQl.FirstAsync(
            connection,
            $"SELECT {HeadColumns}, t.foreigntotal, tl.uniquekey, {LineColumns} {PostedLines}{LineItems} "
            + $"WHERE t.type IN {CostTypes} AND {AreCost} AND tl.entity = {SuiteQl.Number(job)}{from}{behind} ORDER BY t.id, tl.uniquekey",
            most,
            row => ReadCost(row) is { } head && ReadCostLine(row) is { } line && row.Id("uniquekey") is { } unique
                ? new JobCost(head with { Total = row.Number("foreigntotal") }, line, long.Parse(unique.Value, CultureInfo.InvariantCulture))
                : null,
            cancellationToken);
    }

    public async Task<IReadOnlySet<NetSuiteId>> FindOnJobsAsync(
        IReadOnlyList<NetSuiteId> transactions, IReadOnlyList<NetSuiteId> jobs, CancellationToken cancellationToken)
    {
        HashSet<NetSuiteId> found = [];
        foreach (var some in transactions.Count == 0 ? [] : jobs.Chunk(SuiteQl.Most))
        {
            var rows = await SuiteQl.ListAsync(
                connection,
                $"SELECT tal.transaction AS id, MIN(tl.entity) AS job {PostedLines}WHERE {AreCost} "
                + $"AND tal.transaction IN {SuiteQl.List(transactions.Select(SuiteQl.Number))} AND tl.entity IN {SuiteQl.List(some.Select(SuiteQl.Number))} "
                + $"{SuiteQl.NextPage} GROUP BY tal.transaction ORDER BY tal.transaction",
                "tal.transaction",
                row => row.Id("id") is { } id && row.Id("job") is { } job ? new OnJob(id, job) : null,
                cancellationToken);
            found.UnionWith(rows.Select(row => row.Transaction));
        }

        return found;
    }

    public async Task<IReadOnlyList<OtherJobCost>> ListOtherJobCostsAsync(
        IReadOnlyList<NetSuiteId> jobs, DateOnly? datedFrom, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0)
        {
            return [];
        }

        var from = datedFrom is { } day ? $" AND {DatedFrom(day)}" : "";
        var sums = await SuiteQl.FirstAsync(
            connection,
            $"SELECT tl.entity AS job, t.type, COUNT(*) AS lines, SUM(tal.amount) AS amount {PostedLines}WHERE {AreCost} AND t.type NOT IN {CostTypes} "
            + $"AND tl.entity IN {SuiteQl.List(jobs.Select(SuiteQl.Number))}{from} GROUP BY tl.entity, t.type ORDER BY tl.entity, t.type",
            SuiteQl.Most,
            row => row.Id("job") is { } job && row.Text("type") is { } type && row.Number("lines") is { } count && row.Number("amount") is { } sum
                ? new OtherJobCost(job, type, (int)count, sum)
                : null,
            cancellationToken);

        return sums.HasMore ? throw NetSuiteConnection.Unavailable($"There are more than {SuiteQl.Most} kinds of cost on {jobs.Count} projects.") : sums.Rows;
    }

    public Task<IReadOnlyList<DeletedRecord>> ListDeletedAsync(string since, PageKey? after, int most, CancellationToken cancellationToken)
    {
        var from = after is null
            ? $"d.deleteddate >= {Moment(since)}"
            : $"(d.deleteddate > {Moment(after.Moment)} OR (d.deleteddate = {Moment(after.Moment)} AND d.recordid > {after.Id.ToString(CultureInfo.InvariantCulture)}))";

        return SuiteQl.FirstRowsAsync(
            connection,
            $"SELECT TO_CHAR(d.deleteddate,{Stamp}) AS deletedat, d.recordid FROM deletedrecord d WHERE {from} ORDER BY d.deleteddate, d.recordid",
            most,
            row => row.Text("deletedat") is { } at && row.Id("recordid") is { } id ? new DeletedRecord(at, id) : null,
            cancellationToken);
    }

    private const string StandardLine =
        "tal.transaction AS tran, tal.transactionline AS line, tl.entity AS job, tl.item, i.itemid AS itemname, i.externalid AS itemexternalid, tl.memo, tal.amount";

    /// <summary>Standard journal lines have no item: the account's own column field holds it, if there is one.</summary>
    private string? JournalItem => settings.JournalItemField is { Length: > 0 } name ? name : null;

    private string LineColumns => JournalItem is not { } column ? StandardLine
        : $"{StandardLine}, tl.{column} AS journalitem, ji.itemid AS journalitemname, ji.externalid AS journalitemexternalid";

    private string LineItems => $"LEFT JOIN item i ON i.id = tl.item{(JournalItem is { } column ? $" LEFT JOIN item ji ON ji.id = tl.{column}" : "")}";

    private static string DatedFrom(DateOnly day) => $"t.trandate >= TO_DATE('{Day(day)}','YYYY-MM-DD')";

    private static CostTransaction? ReadCost(JsonElement row) =>
        row.Id("id") is { } id && row.Text("type") is { } type && row.Date("trandate") is { } date && row.Text("lastmodified") is { } modified
            ? new(
                id, type == "Journal", row.Text("tranid"), row.Text("externalid"), type == "Journal" ? null : row.Id("entity"), row.Text("entityname"), date,
                row.Flag("voided"), modified)
            : null;

    private static CostLine? ReadCostLine(JsonElement row)
    {
        var prefix = row.Text("type") == "Journal" ? "journalitem" : "item";

        return row.Id("tran") is { } transaction && row.Text("line") is { } line && row.Id("job") is { } job && row.Number("amount") is { } amount
            ? new(transaction, line, job, row.Id(prefix), row.Text($"{prefix}name"), row.Text($"{prefix}externalid"), row.Text("memo"), amount)
            : null;
    }

    private sealed record OnJob(NetSuiteId Transaction, NetSuiteId Job);

    private sealed record CreatedFrom(NetSuiteId Journal, NetSuiteId Source);
}
