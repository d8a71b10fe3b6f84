using static ProcoreNetSuite.Simulators.NetSuite.Schema.Build;

namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Transactions (specification 8.4 to 8.7).</summary>
internal static class TransactionTypes
{
    public static RecordType VendorBill() => new("vendorBill", Groups.Transaction, [
        Ref("entity", "vendor").Must(), .. Header(), Day("dueDate"), Ref("account", "account"), Ref("terms", "term"), Approval(), Ref("nextApprover", "employee"),
        Flag("paymentHold"), Number("userTotal"), Number("total").Read(), Number("taxTotal").Read(), Number("balance").Read(),
        Choice("status", ("A", "Open"), ("B", "Paid In Full"), ("C", "Cancelled"), ("D", "Pending Approval"), ("E", "Rejected"), ("F", "Payment In-Transit")).Read(),
        .. EntityTypes.Dates("createdDate")], ItemLines(), ExpenseLines())
    { Title = "Bill", TransactionCode = "VendBill" };

    public static RecordType VendorCredit() => new("vendorCredit", Groups.Transaction, [
        Ref("entity", "vendor").Must(), .. Header(), Ref("account", "account"), Flag("autoApply"), Ref("createdFrom", "vendorBill").Read(), Number("userTotal"), Number("total").Read(), Number("taxTotal").Read(),
        Number("applied").Read(), Number("unapplied").Read(), Choice("status", ("A", "Open"), ("B", "Fully Applied")).Read(), .. EntityTypes.Dates("createdDate")],
        ItemLines(), ExpenseLines(), Apply())
    { Title = "Bill Credit", TransactionCode = "VendCred" };

    public static RecordType VendorPayment() => new("vendorPayment", Groups.Transaction, [
        Ref("entity", "vendor").Must(), .. Header(), Ref("account", "account"), Ref("apAcct", "account"), Flag("toBePrinted"), Flag("printVoucher"), Flag("cleared"),
        Flag("isInTransitPayment"), Approval(), Choice("status", ("A", "Pending Approval"), ("B", "Approved"), ("V", "Voided"), ("Z", "Online Bill Pay Pending")).Read(),
        Number("total").Read(), Number("unapplied").Read(), Number("balance").Read(), Ref("voidJournal", "journalEntry").Read(), .. EntityTypes.Dates("createdDate")], Apply(Number("disc")))
    { Title = "Bill Payment", TransactionCode = "VendPymt" };

    public static RecordType JournalEntry() => new("journalEntry", Groups.Transaction, [
        .. Header(), Flag("approved"), Approval(), Day("reversalDate"), Flag("reversalDefer"), Flag("isReversal").Read(), Ref("createdFrom", "vendorBill", "vendorPayment").Read(), Flag("void").Read(),
        .. EntityTypes.Dates("createdDate")], JournalLines())
    { Title = "Journal Entry", TransactionCode = "Journal" };

    private static FieldType[] Header() => [
        Text("externalId", 255), Text("tranId", 45), Text("transactionNumber").Read(), Day("tranDate"), Ref("postingPeriod", "accountingPeriod"), Ref("subsidiary", "subsidiary"),
        Ref("currency", "currency"), Number("exchangeRate"), Ref("department", "department"), Ref("class", "classification"), Ref("location", "location"), Text("memo", 4000)];

    private static FieldType Approval() => Choice("approvalStatus", ("1", "Pending Approval"), ("2", "Approved"), ("3", "Rejected"), ("11", "11"));

    private static FieldType[] Segments() => [Ref("department", "department"), Ref("class", "classification"), Ref("location", "location")];

    private static SublistType ItemLines() => new("item", "line", [
        Ref("item", ItemTypes.Names).Must(), Text("description", 4000), Number("quantity"), Number("rate"), Number("amount"),
        Text("units"), Ref("customer", "customer", "job"), Ref("job", "job"), .. Segments(), Flag("isBillable"), Number("grossAmt").Read()])
    { SharesNumbering = true };

    private static SublistType ExpenseLines() => new("expense", "line", [
        Ref("account", "account"), Number("amount").Must(), Text("memo", 4000), Ref("customer", "customer", "job"), .. Segments(), Flag("isBillable"), Number("grossAmt").Read()])
    { SharesNumbering = true };

    private static SublistType JournalLines() => new("line", "line", [
        Ref("account", "account").Must(), Number("debit"), Number("credit"), Text("memo", 4000), Ref("entity", "vendor", "customer", "employee", "job"), .. Segments(), Ref("item", ItemTypes.Names), Flag("eliminate")]);

    private static SublistType Apply(params FieldType[] more) => new("apply", "line", [
        Ref("doc", "vendorBill"), Flag("apply"), Number("amount"), .. more, Day("applyDate").Read(), Number("due").Read(), Number("total").Read(), Text("refNum").Read(), Text("type").Read(),
        Text("currency").Read()]);
}
