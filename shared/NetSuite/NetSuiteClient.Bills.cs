using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <content>Vendor bills (netsuite-api.md 8.4).</content>
public sealed partial class NetSuiteClient
{
    private const string BillColumns =
        "t.id, t.externalid, t.tranid, t.entity, TO_CHAR(t.trandate,'YYYY-MM-DD') AS trandate, t.voided, "
        + "SUM(tl.foreignamount) AS total, COUNT(tl.id) AS linecount";

    private const string BillSource =
        "FROM transaction t INNER JOIN transactionline tl ON tl.transaction = t.id "
        + "WHERE t.type = 'VendBill' AND tl.mainline = 'F' AND tl.taxline = 'F'";

    private const string BillEnd =
        SuiteQl.NextPage + " GROUP BY t.id, t.externalid, t.tranid, t.entity, t.trandate, t.voided ORDER BY t.id";

    private const string BillLineColumns =
        "tl.uniquekey AS id, t.id AS bill, t.externalid, t.tranid, t.entity, TO_CHAR(t.trandate,'YYYY-MM-DD') AS trandate, t.voided, t.approvalstatus, t.postingperiod, "
        + "BUILTIN.DF(t.postingperiod) AS periodname, tl.item, BUILTIN.DF(tl.item) AS itemname, tl.expenseaccount, BUILTIN.DF(tl.expenseaccount) AS accountname, "
        + "tl.entity AS job, BUILTIN.DF(tl.entity) AS jobname, COALESCE(tl.foreignamount, 0) AS foreignamount";

    /// <summary>NetSuite's list of approval statuses: 1 pending, 2 approved, 3 rejected.</summary>
    private const string Rejected = "3";

    private readonly SemaphoreSlim currencyGate = new(1, 1);
    private readonly Dictionary<string, NetSuiteId> currencies = new(StringComparer.OrdinalIgnoreCase);

    public async Task<NetSuiteId> CreateVendorBillAsync(VendorBill bill, CancellationToken cancellationToken)
    {
        var currency = await GetCurrencyAsync(bill.Currency, cancellationToken);
        var sent = new Sent(RecordType.VendorBill, $"invoice {bill.Reference}{(bill.Names?.GetValueOrDefault(bill.Vendor) is { } vendor ? $" of {vendor}" : "")}", bill.Names);

        return await connection.CreateAsync(Body(bill, currency).ToJsonString(Json), sent, cancellationToken);
    }

    public Task<BillFound?> FindVendorBillAsync(string externalId, CancellationToken cancellationToken) =>
        FindAsync(RecordType.VendorBill, $"{ByExternalId(externalId)}?expandSubResources=true", ReadRecord, cancellationToken);

    public Task<BillFound?> FindVendorBillAsync(NetSuiteId id, CancellationToken cancellationToken) =>
        FindAsync(RecordType.VendorBill, $"{SuiteQl.Number(id)}?expandSubResources=true", ReadRecord, cancellationToken);

