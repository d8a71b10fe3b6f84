using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "Journals and job cost: specification 5.4, 8.7, 8.9a, 11")]
internal sealed class JournalTests : NetSuiteFixture
{
    private const string JobCost = """
        SELECT t.id AS tran, tal.transactionline AS line, t.type, tl.entity AS job, tl.item, tal.amount
        FROM transactionaccountingline tal
          INNER JOIN transaction t ON t.id = tal.transaction
          INNER JOIN transactionline tl ON tl.transaction = tal.transaction AND tl.id = tal.transactionline
          INNER JOIN job j ON j.id = tl.entity
          INNER JOIN account a ON a.id = tal.account
        WHERE tal.posting = 'T' AND tal.accountingbook = 1 AND tl.taxline = 'F'
          AND (tl.mainline = 'F' OR t.type = 'Journal') AND a.accttype IN ('Expense','OthExpense','COGS','FixedAsset','OthCurrAsset','OthAsset')
        ORDER BY t.id, tal.transactionline
        """;

    [SetUp]
    public void AddOthers()
    {
        AddMasterData();
        Simulator.Account.Add("job", new { companyName = "Harbor Tower", entityId = "26-015", parent = Id(981), subsidiary = Id(2) }, "7311");
    }

    [Test(Description = "Specification 8.9a, 11: lines from 0, the first is the main line; 5.1 status labels")]
    public async Task A_journal_is_shown_and_posted_as_the_specification_says()
    {
        var id = await Create("journalEntry", Journal());

        var json = (await Get($"journalEntry/{id}?expandSubResources=true")).Json;
        Assert.That((json["approved"]!.GetValue<bool>(), json["approvalStatus"]!["id"]!.GetValue<string>(), json["line"]!["totalResults"]!.GetValue<int>()), Is.EqualTo((true, "2", 2)));
        Assert.That(json["line"]!["items"]!.AsArray().Select(line => line!["line"]!.GetValue<int>()), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(json["line"]!["items"]![0]!["entity"]!["refName"]!.GetValue<string>(), Is.EqualTo("Owner Co : 26-014 Riverside Clinic"));
        Assert.That(await Rows("SELECT type, recordtype, status, BUILTIN.DF(status), posting FROM transaction"), Is.EqualTo(new[] { "Journal journalentry B Journal : Approved for Posting T" }));
        Assert.That(await Rows("SELECT id, mainline, entity, foreignamount, memo FROM transactionline ORDER BY id"), Is.EqualTo(new[] { "0 T 7310 2500 SC-0042", "1 F -2500 SC-0042" }));
        Assert.That(await Rows(JobCost), Is.EqualTo(new[] { $"{id} 0 Journal 7310 2500" }));
    }

    [Test(Description = "Specification 7.2, 8.7: debits equal credits, one side to a line")]
    public async Task A_journal_out_of_balance_or_with_two_sides_is_refused()
    {
        var crooked = Journal();
        crooked["line"]!["items"]![1]!["credit"] = 2499.99m;
        var both = Journal();
        both["line"]!["items"]![0]!["credit"] = 2500m;
        var summary = Journal();
        summary["line"]!["items"]![0]!["account"]!["id"] = Simulator.Account.Add("account", new { acctNumber = "5000", acctName = "Cost", acctType = new { id = "COGS" }, isSummary = true, subsidiary = Items(Id(2)) });

        Assert.That((await Post("journalEntry", crooked)).Detail, Does.Contain("The amounts in a journal entry must balance"));
        Assert.That((await Post("journalEntry", both)).ErrorPath, Is.EqualTo("line.items[0]"));
        Assert.That((await Post("journalEntry", summary)).ErrorPath, Is.EqualTo("line.items[0].account"));
        Assert.That(Simulator.Ledger.JournalEntries, Is.Empty);
    }

    [Test(Description = "Specification 10.13: a closed period refuses; a lock of A/P is not for journals")]
    public async Task A_closed_period_takes_no_journal_but_a_locked_one_does()
    {
        Simulator.Users.LockPeriod("Nov 2026");
        await Create("journalEntry", Journal());
        Simulator.Users.ClosePeriod("Nov 2026");
        var second = Journal();
        second.Remove("externalId");

        Assert.That((await Post("journalEntry", second)).Detail, Does.Contain("closed"));
    }

    [Test(Description = "Specification 8.7: not approved, status A, no entries")]
    public async Task A_journal_that_waits_for_approval_has_no_entries_until_it_is_approved()
    {
        var body = Journal();
        body["approved"] = false;
        var id = await Create("journalEntry", body);
        Assert.That(await Rows("SELECT posting, BUILTIN.DF(status) FROM transaction"), Is.EqualTo(new[] { "F Journal : Pending Approval" }));
        Assert.That(await Rows(JobCost), Is.Empty);

        Simulator.Users.Edit("journalEntry", id, new { approved = true });

        Assert.That(await Rows(JobCost), Is.EqualTo(new[] { $"{id} 0 Journal 7310 2500" }));
    }

    [Test(Description = "Specification 3.1, 5.2: custcol_* on lines, as a column and as a property")]
    public async Task An_accounts_own_item_field_stands_on_journal_and_expense_lines()
    {
        Simulator.Account.AddLineField("custcol_cost_item", item: true);
        var body = Journal();
        body["line"]!["items"]![0]!["custcol_cost_item"] = new JsonObject { ["id"] = "640" };
        var journal = await Create("journalEntry", body);
        var bill = await Create("vendorBill", new { entity = Id(5501), tranDate = "2026-11-15", expense = Items(new { account = Id(512), amount = 75.5m, customer = Id(7310), custcol_cost_item = new { id = "640" } }) });

        Assert.That((await Get($"journalEntry/{journal}?expandSubResources=true")).Json["line"]!["items"]![0]!["custcol_cost_item"]!["refName"]!.GetValue<string>(), Is.EqualTo("03-3000.S"));
        Assert.That(await Rows("SELECT transaction, id, custcol_cost_item, BUILTIN.DF(custcol_cost_item) FROM transactionline WHERE custcol_cost_item IS NOT NULL ORDER BY transaction"), Is.EqualTo(new[] { $"{journal} 0 640 03-3000.S", $"{bill} 1 640 03-3000.S" }));
        Assert.That(Simulator.Ledger.JournalEntries.Single().Lines[0].OwnFields, Is.EqualTo(new Dictionary<string, string> { ["custcol_cost_item"] = "640" }));
        Assert.That((await Post("journalEntry", WithItem("99"))).ErrorPath, Is.EqualTo("line.items[0].custcol_cost_item"));
        Assert.That((await Get("metadata-catalog/journalEntry", ("Accept", "application/schema+json"))).Text, Does.Contain("custcol_cost_item"));

        StartAfresh();
        Assert.That((await Post("/services/rest/query/v1/suiteql", new { q = "SELECT custcol_cost_item FROM transactionline" }, ("Prefer", "transient"))).Detail, Does.Contain("NOT_EXPOSED"));

        static JsonObject WithItem(string id)
        {
            var journal = Journal();
            journal["externalId"] = "PC-JE-13";
            journal["line"]!["items"]![0]!["custcol_cost_item"] = new JsonObject { ["id"] = id };
            return journal;
        }
    }

    [Test(Description = "Specification 5.3: lines of a changed transaction are read again as they now are")]
    public async Task Lines_can_be_recoded_to_another_item_or_project()
    {
        Simulator.Account.Add("otherChargePurchaseItem", new { itemId = "05-1200.M", expenseAccount = Id(513), subsidiary = Items(Id(2)) }, "641");
        var bill = await Create("vendorBill", Bill());
        var journal = await Create("journalEntry", Journal());

        Simulator.Users.RecodeLine("vendorBill", bill, 1, item: "641", project: "7311");
        Simulator.Users.MoveToProject("journalEntry", journal, "7310", "7311");

        Assert.That(await Rows(JobCost), Is.EqualTo(new[] { $"{bill} 1 VendBill 7311 641 10000", $"{journal} 0 Journal 7311 2500" }));
        Assert.That(await Rows("SELECT tal.account FROM transactionaccountingline tal WHERE tal.transactionline = 1 AND tal.transaction = " + bill), Is.EqualTo(new[] { "513" }));
        Assert.That(await Rows($"SELECT id FROM transaction WHERE lastmodifieddate > createddate AND id IN ({bill}, {journal})"), Has.Length.EqualTo(2));
        Assert.That(() => Simulator.Users.RecodeLine("vendorBill", bill, 9, item: "641"), Throws.TypeOf<NetSuiteException>());
    }

    [Test(Description = "Specification 3.6, 8.4: a removed line's number is not given again")]
    public async Task A_line_number_is_not_used_twice()
    {
        var id = await Create("journalEntry", Journal());

        await Patch($"journalEntry/{id}?replace=line", new { line = Items(new { line = 1 }, new { account = Id(513), debit = 2500m, entity = Id(7311) }) });

        Assert.That(Simulator.Ledger.JournalEntries.Single().Lines.Select(line => (line.Line, line.Amount)), Is.EqualTo(new[] { (1, -2500m), (2, 2500m) }));
    }

    [Test(Description = "The actions by name, as another program calls them")]
    public async Task Payables_actions_can_be_called_over_the_wire()
    {
        await Create("vendorBill", Bill());
        var bill = Simulator.Ledger.VendorBills.Single().Id;
        async Task<JsonNode> Act(string action, object body)
        {
            var reply = await Post("/_control/actions/" + action, body);
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
            return reply.Json;
        }

        var payment = (await Act("pay-bills", new { bills = new Dictionary<string, decimal> { ["eid:PC-INV-98765"] = 5000m }, discounts = new Dictionary<string, decimal> { ["eid:PC-INV-98765"] = 100m }, date = "2026-11-20" }))["id"]!.GetValue<string>();
        await Act("apply-payment", new { id = payment, bills = new Dictionary<string, decimal> { [bill] = 5100m } });
        await Act("credit-bill", new { id = bill, amount = 50m, account = "610" });
        await Act("recode-line", new { type = "vendorBill", id = bill, line = 1, project = "7311" });
        Assert.That(Simulator.Ledger.VendorBills.Single().Paid, Is.EqualTo(5250m));
        await Act("void-payment", new { id = payment });
        await Act("move-to-project", new { type = "vendorBill", id = bill, from = "7311", to = "7310" });

        Assert.That(Simulator.Ledger.VendorBills.Single().Paid, Is.EqualTo(50m));
        Assert.That(Simulator.Ledger.VendorBills.Single().Lines[0].CustomerId, Is.EqualTo("7310"));
    }

    private static JsonObject Journal() => JsonNode.Parse("""
        { "subsidiary": { "id": "2" }, "tranDate": "2026-11-30", "externalId": "PC-JE-12", "memo": "Accrued subcontract cost",
          "line": { "items": [
            { "account": { "id": "512" }, "debit": 2500.00, "entity": { "id": "7310" }, "department": { "id": "4" }, "memo": "SC-0042" },
            { "account": { "id": "221" }, "credit": 2500.00, "memo": "SC-0042" } ] } }
        """)!.AsObject();

    private async Task<string[]> Rows(string query) =>
        [.. (await Query(query)).Select(row => string.Join(' ', row!.AsObject().Where(cell => cell.Key != "links").Select(cell => cell.Value!.GetValue<string>())))];
}
