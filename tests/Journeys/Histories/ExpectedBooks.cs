using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProcoreNetSuite.Money;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <summary>
/// What Procore should show, worked out from the two ledgers alone by the rules of connector-behaviour.md 7.5 and 7.6. Nothing of the connector is asked: not its
/// links, not its notes about what it imported.
/// </summary>
internal sealed partial class ExpectedBooks(World world, Facts facts, string itemField)
{
    private static readonly DateOnly from = new(2026, 5, 1);

    private readonly Dictionary<string, (long Project, string Code)> codes = world.Ledger.Items
        .Where(item => item.ExternalId?.Contains("-wbs-code-", StringComparison.Ordinal) is true)
        .ToDictionary(item => item.Id, item => (ProjectOf(world, item.Name), item.Name[(item.Name.IndexOf('-', StringComparison.Ordinal) + 1)..]));

    private readonly Dictionary<string, ProcoreRecord> invoices = world.Accounts.Procore.Records(Kinds.Requisition)
        .Where(invoice => Facts.IdIn(invoice.OriginId, "vendorBill") is not null).ToDictionary(invoice => Facts.IdIn(invoice.OriginId, "vendorBill")!);

    /// <summary>Costs and payments that are the same on both sides.</summary>
    public int Compared { get; private set; }

    /// <param name="problems">What the runs said.</param>
    /// <param name="isFull">Compare what only a full run sees as well: a cost's company, which can change while its transaction stays as it is.</param>
    public IReadOnlyList<string> Compare(IReadOnlyList<string> problems, bool isFull)
    {
        var costs = ListCosts(isFull).ToList();

        return
        [
            .. Differences(costs.Select(cost => (cost.Key, cost.Text)), ShowCosts(costs.Where(cost => cost.HasVendor).Select(cost => cost.Key).ToHashSet()), one => MayDifferAsCost(one, problems, isFull)),
            .. Differences(ListPayments(), ShowPayments(), MayDifferAsPayment),
            .. FindBroken(problems),
            .. FindTakenOver(problems, isFull),
        ];
    }

    private IEnumerable<string> Differences(
        IEnumerable<(string Key, string Text)> expected, IEnumerable<(string Key, string Text)> shown, Func<(string Key, bool IsShown), bool> mayDiffer)
    {
        var (left, right) = (expected.ToLookup(one => one.Key, one => one.Text), shown.ToLookup(one => one.Key, one => one.Text));
        foreach (var key in left.Select(group => group.Key).Union(right.Select(group => group.Key)).Order(StringComparer.Ordinal))
        {
            var (should, does) = (string.Join(" and ", left[key]), string.Join(" and ", right[key]));
            Compared += should == does ? 1 : 0;
            if (should != does && !mayDiffer((key, right.Contains(key))))
            {
                yield return $"{key}{Environment.NewLine}  NetSuite: {(should.Length > 0 ? should : "nothing")}{Environment.NewLine}  Procore:  {(does.Length > 0 ? does : "nothing")}";
            }
        }
    }

    /// <summary>A cost whose vendor has no company keeps the company that it had (E603), so there it isn't compared.</summary>
    private IEnumerable<(string Key, string Text, bool HasVendor)> ListCosts(bool withVendor)
    {
        var companies = world.Accounts.Procore.Records(Kinds.Vendor).Where(company => company.OriginId is not null).ToDictionary(company => Facts.IdIn(company.OriginId, "vendor")!, company => company.Id);
        foreach (var bill in world.Ledger.VendorBills.Where(bill => bill is { IsVoided: false, ApprovalStatus: "2" } && bill.Date >= from && !facts.IsFromProcore(bill.Id)))
        {
            foreach (var cost in ByProject(LinesOf(bill.Lines)))
            {
                var vendor = withVendor && companies.TryGetValue(bill.EntityId, out var company) ? $"{company}" : null;
                yield return (KeyOf("vendorBill", bill.Id, cost.Project), Text(bill.TranId ?? bill.Id, bill.Date, vendor, cost.Lines), vendor is not null);
            }
        }

        // A journal that voids a bill is none: the bill is none either.
        foreach (var journal in world.Ledger.JournalEntries.Where(journal => journal is { IsPosted: true, Voids: null } && journal.Date >= from))
        {
            foreach (var cost in ByProject(LinesOf(journal)))
            {
                yield return (KeyOf("journalEntry", journal.Id, cost.Project), Text(journal.TranId ?? journal.Id, journal.Date, null, cost.Lines), false);
            }
        }
    }

