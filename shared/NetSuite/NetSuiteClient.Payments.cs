using System.Text.Json;

namespace ProcoreNetSuite.NetSuite;

/// <content>Payments of vendor bills (netsuite-api.md 5.3, 5.4, 8.6).</content>
public sealed partial class NetSuiteClient
{
    private const string Stamp = "'YYYY-MM-DD HH24:MI:SS'";

    public async Task<string?> FindLastChangeAsync(CancellationToken cancellationToken)
    {
        var rows = await SuiteQl.FirstRowsAsync(
            connection, $"SELECT TO_CHAR(MAX(t.lastmodifieddate),{Stamp}) AS hi FROM transaction t", 1, row => new LastChange(row.Text("hi")), cancellationToken);

        return rows.SingleOrDefault()?.At;
    }

    public async Task<string?> FindCountryAsync(CancellationToken cancellationToken) =>
        (await FindAsync(RecordType.PayingSubsidiary, settings.Subsidiary, record => new Country(record.Member("country")?.Text("id")), cancellationToken))?.Code;

    public Task<IReadOnlyList<ChangedRecord>> ListChangedAsync(
        TransactionType type, ChangedRecord after, string upTo, int most, CancellationToken cancellationToken) =>
        SuiteQl.FirstRowsAsync(
            connection,
            $"SELECT t.id, TO_CHAR(t.lastmodifieddate,{Stamp}) AS at FROM transaction t WHERE t.type = {SuiteQl.Quote(NamesOf(type).Short)} "
            + $"AND {Behind("t.lastmodifieddate", "t.id", after)} AND t.lastmodifieddate <= {Moment(upTo)} ORDER BY t.lastmodifieddate, t.id",
            most,
            row => ReadChange(row, "id"),
            cancellationToken);

    public Task<IReadOnlyList<ChangedRecord>> ListDeletedAsync(TransactionType type, ChangedRecord after, int most, CancellationToken cancellationToken) =>
        SuiteQl.FirstRowsAsync(
            connection,
            $"SELECT d.recordid, TO_CHAR(d.deleteddate,{Stamp}) AS at FROM deletedrecord d WHERE {IsDeleted(type)} "
            + $"AND {Behind("d.deleteddate", "d.recordid", after)} ORDER BY d.deleteddate, d.recordid",
            most,
            row => ReadChange(row, "recordid"),
            cancellationToken);

    public async Task<IReadOnlyList<NetSuiteId>> ListDeletedAmongAsync(TransactionType type, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, SuiteQl.Most);
        var rows = ids.Count == 0 ? [] : await SuiteQl.ListAsync(
            connection,
            $"SELECT DISTINCT d.recordid AS id FROM deletedrecord d WHERE {IsDeleted(type)} AND d.recordid IN {SuiteQl.List(ids.Distinct().Select(SuiteQl.Number))} {SuiteQl.NextPage} ORDER BY d.recordid",
            "d.recordid",
            row => new Found(row.Id("id")),
            cancellationToken);

