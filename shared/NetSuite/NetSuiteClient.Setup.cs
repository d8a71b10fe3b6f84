using System.Globalization;
using System.Text.Json;

namespace ProcoreNetSuite.NetSuite;

/// <content>What a check of the set-up looks at (netsuite-api.md 1.3, 5.2).</content>
public sealed partial class NetSuiteClient
{
    public async Task<DateTimeOffset?> FindServerTimeAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync(HttpMethod.Get, "system/v1/serverTime", null, new Sent(RecordType.Query, "the time"), cancellationToken);
        using var json = RecordJson.TryParse(answer);

        return DateTimeOffset.TryParse(json?.RootElement.Text("serverTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    public Task<SubsidiaryFound?> FindSubsidiaryAsync(CancellationToken cancellationToken) => FindRowAsync(
        "s.id, s.name, s.country, s.isinactive, s.iselimination, c.symbol FROM subsidiary s LEFT JOIN currency c ON c.id = s.currency",
        "s.id",
        settings.Subsidiary,
        row => new SubsidiaryFound(row.Text("name"), row.Text("country"), row.Text("symbol"), row.Flag("isinactive"), row.Flag("iselimination")),
        cancellationToken);

    public Task<ChargeItem?> FindChargeItemAsync(string id, CancellationToken cancellationToken) => FindRowAsync(
        "i.id, i.itemid, i.externalid, i.itemtype, i.subtype, i.isinactive, i.expenseaccount FROM item i",
        "i.id",
        id,
        row => row.Id("id") is { } found
            ? new ChargeItem(
                new ItemFound(found, row.Text("itemid") ?? id, row.Text("externalid"), row.Text("itemtype"), row.Text("subtype"), row.Flag("isinactive")),
                row.Text("expenseaccount"))
            : null,
        cancellationToken);

    public Task<AccountFound?> FindAccountAsync(string id, CancellationToken cancellationToken) => FindRowAsync(
        "a.id, a.acctnumber, a.accountsearchdisplaynamecopy, a.accttype, a.isinactive, a.issummary FROM account a",
        "a.id",
        id,
        row => new AccountFound(row.Text("acctnumber"), row.Text("accountsearchdisplaynamecopy"), row.Text("accttype"), row.Flag("isinactive"), row.Flag("issummary")),
        cancellationToken);

    public Task<EntityFound?> FindCustomerAsync(string id, CancellationToken cancellationToken) => FindRowAsync(
        "c.id, c.entityid, c.companyname, c.externalid, c.isinactive FROM customer c",
        "c.id",
        id,
        row => row.Id("id") is { } found
            ? new EntityFound(found, row.Text("entityid"), row.Text("companyname"), row.Text("externalid"), null, null, row.Flag("isinactive"))
            : null,
        cancellationToken);

    public async Task<string?> FindRefusalWordsAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync(HttpMethod.Get, $"record/v1/vendor/eid:{NetSuiteConnection.Nobody}", null, new Sent(RecordType.Vendor, "no vendor"), cancellationToken);

        return answer.IsSuccess || NetSuiteError.ReadAll(answer)[0].Detail is not { Length: > 0 } words ? null : words;
    }

    public async Task CheckMayCreateAsync(WrittenRecord what, CancellationToken cancellationToken)
    {
        var type = what switch
        {
            WrittenRecord.Vendor => RecordType.Vendor,
            WrittenRecord.Job => RecordType.Job,
            WrittenRecord.Item => RecordType.Item,
            _ => RecordType.VendorBill,
        };
        _ = await connection.SendAsync(HttpMethod.Post, $"record/v1/{type.Path}", "{}", new Sent(type, $"a new {type.Label}") { IsForm = true }, cancellationToken);
    }

    public Task CheckLineFieldAsync(string scriptId, CancellationToken cancellationToken) => SuiteQl.FirstRowsAsync(
        connection, $"SELECT tl.id, tl.{scriptId} FROM transactionline tl WHERE tl.transaction = 0", 1, row => row.Text("id"), cancellationToken);

    public Task<IReadOnlySet<OptionalColumn>> FindHiddenColumnsAsync(CancellationToken cancellationToken) => columns.FindHiddenAsync(time.GetUtcNow(), cancellationToken);

    public async Task<int> CountPendingBillsAsync(CancellationToken cancellationToken)
    {
        var rows = await SuiteQl.FirstRowsAsync(
            connection,
            "SELECT COUNT(*) AS total FROM transaction t WHERE t.type = 'VendBill' AND t.approvalstatus = 1",
            1,
            row => row.Number("total") is { } total ? new Counted((int)total) : null,
            cancellationToken);

        return rows.Count == 1 ? rows[0].Total : 0;
    }

    /// <summary>One row by its id; null if it isn't there, or if the id is none.</summary>
    private async Task<T?> FindRowAsync<T>(string query, string idColumn, string id, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class =>
        RecordJson.IsId(id) && await SuiteQl.FirstRowsAsync(connection, $"SELECT {query} WHERE {idColumn} = {id}", 1, read, cancellationToken) is [var row, ..] ? row : null;

    private sealed record Counted(int Total);
}