    private IEnumerable<(int Line, string? Item, string? Job, decimal Amount)> LinesOf(IEnumerable<LedgerBillLine> lines) =>
        lines.Select(line => (line.Line, line.ItemId ?? line.OwnFields.GetValueOrDefault(itemField), line.CustomerId, line.Amount));

    private IEnumerable<(int Line, string? Item, string? Job, decimal Amount)> LinesOf(LedgerJournal journal) =>
        journal.Lines.Select(line => (line.Line, line.ItemId ?? line.OwnFields.GetValueOrDefault(itemField), line.EntityId, line.Amount));

    /// <summary>Lines whose item is a code's of the project that they are on; or of any project, if they are on none or on the customer above its job (13.3).</summary>
    private IEnumerable<(long Project, IEnumerable<string> Lines)> ByProject(IEnumerable<(int Line, string? Item, string? Job, decimal Amount)> lines) => lines
        .Where(line => line.Item is not null && codes.TryGetValue(line.Item, out var code) && (line.Job is null || line.Job == JobOf(code.Project) || line.Job == ParentOf(JobOf(code.Project))))
        .GroupBy(line => codes[line.Item!].Project)
        .Select(group => (group.Key, group.Select(line => LineText($"{line.Line}", codes[line.Item!].Code, line.Amount))));

    private string? JobOf(long project) => Facts.IdIn(world.Accounts.Procore.FindRecord(Kinds.Project, project)?.OriginId, "job");

    private string? ParentOf(string? job) => job is null ? null : world.Ledger.FindJson("job", job)?["parent"]?["id"]?.GetValue<string>();

    /// <summary>
    /// The job-cost control totals of a run of direct costs (13.3), worked out from the ledger: every posted line on a project's job, or on an item of its codes
    /// if it is on none of the jobs, whatever account it posts to.
    /// </summary>
    /// <param name="isFull">A bill that is unlinked keeps its place in the totals until its transaction changes, or a full run compares it.</param>
    public IEnumerable<string> CompareTotals(JsonElement run, bool isFull)
    {
        var jobs = world.Accounts.Procore.Records(Kinds.Project).Where(project => JobOf(project.Id) is not null).ToDictionary(project => JobOf(project.Id)!, project => project.Id);
        long? ProjectOf(string? item, string? job) => job is not null && jobs.TryGetValue(job, out var project) ? project : item is not null && codes.TryGetValue(item, out var code) ? code.Project : null;
        var bills = world.Ledger.VendorBills.Where(bill => bill.ApprovalStatus == "2" && !(bill.IsVoided && bill.Total == 0) && bill.Date >= from)
            .SelectMany(bill => LinesOf(bill.Lines).Select(line => (Line: line, Project: ProjectOf(line.Item, line.Job)))
                .Select(one => (Source: IsExported(bill.Id, one.Project) ? "exported" : "bill", one.Project, one.Line.Amount)));
        var journals = world.Ledger.JournalEntries.Where(journal => journal.IsPosted && journal.Date >= from)
            .SelectMany(journal => LinesOf(journal).Select(line => (Source: "journal", Project: ProjectOf(line.Item, line.Job), line.Amount)));
        var credits = world.Ledger.VendorCredits.Where(credit => credit.Date >= from)
            .SelectMany(credit => LinesOf(credit.Lines).Select(line => (Source: "other", Project: ProjectOf(line.Item, line.Job), Amount: -line.Amount)));
        var sums = bills.Concat(journals).Concat(credits).Where(one => one.Project is not null).ToLookup(one => one.Project!.Value);
        var isRefused = run.GetProperty("problems").EnumerateArray().Any(problem => problem.GetString()!.StartsWith("E606", StringComparison.Ordinal));
        var imported = ListCosts(false).ToLookup(cost => cost.Key.Split(' ')[^1], cost => SumOf(cost.Text));

        // Of a bill whose invoice lost it again, nobody outside can say whose it was.
        var unclear = world.Ledger.VendorBills.Where(bill => facts.IsFromProcore(bill.Id) && !invoices.ContainsKey(bill.Id)).SelectMany(bill => LinesOf(bill.Lines)).Select(line => ProjectOf(line.Item, line.Job)).ToHashSet();
        var shown = run.GetProperty("jobCost").EnumerateArray().ToDictionary(one => one.GetProperty("project").GetInt64());
        foreach (var project in facts.SwitchedOn.Order())
        {
            var isClear = isFull && !unclear.Contains(project);
            var should = string.Join(
                ' ',
                Figure("netSuite", sums[project].Sum(one => one.Amount)),
                isClear ? Figure("exportedBills", sums[project].Where(one => one.Source == "exported").Sum(one => one.Amount)) : "",
                Figure("otherSources", sums[project].Where(one => one.Source == "other").Sum(one => one.Amount)),
                Figure("difference", 0m),
                isRefused ? "" : Figure("imported", imported[$"{project}"].Sum()));
            var does = !shown.TryGetValue(project, out var one) ? "nothing" : string.Join(
                ' ', new[] { "netSuite", "exportedBills", "otherSources", "difference" }.Select(name => name == "exportedBills" && !isClear ? "" : Figure(name, one.GetProperty(name).GetDecimal())).Append(isRefused ? "" : Figure("imported", one.GetProperty("imported").GetDecimal())));
            if (should != does)
            {
                yield return $"job cost of project {project}{Environment.NewLine}  NetSuite: {should}{Environment.NewLine}  the run:  {does}";
            }
        }
    }

