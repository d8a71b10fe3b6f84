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

    private const string PostedLines =
        "FROM transactionaccountingline tal INNER JOIN transaction t ON t.id = tal.transaction "
        + "INNER JOIN transactionline tl ON tl.transaction = tal.transaction AND tl.id = tal.transactionline ";

    /// <summary>Every line of the primary book: no account and no kind of line is left out. The first line of a journal is flagged as its main line, and counts.</summary>
    private const string ArePosted = "tal.posting = 'T' AND tal.accountingbook = 1 AND (tl.mainline = 'F' OR t.type = 'Journal')";

    public async Task<IReadOnlyList<CostTransaction>> ListChangedCostsAsync(
        string? since, DateOnly? datedFrom, PageKey? after, string? until, int most, CancellationToken cancellationToken)
    {
        List<string> wanted = until is null ? [] : [$"t.lastmodifieddate <= {Moment(until)}"];
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
            connection, $"{CostHeads}{string.Concat(wanted.Select(one => $" AND {one}"))} ORDER BY t.lastmodifieddate, t.id", most, ReadCost, cancellationToken);
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
            $"SELECT tl.uniquekey AS id, {LineColumns} {PostedLines}{LineDetails} WHERE {ArePosted} AND (tl.entity IS NOT NULL OR {ItemOfLine} IS NOT NULL) "
            + $"AND tal.transaction IN {SuiteQl.List(transactions.Select(SuiteQl.Number))} {SuiteQl.NextPage} ORDER BY tl.uniquekey",
            "tl.uniquekey",
            ReadCostLine,
            cancellationToken);

    public Task<EntityPage<JobCost>> ListJobCostsAsync(
        NetSuiteId job, IReadOnlyList<NetSuiteId> items, DateOnly? datedFrom, NetSuiteId? transaction, long? key, int most, CancellationToken cancellationToken)
    {
        var behind = transaction is not { } last ? ""
            : key is null ? $" AND t.id > {SuiteQl.Number(last)}"
            : string.Create(
                CultureInfo.InvariantCulture, $" AND (t.id > {SuiteQl.Number(last)} OR (t.id = {SuiteQl.Number(last)} AND tl.uniquekey > {key}))");
        var ours = items.Chunk(SuiteQl.Most).Select(some => $" OR {ItemOfLine} IN {SuiteQl.List(some.Select(SuiteQl.Number))}");

        return SuiteQl.FirstAsync(
            connection,
            $"SELECT {HeadColumns}, tl.uniquekey, {LineColumns} {PostedLines}{LineDetails} "
            + $"WHERE t.type IN {CostTypes} AND {ArePosted} AND (tl.entity = {SuiteQl.Number(job)}{string.Concat(ours)}){From(datedFrom)}{behind} ORDER BY t.id, tl.uniquekey",
            most,
            row => ReadCost(row) is { } head && ReadCostLine(row) is { } line && row.Id("uniquekey") is { } unique
                ? new JobCost(head, line, long.Parse(unique.Value, CultureInfo.InvariantCulture))
                : null,
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<NetSuiteId, NetSuiteId>> ListParentsAsync(IReadOnlyList<NetSuiteId> jobs, CancellationToken cancellationToken)
    {
        Dictionary<NetSuiteId, NetSuiteId> parents = [];
        foreach (var some in jobs.Chunk(SuiteQl.Most))
        {
            var rows = await SuiteQl.ListAsync(
                connection,
                $"SELECT j.id, j.parent FROM job j WHERE j.parent IS NOT NULL AND j.id IN {SuiteQl.List(some.Select(SuiteQl.Number))} {SuiteQl.NextPage} ORDER BY j.id",
                "j.id",
                row => row.Id("id") is { } id && row.Id("parent") is { } parent ? new Parent(id, parent) : null,
                cancellationToken);
            foreach (var (job, customer) in rows)
            {
                parents[job] = customer;
            }
        }

        return parents;
    }

    public Task<IReadOnlyList<CostTotal>> ListTotalsByJobAsync(IReadOnlyList<NetSuiteId> jobs, DateOnly? datedFrom, CancellationToken cancellationToken) =>
        ListTotalsAsync("tl.entity", jobs, From(datedFrom), cancellationToken);

    public Task<IReadOnlyList<CostTotal>> ListTotalsByItemAsync(
        IReadOnlyList<NetSuiteId> items, IReadOnlyList<NetSuiteId> otherJobs, DateOnly? datedFrom, CancellationToken cancellationToken)
    {
        var elsewhere = otherJobs.Chunk(SuiteQl.Most).Select(some => $"tl.entity NOT IN {SuiteQl.List(some.Select(SuiteQl.Number))}");

        return ListTotalsAsync(ItemOfLine, items, $" AND (tl.entity IS NULL OR ({string.Join(" AND ", elsewhere.DefaultIfEmpty("1 = 1"))})){From(datedFrom)}", cancellationToken);
    }

    /// <summary>All sums of these keys, in as many queries as the rows need; a query that is cut off within a key begins with it again.</summary>
    private async Task<IReadOnlyList<CostTotal>> ListTotalsAsync(string key, IReadOnlyList<NetSuiteId> keys, string where, CancellationToken cancellationToken)
    {
        List<CostTotal> totals = [];
        List<long> open = [.. keys.Select(one => long.Parse(SuiteQl.Number(one), CultureInfo.InvariantCulture)).Distinct().Order()];
        while (open.Count > 0)
        {
            var some = open.Take(SuiteQl.Most).ToList();
            var page = await SuiteQl.FirstAsync(
                connection,
                $"SELECT {key} AS costkey, t.type, COUNT(*) AS lines, COALESCE(SUM(tal.amount), 0) AS amount {PostedLines}WHERE {ArePosted} "
                + $"AND {key} IN {SuiteQl.List(some.Select(one => one.ToString(CultureInfo.InvariantCulture)))}{where} GROUP BY {key}, t.type ORDER BY {key}, t.type",
                SuiteQl.Most,
                row => row.Id("costkey") is { } id && row.Text("type") is { } type && row.Number("lines") is { } count && row.Number("amount") is { } sum
                    ? new CostTotal(id, type, (int)count, sum)
                    : null,
                cancellationToken);
            var next = page.HasMore ? long.Parse(page.Rows[^1].Key.Value, CultureInfo.InvariantCulture) : some[^1] + 1;
            if (next == some[0])
            {
                throw NetSuiteConnection.Unavailable($"There are more than {SuiteQl.Most} kinds of transactions on record {next}.");
            }

            totals.AddRange(page.Rows.Where(row => long.Parse(row.Key.Value, CultureInfo.InvariantCulture) < next));
            open.RemoveAll(one => one < next);
        }

        return totals;
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

    /// <summary>Standard journal and expense lines have no item: the account's own column field holds it, if there is one.</summary>
    private string ItemOfLine => settings.JournalItemField is { Length: > 0 } column ? $"COALESCE(tl.item, tl.{column})" : "tl.item";

    private string LineColumns =>
        $"tal.transaction AS tran, tal.transactionline AS line, tl.entity AS job, {ItemOfLine} AS item, i.itemid AS itemname, i.externalid AS itemexternalid, "
        + "tl.memo, tl.taxline, COALESCE(tal.amount, 0) AS amount, a.accttype";

    private string LineDetails => $"LEFT JOIN account a ON a.id = tal.account LEFT JOIN item i ON i.id = {ItemOfLine}";

    private static string From(DateOnly? day) => day is { } from ? $" AND {DatedFrom(from)}" : "";

    private static string DatedFrom(DateOnly day) => $"t.trandate >= TO_DATE('{Day(day)}','YYYY-MM-DD')";

    private static CostTransaction? ReadCost(JsonElement row) =>
        row.Id("id") is { } id && row.Text("type") is { } type && row.Date("trandate") is { } date && row.Text("lastmodified") is { } modified
            ? new(
                id, type == "Journal", row.Text("tranid"), row.Text("externalid"), type == "Journal" ? null : row.Id("entity"), row.Text("entityname"), date,
                row.Flag("voided"), modified)
            : null;

    private static CostLine? ReadCostLine(JsonElement row) =>
        row.Id("tran") is { } transaction && row.Text("line") is { } line && row.Number("amount") is { } amount
            ? new(
                transaction, line, row.Id("job"), row.Id("item"), row.Text("itemname"), row.Text("itemexternalid"), row.Text("memo"), amount, row.Text("accttype"), row.Flag("taxline"))
            : null;

    private sealed record Parent(NetSuiteId Job, NetSuiteId Customer);

    private sealed record CreatedFrom(NetSuiteId Journal, NetSuiteId Source);
}
