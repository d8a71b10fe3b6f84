using System.Globalization;
using ProcoreNetSuite.Simulators.NetSuite.Ledger;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <content>A bookkeeper: bills, journals, and what becomes of them.</content>
public sealed partial class HistoryPlayer
{
    /// <summary>The customer above the jobs.</summary>
    private const string OwnerCustomer = "981";

    /// <summary>Of all types that a line can be on: cost, expense, other income, accrual, deferred expense, other current asset, income.</summary>
    private static readonly string[] Accounts = ["512", "610", "221", "614", "616", "615", "617"];

    private static readonly string[] days = ["2026-05-15", "2026-05-31", "2026-06-02", "2026-04-20", "2026-05-01"];

    private List<LedgerBill> ByHand => [.. world.Ledger.VendorBills.Where(bill => !facts.IsFromProcore(bill.Id))];

    private List<LedgerBill> Ours => [.. world.Ledger.VendorBills.Where(bill => facts.IsFromProcore(bill.Id))];

    private List<LedgerJournal> Journals => [.. world.Ledger.JournalEntries.Where(journal => journal.Voids is null)];

    private void Keep(HistoryStep step)
    {
        var (a, b) = (step.A, step.B);
        switch (step.Act)
        {
            case Act.EnterBill:
                EnterBill(Vendor(a / 4), Name("B"), days[(a + b) % days.Length], [.. Enumerable.Range(0, 1 + (b % 3)).Select(number => Line(a + (number * 3), b + number)), .. Expenses(a, b)]);
                break;
            case Act.EnterJournal:
                EnterJournal(a, b);
                break;
            case Act.CopyBill when Pick(Ours, a) is { } ours:
                EnterBill(ours.EntityId, ours.TranId ?? Name("B"), days[0], [.. ours.Lines.Where(line => line is { Amount: > 0, ItemId: not null }).Select(line => new Entered(line.ItemId, line.CustomerId, line.Amount))]);
                break;
            case Act.EditAmount when Pick(ByHand, a) is { } bill:
                EditAmount(bill, b);
                break;
            case Act.EditOurBill when Pick(Ours, a) is { } bill:
                EditAmount(bill, b);
                break;
            case Act.Recode when Pick(ByHand, a) is { } bill && bill.Lines.Any(line => line.ItemId is not null):
                var (item, job) = Code(b);
                List<LedgerBillLine> recoded = [.. bill.Lines.Where(line => line.ItemId is not null)];
                Tell($"line {recoded[b % recoded.Count].Line} of bill {bill.TranId} goes to {item.Name}{On(job)}");
                Clerk.RecodeLine("vendorBill", bill.Id, recoded[b % recoded.Count].Line, item.Id, job);
                break;
            case Act.AddLine when Pick(ByHand, a) is { } bill:
                var line = Line(b, b);
                Tell($"bill {bill.TranId} gets another line of {line.Amount}: {NameOfItem(line.Item!)}{On(line.Job)}");
                Clerk.Edit("vendorBill", bill.Id, new { item = new { items = new[] { Body(line) } } });
                break;
            case Act.RemoveLine when Pick(ByHand, a) is { Lines.Count: > 1 } bill:
                Tell($"line {LineOf(bill, b).Line} of bill {bill.TranId} goes");
                Clerk.RemoveLine("vendorBill", bill.Id, LineOf(bill, b).Line);
                break;
            case Act.Renumber when Pick(ByHand, a) is { } bill:
                var number = Name("R");
                Tell($"bill {bill.TranId} is {number} now");
                Clerk.Edit("vendorBill", bill.Id, new { tranId = number });
                break;
            case Act.Redate when Pick(ByHand, a) is { } bill:
                Tell($"bill {bill.TranId} is dated {days[b % days.Length]}");
                Clerk.Edit("vendorBill", bill.Id, new { tranDate = days[b % days.Length] });
                break;
            case Act.ChangeVendor when Pick(ByHand, a) is { } bill:
                Tell($"bill {bill.TranId} is of vendor {Vendor(b)}");
                Clerk.Edit("vendorBill", bill.Id, new { entity = new { id = Vendor(b) } });
                break;
            case Act.Void when Pick(ByHand, a) is { } bill:
                Void(bill, byJournal: false);
                break;
            case Act.VoidByJournal when Pick(ByHand, a) is { } bill:
                Void(bill, byJournal: true);
                break;
            case Act.VoidOurBill when Pick(Ours, a) is { } bill:
                Void(bill, byJournal: b % 2 == 1);
                break;
            case Act.Unapprove when Pick(ByHand, a) is { } bill:
                Tell($"bill {bill.TranId} is not approved any more");
                Clerk.Edit("vendorBill", bill.Id, new { approvalStatus = new { id = b == 9 ? "3" : "1" } });
                break;
            case Act.Approve when Pick([.. ByHand.Where(bill => bill.ApprovalStatus != "2")], a) is { } bill:
                Tell($"bill {bill.TranId} is approved");
                Clerk.ApproveBill(bill.Id);
                break;
            case Act.DeleteBill when Pick(ByHand, a) is { } bill:
                Tell($"bill {bill.TranId} ({bill.Id}) is deleted");
                Clerk.Delete("vendorBill", bill.Id);
                break;
            case Act.DeleteOurBill when Pick(Ours, a) is { } bill:
                Tell($"our bill {bill.TranId} ({bill.Id}) is deleted");
                Clerk.Delete("vendorBill", bill.Id);
                break;
            default:
                KeepJournal(step.Act, Pick(Journals, a), b);
                break;
        }
    }