    /// <summary>A line of an invoice's bill that was entered or moved to another project than the invoice's is no invoice there.</summary>
    private bool IsExported(string bill, long? project) => facts.IsFromProcore(bill) && (!invoices.TryGetValue(bill, out var invoice) || invoice.ProjectId == project);

    private static string Figure(string name, decimal amount) => $"{name} {Amounts.Text(amount)}";

    /// <summary>Of a cost as it is written here.</summary>
    private static decimal SumOf(string text) => AmountInText().Matches(text).Sum(match => decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private IEnumerable<(string Key, string Text)> ShowCosts(HashSet<string> withVendor)
    {
        var names = world.Ledger.Items.Where(item => codes.ContainsKey(item.Id)).ToDictionary(item => long.Parse(item.ExternalId!.Split('-')[^1], CultureInfo.InvariantCulture), item => codes[item.Id].Code);
        var lines = world.Accounts.Procore.Records(Kinds.DirectCostLine).ToLookup(line => line.ParentId);
        foreach (var cost in world.Accounts.Procore.Records(Kinds.DirectCost).Where(cost => !facts.Own.ContainsKey((Kinds.DirectCost, cost.Id))))
        {
            var parts = cost.OriginId?.Split(':') ?? [];
            var key = parts is ["ns", _, var type, var id, var project] && project == $"{cost.ProjectId}" ? KeyOf(type, id, cost.ProjectId!.Value) : $"cost {cost.Id} of project {cost.ProjectId} with origin id {cost.OriginId}";
            var shown = lines[cost.Id].Select(line => LineText(line.OriginId?.Split(':')[^1], names.GetValueOrDefault(line.Data["wbs_code_id"]!.GetValue<long>()) ?? "?", decimal.Parse($"{line.Data["amount"]}", CultureInfo.InvariantCulture)));
            yield return (key, Text(cost.Text("invoice_number"), DateOnly.Parse(cost.Text("received_date")!, CultureInfo.InvariantCulture), withVendor.Contains(key) ? cost.Text("vendor_id") : null, shown));
        }
    }

    private bool MayDifferAsCost((string Key, bool IsShown) one, IReadOnlyList<string> problems, bool isFull)
    {
        var words = one.Key.Split(' ');
        var isOff = words is [_, _, _, _, var number] && !facts.SwitchedOn.Contains(long.Parse(number, CultureInfo.InvariantCulture));

        // What waits for a cost that Procore keeps stays away; what Procore keeps stays.
        var isKept = world.Accounts.Procore.Records(Kinds.DirectCost).Any(cost => Facts.IdIn(cost.OriginId, words[0]) == words[1] && IsKept(cost, problems));

        // What a user did to an imported cost stays until the transaction changes, or a full run compares it, which leaves out projects that are switched off.
        var isTouched = (!isFull || isOff) && words is [var type, var id, _, _, var where] && facts.Touched.Any(origin => origin.EndsWith($":{type}:{id}:{where}", StringComparison.Ordinal));

        return (isOff && !one.IsShown) || IsRefused(words, problems) || isKept || isTouched;
    }

    /// <summary>An owner invoice has taken it up, so Procore refuses to delete it, and the run says so.</summary>
    private static bool IsKept(ProcoreRecord cost, IReadOnlyList<string> problems) => cost.Data["_billed"]?.GetValue<bool>() is true
        && problems.Any(problem => problem.StartsWith("E606", StringComparison.Ordinal) && problem.Contains($"Direct cost {cost.Text("description")} of project", StringComparison.Ordinal));

    /// <summary>A company that is not in the project's directory: Procore takes the cost once it is (E606, named by the run).</summary>
    private bool IsRefused(string[] words, IReadOnlyList<string> problems) =>
        world.Ledger.VendorBills.FirstOrDefault(bill => words is ["vendorBill", var id, ..] && bill.Id == id) is { } bill
        && problems.Any(problem => problem.StartsWith("E606", StringComparison.Ordinal) && problem.Contains($"Bill {bill.TranId}", StringComparison.Ordinal) && problem.Contains("directory", StringComparison.Ordinal));

    private IEnumerable<(string Key, string Text)> ListPayments()
    {
        foreach (var payment in world.Ledger.VendorPayments.Where(payment => !payment.IsVoided))
        {
            var isApproved = world.Ledger.FindJson("vendorPayment", payment.Id)!["approvalStatus"]?["id"]?.GetValue<string>() is "2";
            foreach (var part in payment.Applications.Where(part => isApproved && invoices.ContainsKey(part.BillId) && part.Amount != 0))
            {
                yield return (PaymentKey(payment.Id, part.BillId), PaymentText(part.Amount, payment.Date, payment.TranId, $"{invoices[part.BillId].Id}"));
            }
        }
    }

    private IEnumerable<(string Key, string Text)> ShowPayments() =>
        from payment in world.Accounts.Procore.Records(Kinds.ContractPayment)
        where !facts.Own.ContainsKey((Kinds.ContractPayment, payment.Id)) && !(facts.ResetIds.ContainsKey(payment.Id) && payment.OriginId is null)
        let parts = payment.OriginId?.Split(':') ?? []
        let key = parts is ["ns", _, _, var id, var bill] ? PaymentKey(id, bill) : $"payment {payment.Id} with origin id {payment.OriginId}"
        select (key, TextOf(payment));

    private bool MayDifferAsPayment((string Key, bool IsShown) one)
    {
        var words = one.Key.Split(' ');
        if (words is not [_, var payment, _, _, var bill])
        {
            return false;
        }

        // What Procore's staff took over is theirs, shown or not; and nobody says what becomes of payments whose bill is no invoice's any more and still paid.
        var isTheirs = facts.Reset.Any(origin => origin.EndsWith($":{payment}:{bill}", StringComparison.Ordinal));
        var isPaid = world.Ledger.VendorPayments.Any(known => known.Id == payment && !known.IsVoided && known.Applications.Any(part => part.BillId == bill && part.Amount != 0));

        return (isTheirs && !one.IsShown) || (!invoices.ContainsKey(bill) && isPaid);
    }

    private IEnumerable<string> FindBroken(IReadOnlyList<string> problems)
    {
        var imported = world.Accounts.Procore.Records(Kinds.DirectCost).Where(cost => !IsKept(cost, problems)).Select(cost => Facts.IdIn(cost.OriginId, "vendorBill")).OfType<string>().ToHashSet();
        foreach (var bill in invoices.Keys.Where(imported.Contains))
        {
            yield return $"bill {bill} is both an invoice's and a direct cost";
        }

        foreach (var twice in world.Ledger.VendorBills.Where(bill => !bill.IsVoided && OfInvoice().IsMatch(bill.ExternalId ?? "")).GroupBy(bill => OfInvoice().Match(bill.ExternalId!).Value).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key} has bills {string.Join(", ", twice.Select(bill => bill.Id))}";
        }

        foreach (var ((kind, id), text) in facts.Own)
        {
            var now = world.Accounts.Procore.FindRecord(kind, id);
            if (now is null || Facts.TextOf(now) != text)
            {
                yield return $"{kind} {id} of a user's own was {text}, and is {(now is null ? "gone" : Facts.TextOf(now))}";
            }
        }

        foreach (var detail in world.Accounts.Procore.RequestDetails.Where(detail => detail.Status is not ("success" or "failed")))
        {
            yield return $"request {detail.RequestName} is {detail.Status}";
        }

        foreach (var letter in world.Host.Queues.SelectMany(world.Host.Broker.DeadLetters))
        {
            yield return $"dead letter: {letter.DeadLetterErrorDescription} {letter.Body}";
        }
    }

