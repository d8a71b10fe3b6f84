using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>
/// What must be so at the end of the day, read from the two accounts alone: nothing here asks the connector what it believes it has done.
/// </summary>
public static class Checks
{
    private const int Companies = 10, Bills = 12;

    /// <summary>Create, and its share of finding vendors, periods, items and reading back. More would not fit into a busy account.</summary>
    private const decimal MostCallsPerBill = 8;

    public static IEnumerable<Check> Run(Stage stage, Cast cast, IReadOnlyList<ClosingRow> rows)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(cast);
        ArgumentNullException.ThrowIfNull(rows);

        return [.. Money(stage, rows), .. NothingTwice(stage, rows), .. Statuses(stage, cast), .. Calls(stage), .. Quiet(stage)];
    }

    private static IEnumerable<Check> Money(Stage stage, IReadOnlyList<ClosingRow> rows)
    {
        yield return new($"{Bills} invoices have a bill in NetSuite.", rows.Count == Bills, $"{rows.Count}");
        yield return All("Each bill's total is the payment due of its invoice, to the cent.", rows, row => row.Difference == 0, row => $"{Name(row)} differs by {Narrator.Money(row.Difference)}");
        yield return All(
            "Each bill's lines come to its total, and its work to what the invoice bills this period.",
            rows,
            row => row.Bill.Lines.Sum(line => line.Amount) == row.Bill.Total && row.Bill.Total - row.Retainage == Items(stage, row).Sum(item => item.Amount("gross_amount")),
            Name);
        yield return All(
            "Each bill's retainage is what the invoice holds and releases.",
            rows,
            row => row.Retainage == Items(stage, row).Sum(item => item.Amount("net_amount") - item.Amount("gross_amount")),
            Name);
        yield return All(
            "Each bill is the vendor's, has the invoice's number, and lies in the period of its billing date.",
            rows,
            row => row.Bill.TranId == row.Invoice.Text("invoice_number")
                && row.Bill.EntityId == IdOf(stage.VendorOf(row.Invoice))
                && row.Bill.Period == row.Bill.Date.ToString("MMM yyyy", System.Globalization.CultureInfo.InvariantCulture),
            Name);
        yield return All(
            "Each line of a bill that the connector made carries the project's job.",
            rows.Where(row => row.Bill.ExternalId is not null),
            row => row.Bill.Lines.All(line => line.CustomerId == IdOf(stage.Accounts.Procore.FindRecord(Stage.Project, row.Invoice.ProjectId!.Value)!)),
            Name);
    }

    private static IEnumerable<Check> NothingTwice(Stage stage, IReadOnlyList<ClosingRow> rows)
    {
        var ledger = stage.Accounts.NetSuite.Ledger;
        var made = rows.Count(row => row.Bill.ExternalId is not null);
        var ours = ledger.VendorBills.Count(bill => bill.ExternalId is not null);
        var deleted = ledger.Deletions.Where(deletion => deletion.ExternalId is not null).ToLookup(deletion => deletion.ExternalId);
        var twice = ledger.CreationsByExternalId.Where(pair => pair.Value > 1 + deleted[pair.Key].Count()).Select(pair => pair.Key).ToList();
        yield return new($"NetSuite has {Bills} bills of invoices, each of one, and no other bill of the connector.", ours == made && rows.Select(row => row.Bill.Id).Distinct().Count() == Bills, $"{ours} of the connector, {made} of invoices");
        yield return new("Nothing was made twice, except the bill that was deleted in between.", twice.Count == 0, string.Join(", ", twice));
        yield return Same("NetSuite has nine new vendors and the three that were typed in.", Companies + 2, ledger.Vendors.Count);
        yield return Same("NetSuite has the jobs of Procore's two projects and the two that were typed in.", 4, ledger.Jobs.Count);
        yield return new(
            "Every budget code that was billed has one item, named project-code, and no name is there twice.",
            ledger.Items.Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == ledger.Items.Count
                && ledger.Items.Where(item => item.ExternalId is not null).All(item => item.Name.StartsWith("240", StringComparison.Ordinal)),
            string.Join(", ", ledger.Items.Select(item => item.Name)));
    }

    private static IEnumerable<Check> Statuses(Stage stage, Cast cast)
    {
        var procore = stage.Accounts.Procore;
        yield return Tabs(stage, "All companies are Synced, the possible duplicate since it was linked.", Stage.Vendor, cast.Companies, _ => "Synced");
        yield return Tabs(stage, "Both projects are Synced.", Stage.Project, cast.Projects, _ => "Synced");
        yield return Tabs(stage, "All invoices are Synced but the one that Ann rejected.", Stage.Invoice, cast.Invoices, record => record.Text("invoice_number") == "FD-77" ? "Rejected" : "Synced");
        var retried = cast.Invoices.Single(record => record.Text("invoice_number") == "ER-509").Id;
        yield return All(
            "Every request of Procore was answered once, and the one that the operator had tried again once more.",
            procore.RequestDetails,
            detail => detail.Closings.Count == (detail.ItemId == retried ? 2 : 1),
            detail => $"{detail.RequestName} {detail.ItemId}: {detail.Closings.Count} answers");
    }

    private static IEnumerable<Check> Calls(Stage stage)
    {
        var (netSuite, procore) = (stage.Accounts.NetSuite, stage.Accounts.Procore);
        var bills = netSuite.Ledger.Creations.Count(made => made is { Type: "vendorBill", Origin: "rest" });

        // The set-up check asks for the empty form of a bill, which makes none.
        var creates = netSuite.Calls.Count(call => call is { Method: "POST", Body: not "{}" } && call.Path.EndsWith("/vendorBill", StringComparison.OrdinalIgnoreCase));
        DateTimeOffset? First(string request) => procore.RequestDetails.FirstOrDefault(detail => detail.RequestName == request)?.CreatedAt;
        var (firstInvoice, firstImport) = (First("create_requisitions"), First("sync_vendors") ?? DateTimeOffset.MaxValue);
        var perBill = bills == 0 ? 0 : netSuite.Calls.Count(call => call.Number > stage.CallsOfSetUp && call.At >= firstInvoice && call.At < firstImport) / (decimal)bills;
        yield return new($"{Narrator.Count(bills, "bill", "bills")} were made with as many create calls.", creates == bills && bills == Bills, $"{creates} create calls for {bills} bills");
        yield return new(
            FormattableString.Invariant($"NetSuite was called {perBill:0.0} times for each bill, items, refusals and the undoing included (at most {MostCallsPerBill})."),
            perBill <= MostCallsPerBill,
            FormattableString.Invariant($"{perBill:0.0}"));
        yield return new(
            $"NetSuite never had to refuse for its limit of {netSuite.Settings.ConcurrencyLimit} calls at once; most at once: {netSuite.MostInFlight}.",
            netSuite.Calls.Count(call => call.Status == 429) == 0,
            $"{netSuite.Calls.Count(call => call.Status == 429)} refusals");
        yield return Same("Procore never had to refuse for its rate limit.", 0, procore.Calls.Count(call => call.Status == 429));
    }

    private static IEnumerable<Check> Quiet(Stage stage)
    {
        var host = stage.Host;
        yield return Same("No message is left on a queue.", 0, host.Queues.Sum(host.CountMessages));
        yield return Same("No message is given up: the one that was has been sent again (dead-letter queues).", 0, host.Queues.Sum(host.CountDeadLetters));
        yield return new(
            "No function failed, but for nine of the ten deliveries of that message: the last one says why it died.",
            host.Failures.Count == 9 && host.Failures.All(failure => failure.Function == "RouteErpRequest"),
            string.Join("; ", host.Failures));
        Exception[] bugs = [.. stage.Accounts.Procore.Bugs, .. stage.Accounts.NetSuite.Bugs];
        yield return new("Neither simulator found a fault of its own.", bugs.Length == 0, string.Join("; ", bugs.Select(bug => bug.Message)));
    }

    /// <summary>The invoice's lines; none of the story's has detail lines.</summary>
    private static IEnumerable<ProcoreRecord> Items(Stage stage, ClosingRow row) => new[] { "requisition_contract_item", "requisition_change_order_item" }
        .SelectMany(stage.Accounts.Procore.Records).Where(item => item.ParentId == row.Invoice.Id);

    private static string? IdOf(ProcoreRecord record) => record.OriginId?.Split(':')[^1];

    private static string Name(ClosingRow row) => $"{row.Invoice.Text("invoice_number")} of {row.Vendor} (bill {row.Bill.Id})";

    private static Check Same(string what, int wanted, int found) => new(what, wanted == found, $"{found}");

    private static Check All<T>(string what, IEnumerable<T> all, Func<T, bool> isRight, Func<T, string> name)
    {
        var wrong = all.Where(one => !isRight(one)).Select(name).ToList();

        return new(what, wrong.Count == 0, string.Join(", ", wrong));
    }

    private static Check Tabs(Stage stage, string what, string kind, IEnumerable<ProcoreRecord> records, Func<ProcoreRecord, string> wanted) => All(
        what,
        records,
        record => stage.TabOf(kind, record) == wanted(record),
        record => $"{stage.Accounts.Procore.Status(kind, record.Id).Name} is {stage.TabOf(kind, record)}");
}