    public async Task<IReadOnlyList<BillFound>> ListVendorBillsAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, SuiteQl.Most);
        var lines = ids.Count == 0 ? [] : await SuiteQl.ListAsync(
            connection, $"SELECT {BillLineColumns} {BillSource} AND {Among(ids)} {SuiteQl.NextPage} ORDER BY tl.uniquekey", "tl.uniquekey", ReadBillLine, cancellationToken);

        return
        [
            .. lines.GroupBy(line => line.Bill.Id).OrderBy(bill => long.Parse(bill.Key.Value, CultureInfo.InvariantCulture)).Select(bill => bill.First().Bill with
            {
                Total = bill.Sum(line => line.Amount),
                LineCount = bill.Count(),
                Distribution = new(bill.Select(line => (line.Place, line.Amount))),
                Places = WordsOf(bill.Select(line => (line.Place, line.Words))),
            }),
        ];
    }

    public Task<IReadOnlyList<BillFound>> ListVendorBillsAsync(IReadOnlyList<BillNumber> numbers, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers.Count, SuiteQl.Most);

        // NetSuite takes no control characters: a number that holds some is on no bill.
        var wanted = numbers.Where(number => !number.Reference.Any(char.IsControl)).GroupBy(number => number.Vendor).Select(vendor =>
            $"(t.entity = {SuiteQl.Number(vendor.Key)} AND UPPER(TRIM(t.tranid)) IN "
            + $"{SuiteQl.List(vendor.Select(number => number.Reference.Trim()).Distinct().Select(number => $"UPPER({SuiteQl.Quote(number)})"))})").ToList();

        return ListBillsAsync(wanted.Count == 0 ? null : $"({string.Join(" OR ", wanted)})", cancellationToken);
    }

    public async Task<IReadOnlyList<BillNumber>> ListNumbersTwiceAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var rows = ids.Count == 0 ? [] : await SuiteQl.ListAsync(
            connection,
            "SELECT t.id, t.entity, t.tranid FROM transaction t INNER JOIN transaction o ON o.entity = t.entity AND UPPER(TRIM(o.tranid)) = UPPER(TRIM(t.tranid)) "
            + $"WHERE t.type = 'VendBill' AND o.type = 'VendBill' AND o.id <> t.id AND t.voided = 'F' AND o.voided = 'F' AND {Among(ids)} {SuiteQl.NextPage} "
            + "GROUP BY t.id, t.entity, t.tranid ORDER BY t.id",
            "t.id",
            row => row.Id("entity") is { } vendor && row.Text("tranid") is { } reference ? new BillNumber(vendor, reference) : null,
            cancellationToken);

        return [.. rows.Distinct()];
    }

    private static string Among(IReadOnlyList<NetSuiteId> ids) => $"t.id IN {SuiteQl.List(ids.Distinct().Select(SuiteQl.Number))}";

    /// <summary>Without their distribution.</summary>
    private async Task<IReadOnlyList<BillFound>> ListBillsAsync(string? which, CancellationToken cancellationToken) => which is null
        ? []
        : await SuiteQl.ListAsync(connection, $"SELECT {BillColumns} {BillSource} AND {which} {BillEnd}", "t.id", ReadRow, cancellationToken);

    private JsonObject Body(VendorBill bill, NetSuiteId currency)
    {
        var body = new JsonObject
        {
            ["entity"] = Reference(bill.Vendor.Value),
            ["externalId"] = bill.ExternalId,
            ["tranId"] = bill.Reference,
            ["tranDate"] = Day(bill.Date),
            ["postingPeriod"] = Reference(bill.PostingPeriod.Value),
            ["currency"] = Reference(currency.Value),
            ["memo"] = bill.Memo,
        };
        PutReference(body, "subsidiary", settings.Subsidiary);
        body["item"] = new JsonObject { ["items"] = new JsonArray([.. bill.Lines.Select(line => Line(line, bill.Currency))]) };

        return body;
    }

    private static JsonObject Line(VendorBillLine line, string currency) => new()
    {
        ["item"] = Reference(line.Item.Value),
        ["quantity"] = 1,
        ["rate"] = Amounts.Exact(line.Amount, currency),
        ["amount"] = Amounts.Exact(line.Amount, currency),
        ["description"] = line.Description,
        ["customer"] = Reference(line.Job.Value),
    };

    /// <summary>Read once: a currency keeps its id.</summary>
    private async Task<NetSuiteId> GetCurrencyAsync(string symbol, CancellationToken cancellationToken)
    {
        await currencyGate.WaitAsync(cancellationToken);
        try
        {
            if (!currencies.TryGetValue(symbol, out var id))
            {
                var rows = await SuiteQl.ListAsync(
                    connection,
                    $"SELECT c.id FROM currency c WHERE c.symbol = {SuiteQl.Quote(symbol)} AND c.isinactive = 'F' {SuiteQl.NextPage} ORDER BY c.id",
                    "c.id",
                    row => new Found(row.Id("id")),
                    cancellationToken);
                id = rows is [{ Id: { } only }, ..]
                    ? only
                    : throw new RejectedException(new Problem("E307", $"NetSuite has no active currency {symbol}."));
                currencies[symbol] = id;
            }

            return id;
        }
        finally
        {
            currencyGate.Release();
        }
    }

    private static BillFound? ReadRow(JsonElement row) =>
        row.Id("id") is { } id && row.Number("linecount") is { } lines and >= 0 and < 100_000
            ? new(
                id, row.Text("externalid"), row.Text("tranid"), row.Id("entity"), row.Date("trandate"), row.Number("total") ?? 0m, (int)lines,
                row.Flag("voided"))
            : null;

    private static BillLineFound? ReadBillLine(JsonElement row) => row.Id("bill") is { } id && row.Number("foreignamount") is { } amount
        ? new(
            new BillFound(id, row.Text("externalid"), row.Text("tranid"), row.Id("entity"), row.Date("trandate"), 0m, 0, row.Flag("voided"))
            {
                IsRejected = row.Text("approvalstatus") == Rejected,
                Period = row.Id("postingperiod") is { } period ? new(period, row.Text("periodname")) : null,
            },
            PlaceOf(row.Id("item"), row.Id("expenseaccount"), row.Id("job") is { } job && job != row.Id("entity") ? job : null, amount),
            Words(row.Text("itemname"), row.Text("accountname"), row.Text("jobname")),
            amount)
        : null;

    private static BillPlace PlaceOf(NetSuiteId? item, NetSuiteId? account, NetSuiteId? job, decimal amount) => new(item, item is null ? account : null, job, amount < 0);

    private static string Words(string? item, string? account, string? job) =>
        $"{(item is not null ? $"item {item}" : $"account {account ?? "unknown"}")}{(job is null ? ", no project" : $", project {job}")}";

    private static Dictionary<BillPlace, string> WordsOf(IEnumerable<(BillPlace Place, string Words)> places) =>
        places.DistinctBy(one => one.Place).ToDictionary(one => one.Place, one => one.Words);

    private static BillFound? ReadRecord(JsonElement record)
    {
        if (record.Id("id") is not { } id)
        {
            return null;
        }

        List<(BillPlace Place, string Words, decimal Amount)> lines = [.. LinesOf(record, "item"), .. LinesOf(record, "expense")];
        var total = lines.Sum(line => line.Amount);

        return new(
            id, record.Text("externalId"), record.Text("tranId"), record.Reference("entity"), record.Date("tranDate"), total, lines.Count,
            IsVoided(record, total))
        {
            Distribution = new(lines.Select(line => (line.Place, line.Amount))),
            Places = WordsOf(lines.Select(line => (line.Place, line.Words))),
            IsRejected = record.Member("approvalStatus")?.Text("id") == Rejected,
            Period = record.Reference("postingPeriod") is { } period ? new(period, record.Member("postingPeriod")?.Text("refName")) : null,
        };
    }

    private static List<(BillPlace Place, string Words, decimal Amount)> LinesOf(JsonElement record, string list)
    {
        if (record.Member(list) is not { } lines)
        {
            return [];
        }

        var read = lines.Items("items").Select(line =>
        {
            var amount = line.Number("amount") ?? RecordJson.Sensible(line.Number("rate") * (line.Number("quantity") ?? 1m)) ?? throw Incomplete($"the bill's {list} lines");

            return (
                PlaceOf(line.Reference("item"), line.Reference("account"), line.Reference("customer"), amount),
                Words(line.Member("item")?.Text("refName"), line.Member("account")?.Text("refName"), line.Member("customer")?.Text("refName")),
                amount);
        }).ToList();

        return read.Count >= (lines.Number("totalResults") ?? 0m) ? read : throw Incomplete($"the bill's {list} lines");
    }

    /// <summary>NetSuite has no field for it in REST: a voided bill has status V, or only zeroes and the memo VOID.</summary>
    private static bool IsVoided(JsonElement record, decimal total) =>
        record.Flag("voided")
        || (record.Member("status") is { } status
            && (status.Text("id") == "V" || status.Text("refName")?.Contains("void", StringComparison.OrdinalIgnoreCase) is true))
        || (total == 0m && string.Equals(record.Text("memo")?.Trim(), "VOID", StringComparison.OrdinalIgnoreCase));

    /// <param name="Bill">Its head; total and count come from all its lines.</param>
    private sealed record BillLineFound(BillFound Bill, BillPlace Place, string Words, decimal Amount);
}