    /// <summary>Payments that Procore's staff took over: never made again, and told where a full run finds that they differ.</summary>
    private IEnumerable<string> FindTakenOver(IReadOnlyList<string> problems, bool isFull)
    {
        var paid = ListPayments().ToDictionary(one => one.Key, one => one.Text);
        var shown = world.Accounts.Procore.Records(Kinds.ContractPayment);
        foreach (var payment in shown.Where(payment => payment.OriginId is null && facts.ResetIds.ContainsKey(payment.Id)))
        {
            var origin = facts.ResetIds[payment.Id];
            if (shown.Any(other => other.OriginId == origin))
            {
                yield return $"payment {payment.Id}, which Procore's staff took over, was made again as {origin}";
            }

            var parts = origin.Split(':');
            if (isFull && paid.TryGetValue(PaymentKey(parts[^2], parts[^1]), out var text) && text != TextOf(payment)
                && !problems.Any(problem => problem.StartsWith("E415", StringComparison.Ordinal) && problem.Contains($"(payment {payment.Id} of ", StringComparison.Ordinal)))
            {
                yield return $"payment {payment.Id}, which Procore's staff took over, is {TextOf(payment)}, NetSuite paid {text}, and nobody was told";
            }
        }
    }

    private static string TextOf(ProcoreRecord payment) => PaymentText(
        payment.Amount("amount"), DateOnly.Parse(payment.Text("date")!, CultureInfo.InvariantCulture), payment.Text("check_number"), payment.Text("requisition_id"));