        return [.. rows.Select(row => row.Id).OfType<NetSuiteId>()];
    }

    /// <summary>How the type is spelt is not published: vendorpayment, vendorPayment, Bill Payment.</summary>
    private static string IsDeleted(TransactionType type) => $"REPLACE(LOWER(d.type),' ','') IN {SuiteQl.List(NamesOf(type).Deleted.Select(SuiteQl.Quote))}";

    public async Task<IReadOnlyList<PaidBill>> ListBillsPaidByAsync(IReadOnlyList<NetSuiteId> payments, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payments.Count, SuiteQl.Most);
        if (payments.Count == 0)
        {
            return [];
        }

        return await SuiteQl.ListAsync(
            connection,
            "SELECT DISTINCT b.id, b.tranid, b.externalid FROM nexttransactionlinelink l INNER JOIN transaction b ON b.id = l.previousdoc "
            + $"WHERE l.linktype = 'Payment' AND b.type = 'VendBill' AND l.nextdoc IN {SuiteQl.List(payments.Distinct().Select(SuiteQl.Number))} "
            + $"{SuiteQl.NextPage} ORDER BY b.id",
            "b.id",
            row => row.Id("id") is { } id ? new PaidBill(id, row.Text("tranid"), row.Text("externalid")) : null,
            cancellationToken);
    }

    public async Task<IReadOnlyList<BillPayment>> ListBillPaymentsAsync(IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bills.Count, SuiteQl.Most);
        List<BillPayment> all = [];
        if (bills.Count == 0)
        {
            return all;
        }

        var which = SuiteQl.List(bills.Distinct().Select(SuiteQl.Number));
        var behind = "";
        for (var isMore = true; isMore;)
        {
            var page = await SuiteQl.FirstRowsAsync(connection, PaymentsOf(which, behind), SuiteQl.Most, ReadPayment, cancellationToken);
            all.AddRange(page);
            isMore = page.Count == SuiteQl.Most;
            if (isMore)
            {
                var (payment, bill) = (SuiteQl.Number(page[^1].PaymentId), SuiteQl.Number(page[^1].BillId));
                behind = $"AND (p.id > {payment} OR (p.id = {payment} AND b.id > {bill})) ";
            }
        }

        return all;
    }

    public async Task<IReadOnlyList<BillBalance>> ListBillBalancesAsync(IReadOnlyList<NetSuiteId> bills, CancellationToken cancellationToken)
    {
        var found = await ListBillsAsync(bills.Count == 0 ? null : Among(bills), cancellationToken);
        if (found.Count == 0)
        {
            return [];
        }

        var which = SuiteQl.List(found.Select(bill => SuiteQl.Number(bill.Id)));
        var open = await SumAsync(
            "SELECT tal.transaction AS id, SUM(tal.amountunpaid) AS total FROM transactionaccountingline tal "
            + $"WHERE tal.accountingbook = 1 AND tal.posting = 'T' AND tal.transaction IN {which} {SuiteQl.NextPage} GROUP BY tal.transaction ORDER BY tal.transaction",
            "tal.transaction");
        var tax = await SumAsync(
            "SELECT tl.transaction AS id, SUM(tl.foreignamount) AS total FROM transactionline tl "
            + $"WHERE tl.taxline = 'T' AND tl.mainline = 'F' AND tl.transaction IN {which} {SuiteQl.NextPage} GROUP BY tl.transaction ORDER BY tl.transaction",
            "tl.transaction");
        var credits = await SumAsync(
            "SELECT b.id, SUM(l.foreignamount) AS total FROM nexttransactionlinelink l INNER JOIN transaction p ON p.id = l.nextdoc INNER JOIN transaction b ON b.id = l.previousdoc "
            + $"WHERE l.linktype = 'Payment' AND p.type <> 'VendPymt' AND b.type = 'VendBill' AND b.id IN {which} {SuiteQl.NextPage} GROUP BY b.id ORDER BY b.id",
            "b.id");

        return
        [
            .. found.Where(bill => !bill.Voided && open.ContainsKey(bill.Id)).Select(bill => new BillBalance(
                bill.Id, bill.Reference, bill.Total, tax.GetValueOrDefault(bill.Id), Math.Abs(credits.GetValueOrDefault(bill.Id)), Math.Abs(open[bill.Id]))),
        ];

        async Task<Dictionary<NetSuiteId, decimal>> SumAsync(string query, string idColumn) =>
            (await SuiteQl.ListAsync(
                connection, query, idColumn, row => row.Id("id") is { } id ? new IdSum(id, row.Number("total") ?? 0m) : null, cancellationToken))
            .ToDictionary(sum => sum.Id, sum => sum.Total);
    }

    /// <summary>The type in queries of transactions, and every way it may be spelt among deleted records.</summary>
    private static (string Short, string[] Deleted) NamesOf(TransactionType type) => type switch
    {
        TransactionType.VendorBill => ("VendBill", ["vendorbill", "bill", "vendbill"]),
        TransactionType.VendorPayment => ("VendPymt", ["vendorpayment", "billpayment", "vendpymt"]),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static string PaymentsOf(string bills, string behind) =>
        "SELECT p.id AS paymentid, b.id AS billid, p.tranid, p.transactionnumber, p.externalid, TO_CHAR(p.trandate,'YYYY-MM-DD') AS trandate, p.memo, "
        + "p.status, BUILTIN.DF(p.status) AS statusname, p.approvalstatus, p.posting, p.voided, a.accttype, SUM(l.foreignamount) AS applied "
        + "FROM nexttransactionlinelink l INNER JOIN transaction p ON p.id = l.nextdoc INNER JOIN transaction b ON b.id = l.previousdoc "
        + "LEFT JOIN account a ON a.id = p.account "
        + $"WHERE l.linktype = 'Payment' AND p.type = 'VendPymt' AND b.type = 'VendBill' AND b.id IN {bills} {behind}"
        + "GROUP BY p.id, b.id, p.tranid, p.transactionnumber, p.externalid, p.trandate, p.memo, p.status, BUILTIN.DF(p.status), p.approvalstatus, p.posting, "
        + "p.voided, a.accttype ORDER BY p.id, b.id";

    private static BillPayment? ReadPayment(JsonElement row)
    {
        if (row.Id("paymentid") is not { } payment || row.Id("billid") is not { } bill || row.Date("trandate") is not { } date || row.Number("applied") is not { } applied)
        {
            return null;
        }

        var status = row.Text("statusname") ?? "";
        string[] unposted = ["pending", "void", "reject"];
        var isPosted = row.Flag("posting") && !row.Flag("voided") && row.Text("status") is not ("V" or "Z") && row.Text("approvalstatus") is not ("1" or "3")
            && !unposted.Any(word => status.Contains(word, StringComparison.OrdinalIgnoreCase));

        return new(
            payment, bill, PaymentNumber(row), row.Text("externalid"), date, Math.Abs(applied), row.Text("memo"), row.Text("accttype"), isPosted);
    }

    private static string? PaymentNumber(JsonElement row) => row.Text("tranid") switch
    {
        null or "" => row.Text("transactionnumber"),
        var number when number.StartsWith("To ", StringComparison.OrdinalIgnoreCase) && number.Contains("print", StringComparison.OrdinalIgnoreCase) => null,
        var number => number,
    };

    /// <summary>Behind a place in an order by moment and id; the place (moment, 0) lets everything in from that moment on.</summary>
    private static string Behind(string moment, string id, ChangedRecord after) =>
        $"({moment} > {Moment(after.At)} OR ({moment} = {Moment(after.At)} AND {id} > {SuiteQl.Number(after.Id)}))";

    private static string Moment(string at) => $"TO_DATE({SuiteQl.Quote(at)},{Stamp})";

    private static ChangedRecord? ReadChange(JsonElement row, string id) =>
        row.Id(id) is { } record && row.Text("at") is { Length: > 0 } at ? new(at, record) : null;

    private sealed record LastChange(string? At);

    private sealed record IdSum(NetSuiteId Id, decimal Total);

    private sealed record Country(string? Code);
}