    private void KeepJournal(Act act, LedgerJournal? journal, int b)
    {
        switch (act)
        {
            case Act.EditJournal when journal is not null:
                var amount = Amount(b);
                Tell($"journal {journal.TranId} comes to {amount}");
                Clerk.Edit("journalEntry", journal.Id, new { line = new { items = Sides(journal.Lines[0].Line, journal.Lines[1].Line, amount) } });
                break;
            case Act.UnapproveJournal when journal is not null:
                Tell($"journal {journal.TranId} is not approved any more");
                Clerk.Edit("journalEntry", journal.Id, new { approved = false });
                break;
            case Act.ApproveJournal when journal is not null:
                Tell($"journal {journal.TranId} is approved");
                Clerk.Edit("journalEntry", journal.Id, new { approved = true });
                break;
            case Act.DeleteJournal when journal is not null:
                Tell($"journal {journal.TranId} ({journal.Id}) is deleted");
                Clerk.Delete("journalEntry", journal.Id);
                break;
        }
    }

    private static object[] Sides(int debit, int credit, decimal amount) => [new { line = debit, debit = amount }, new { line = credit, credit = amount }];

    private void EnterBill(string vendor, string number, string day, IReadOnlyList<Entered> lines)
    {
        var id = Clerk.Create("vendorBill", new
        {
            entity = new { id = vendor },
            subsidiary = new { id = "2" },
            tranId = number,
            tranDate = day,
            item = new { items = lines.Where(line => line.Account is null).Select(Body) },
            expense = new { items = lines.Where(line => line.Account is not null).Select(Body) },
        });
        Tell($"bill {number} ({id}) of vendor {vendor}, {day}: {string.Join(", ", lines.Select(line => $"{line.Amount} {line.Account}{(line.Item is null ? "" : NameOfItem(line.Item))}{On(line.Job)}"))}");
    }

    /// <summary>Moves cost from one code to another, or from a code to an account that is none.</summary>
    private void EnterJournal(int a, int b)
    {
        var (number, amount) = (Name("J"), Amount(b));
        var (to, job) = Code(a);
        (LedgerRecord? Item, string? Job)? from = b % 3 == 0 ? a % 2 == 0 ? null : (null, Job(pier)) : Code(b);
        var account = Accounts[(a + b) % Accounts.Length];
        var id = Clerk.Create("journalEntry", new
        {
            subsidiary = new { id = "2" },
            tranId = number,
            tranDate = days[b % days.Length],
            line = new { items = new[] { Entry("debit", amount, account, (to, job)), Entry("credit", amount, from?.Item is null ? "221" : "512", from) } },
        });
        Tell($"journal {number} ({id}), {days[b % days.Length]}: {amount} from {from?.Item?.Name ?? "accruals"}{On(from?.Job)} to {to.Name}{On(job)}, account {account}");
    }

    private static Dictionary<string, object> Entry(string side, decimal amount, string account, (LedgerRecord? Item, string? Job)? code)
    {
        var entry = new Dictionary<string, object> { ["account"] = new { id = account }, [side] = amount };
        if (code?.Job is { } job)
        {
            entry["entity"] = new { id = job };
        }

        if (code?.Item is { } item)
        {
            entry[ItemField] = new { id = item.Id };
        }

        return entry;
    }