    private static long ProjectOf(World world, string item) => world.Accounts.Procore.Records(Kinds.Project)
        .Single(project => item.StartsWith($"{project.Text("project_number")}-", StringComparison.Ordinal)).Id;

    private static string KeyOf(string type, string id, long project) => FormattableString.Invariant($"{type} {id} in project {project}");

    private static string PaymentKey(string payment, string bill) => $"payment {payment} of bill {bill}";

    private static string Text(string? number, DateOnly date, string? vendor, IEnumerable<string> lines) => FormattableString.Invariant(
        $"{number} {date:yyyy-MM-dd}{(vendor is null ? "" : $" vendor {vendor}")}: {string.Join(", ", lines.Order(StringComparer.Ordinal))}");

    private static string LineText(string? line, string code, decimal amount) => $"#{line} {code} {Amounts.Text(amount)}";

    private static string PaymentText(decimal amount, DateOnly date, string? check, string? invoice) =>
        FormattableString.Invariant($"{Amounts.Text(amount)} on {date:yyyy-MM-dd}, check {check}, invoice {invoice}");

    [GeneratedRegex(@"#\d+ \S+ (-?[\d,]+\.\d\d)")]
    private static partial Regex AmountInText();

    [GeneratedRegex(@"requisition-\d+")]
    private static partial Regex OfInvoice();
}
