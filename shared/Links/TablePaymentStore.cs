using System.Text.Json;
using Azure.Data.Tables;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Links;

/// <summary>
/// Issued payments in Table Storage, table <c>payments</c>: one partition for a connection, and in it <c>bill:{bill}|{payment}</c> with all there is and
/// <c>payment:{payment}|{bill}</c> to find it by. Both are written in one transaction.
/// </summary>
public sealed class TablePaymentStore(TableServiceClient service) : IPaymentStore
{
    private const int MostReadsAtOnce = 16;
    private const string Json = nameof(Json);
    private const string Failed = nameof(Failed);
    private const string Bill = nameof(IssuedPayment.BillId);

    private readonly CreatedTable payments = new(service, "payments");

    public async Task SaveAsync(IssuedPayment payment, CancellationToken cancellationToken)
    {
        var table = await payments.GetAsync(cancellationToken);
        var row = new TableEntity(PartitionOf(payment.ConnectionId), RowOf(payment))
        {
            [Json] = JsonSerializer.Serialize(payment),
            [Failed] = payment.FailedIn is not null,
        };
        var index = new TableEntity(PartitionOf(payment.ConnectionId), IndexOf(payment)) { [Bill] = payment.BillId.Value };
        await table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpsertReplace, row), new(TableTransactionActionType.UpsertReplace, index)], cancellationToken);
    }

    public async Task RemoveAsync(IssuedPayment payment, CancellationToken cancellationToken)
    {
        var table = await payments.GetAsync(cancellationToken);

        // The row first: without its index it would never be found by its payment again.
        await table.DeleteEntityAsync(PartitionOf(payment.ConnectionId), RowOf(payment), cancellationToken: cancellationToken);
        await table.DeleteEntityAsync(PartitionOf(payment.ConnectionId), IndexOf(payment), cancellationToken: cancellationToken);
    }

    public async Task<ILookup<NetSuiteId, IssuedPayment>> ListOfBillsAsync(string connectionId, IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken) =>
        (await ListUnderAsync(connectionId, "bill:", bills, cancellationToken)).Select(Read).ToLookup(payment => payment.BillId);

    public async Task<IReadOnlyList<NetSuiteId>> ListBillsOfPaymentsAsync(string connectionId, IReadOnlyList<NetSuiteId> payments, CancellationToken cancellationToken) =>
        [.. (await ListUnderAsync(connectionId, "payment:", payments, cancellationToken)).Select(row => new NetSuiteId(row.GetString(Bill))).Distinct()];

    public async Task<IReadOnlyList<IssuedPayment>> ListFailedAsync(
        string connectionId, (NetSuiteId Bill, NetSuiteId Payment)? after, int most, CancellationToken cancellationToken)
    {
        var last = after is var (bill, payment) ? RowOf(bill, payment) : "bill:";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {PartitionOf(connectionId)} and RowKey gt {last} and RowKey lt {"bill;"} and Failed eq {true}");

        return [.. (await QueryAsync(filter, most, cancellationToken)).Select(Read)];
    }

    private static string PartitionOf(string connectionId) => TableKeys.Safe(connectionId);

    private static string RowOf(IssuedPayment payment) => RowOf(payment.BillId, payment.PaymentId);

    private static string RowOf(NetSuiteId bill, NetSuiteId payment) => $"bill:{TableKeys.Safe(bill.Value)}|{TableKeys.Safe(payment.Value)}";

    private static string IndexOf(IssuedPayment payment) => $"payment:{TableKeys.Safe(payment.PaymentId.Value)}|{TableKeys.Safe(payment.BillId.Value)}";

    /// <summary>All rows whose key is this and a bar and something behind it; } comes next after the bar.</summary>
    private static string Under(string connectionId, string key) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(connectionId)} and RowKey ge {$"{key}|"} and RowKey lt {$"{key}}}"}");

    /// <summary>The rows of each of these, in their order.</summary>
    private async Task<IEnumerable<TableEntity>> ListUnderAsync(string connectionId, string kind, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        NetSuiteId[] distinct = [.. ids.Distinct()];
        var found = new List<TableEntity>[distinct.Length];
        var many = new ParallelOptions { MaxDegreeOfParallelism = MostReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, distinct.Length, many, async (index, token) =>
            found[index] = await QueryAsync(Under(connectionId, $"{kind}{TableKeys.Safe(distinct[index].Value)}"), int.MaxValue, token));

        return found.SelectMany(rows => rows);
    }

    private static IssuedPayment Read(TableEntity row) => JsonSerializer.Deserialize<IssuedPayment>(row.GetString(Json))!;

    private async Task<List<TableEntity>> QueryAsync(string filter, int most, CancellationToken cancellationToken)
    {
        var table = await payments.GetAsync(cancellationToken);
        List<TableEntity> rows = [];
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            rows.Add(row);
            if (rows.Count >= most)
            {
                break;
            }
        }

        return rows;
    }
}
