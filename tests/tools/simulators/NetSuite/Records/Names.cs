using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>How records are named where others point to them (specification 3.1, 8.2).</summary>
internal static class Names
{
    public static string Of(RecordStore store, Record record) => record.Type.Name switch
    {
        "job" => JobName(store, record),
        "subsidiary" or "department" or "classification" or "location" => record.Text("fullName") ?? record.Text("name") ?? "",
        "account" => string.Join(' ', new[] { record.Text("acctNumber"), record.Text("acctName") }.Where(part => part is not null)),
        "currency" => record.Text("symbol") ?? record.Text("name") ?? "",
        "accountingPeriod" => record.Text("periodName") ?? "",
        "vendorBill" => $"Bill #{record.Text("tranId")}",
        "vendorCredit" => $"Bill Credit #{record.Text("tranId")}",
        "journalEntry" => $"Journal #{record.Text("tranId")}",
        "vendorPayment" => $"Bill Payment #{record.Text("tranId")}",
        _ when record.Type.Group == Groups.Item => ItemName(store, record),
        _ when record.Type.Group == Groups.Entity => record.Text("entityId") ?? "",
        _ => record.Text("name") ?? "",
    };

    /// <summary>The name with its ancestors, as NetSuite shows it: Parent : Child.</summary>
    public static string Full(RecordStore store, RecordType type, string name, string? parent)
    {
        var above = parent is null ? null : store.Find(type, parent);
        return above is null ? name : $"{above.Text("fullName") ?? above.Text("name")} : {name}";
    }

    public static string ItemName(RecordStore store, Record item)
    {
        var parent = item.Reference("parent") is { } id ? store.FindInGroup(Groups.Item, id) : null;
        return parent is null ? item.Text("itemId") ?? "" : $"{ItemName(store, parent)} : {item.Text("itemId")}";
    }

    private static string JobName(RecordStore store, Record job)
    {
        var own = job.Text("entityId") == job.Text("companyName") ? job.Text("entityId") : $"{job.Text("entityId")} {job.Text("companyName")}";
        var parent = job.Reference("parent") is { } id ? store.FindInGroup(Groups.Entity, id) : null;
        return parent is null ? own ?? "" : $"{parent.Text("entityId")} : {own}";
    }
}