    private void EditAmount(LedgerBill bill, int b)
    {
        if (bill.Lines.Count > 0)
        {
            var (line, amount) = (LineOf(bill, b).Line, Amount(b));
            Tell($"line {line} of bill {bill.TranId} comes to {amount}");
            Clerk.Edit("vendorBill", bill.Id, LineOf(bill, b).ItemId is null
                ? new { expense = new { items = new[] { new { line, amount } } } }
                : new { item = new { items = new[] { new { line, quantity = 1, rate = amount, amount } } } });
        }
    }

    private void Void(LedgerBill bill, bool byJournal)
    {
        Tell($"bill {bill.TranId} ({bill.Id}) is voided{(byJournal ? " by a journal" : "")}");
        WithVoids(byJournal, () => Clerk.VoidBill(bill.Id));
    }

    private void WithVoids(bool byJournal, Action act)
    {
        var netSuite = world.Accounts.NetSuite;
        netSuite.Settings = netSuite.Settings with { VoidByReversingJournal = byJournal };
        act();
    }

    private static object Body(Entered line)
    {
        var body = line.Account is null
            ? new Dictionary<string, object> { ["item"] = new { id = line.Item }, ["quantity"] = 1, ["rate"] = line.Amount, ["amount"] = line.Amount }
            : new Dictionary<string, object> { ["account"] = new { id = line.Account }, ["amount"] = line.Amount };
        if (line is { Account: not null, Item: not null })
        {
            body[ItemField] = new { id = line.Item };
        }

        if (line.Job is not null)
        {
            body["customer"] = new { id = line.Job };
        }

        return body;
    }

    /// <summary>Some are discounts.</summary>
    private Entered Line(int a, int b)
    {
        var (item, job) = Code(a);

        return new(item.Id, job, a % 7 == 6 ? -Math.Round(Amount(b) / 9m, 2) : Amount(b));
    }

    /// <summary>A line on an account of any type, now and then: with or without an item in the account's own field, with or without a project.</summary>
    private IEnumerable<Entered> Expenses(int a, int b) => ((2 * a) + b) % 3 != 0 ? []
        : [new(b % 2 == 0 ? Code(b).Item.Id : null, a % 4 == 0 ? null : Code(a).Job, Amount(b), Accounts[(a + (3 * b)) % Accounts.Length])];

    private static LedgerBillLine LineOf(LedgerBill bill, int b) => bill.Lines[b % bill.Lines.Count];

    /// <summary>Mostly an item with its own project; sometimes with the other one, with none, with a customer, or an item that is no budget code's.</summary>
    private (LedgerRecord Item, string? Job) Code(int a) => (a % 14) switch
    {
        0 or 1 => (Item(dock, Site.Concrete), Job(dock)),
        2 or 3 => (Item(dock, Site.Steel), Job(dock)),
        4 or 5 or 6 => (Item(pier, Site.Concrete), Job(pier)),
        7 => (Item(pier, Site.Concrete), Job(dock)),
        8 => (world.Ledger.Items.Single(item => item.Name == "RETAINAGE"), Job(dock)),
        9 => (Item(dock, Site.Concrete), null),
        10 => (Item(dock, Site.Concrete), OwnerCustomer),
        11 => (Item(pier, Site.Concrete), otherCustomer),
        12 => (Item(pier, Site.Concrete), null),
        _ => (world.Ledger.Items.Single(item => item.Name == "FREIGHT"), Job(dock)),
    };

    private LedgerRecord Item(ProcoreRecord project, string code) => world.Ledger.Items.Single(item => item.Name == $"{project.Text("project_number")}-{code}");

    private string Job(ProcoreRecord project) => facts.JobOf(project);

    private string Vendor(int which) => world.Ledger.Vendors.Select(vendor => vendor.Id).Order(StringComparer.Ordinal).ElementAt(which % world.Ledger.Vendors.Count);

    private string NameOfItem(string id) => world.Ledger.Items.Single(item => item.Id == id).Name;

    private string On(string? job) => job is null ? " without a project" : string.Create(CultureInfo.InvariantCulture, $" on {facts.NameOfJob(job)}");

    /// <summary>A line as it is entered.</summary>
    /// <param name="Account">Of an expense line; then the item stands in the account's own field.</param>
    private sealed record Entered(string? Item, string? Job, decimal Amount, string? Account = null);
}
