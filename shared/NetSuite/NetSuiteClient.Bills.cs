using System.Text.Json;
using System.Text.Json.Nodes;
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

    public Task<IReadOnlyList<BillFound>> ListVendorBillsAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, SuiteQl.Most);

        return ListBillsAsync(ids.Count == 0 ? null : $"t.id IN {SuiteQl.List(ids.Distinct().Select(SuiteQl.Number))}", cancellationToken);
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
        body["item"] = new JsonObject { ["items"] = new JsonArray([.. bill.Lines.Select(Line)]) };

        return body;
    }

    private static JsonObject Line(VendorBillLine line) => new()
    {
        ["item"] = Reference(line.Item.Value),
        ["quantity"] = 1,
        ["rate"] = Cents(line.Amount),
        ["amount"] = Cents(line.Amount),
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

    private static BillFound? ReadRecord(JsonElement record)
    {
        if (record.Id("id") is not { } id)
        {
            return null;
        }

        List<decimal> amounts = [.. AmountsOf(record, "item"), .. AmountsOf(record, "expense")];
        var total = amounts.Sum();

        return new(
            id, record.Text("externalId"), record.Text("tranId"), record.Reference("entity"), record.Date("tranDate"), total, amounts.Count,
            IsVoided(record, total));
    }

    private static List<decimal> AmountsOf(JsonElement record, string list)
    {
        if (record.Member(list) is not { } lines)
        {
            return [];
        }

        var amounts = lines.Items("items")
            .Select(line => line.Number("amount") ?? RecordJson.Sensible(line.Number("rate") * (line.Number("quantity") ?? 1m))
                ?? throw Incomplete($"the bill's {list} lines"))
            .ToList();

        return amounts.Count >= (lines.Number("totalResults") ?? 0m) ? amounts : throw Incomplete($"the bill's {list} lines");
    }

    /// <summary>NetSuite has no field for it in REST: a voided bill has status V, or only zeroes and the memo VOID.</summary>
    private static bool IsVoided(JsonElement record, decimal total) =>
        record.Flag("voided")
        || (record.Member("status") is { } status
            && (status.Text("id") == "V" || status.Text("refName")?.Contains("void", StringComparison.OrdinalIgnoreCase) is true))
        || (total == 0m && string.Equals(record.Text("memo")?.Trim(), "VOID", StringComparison.OrdinalIgnoreCase));
}
