using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

[TestFixture(Description = "SuiteQL: specification 5 and 11.1")]
internal sealed class SuiteQlTests : NetSuiteFixture
{
    private const string JobCost = """
        SELECT t.id AS transactionid, tal.transactionline AS lineid, t.type, t.tranid, t.externalid,
               t.entity AS vendorid, BUILTIN.DF(t.entity) AS vendorname, tl.entity AS jobid,
               TO_CHAR(t.trandate,'YYYY-MM-DD') AS trandate, tl.subsidiary,
               tal.account, a.acctnumber, a.accttype, tl.item, tl.department, tl.class, tl.location,
               tl.quantity, tl.memo, tal.amount, t.currency, tl.foreignamount,
               TO_CHAR(t.lastmodifieddate,'YYYY-MM-DD HH24:MI:SS') AS lastmodified
        FROM transactionaccountingline tal
          INNER JOIN transaction t ON t.id = tal.transaction
          INNER JOIN transactionline tl ON tl.transaction = tal.transaction AND tl.id = tal.transactionline
          INNER JOIN job j ON j.id = tl.entity
          INNER JOIN account a ON a.id = tal.account
        WHERE tal.posting = 'T' AND tal.accountingbook = 1 AND tl.taxline = 'F'
          AND t.type IN ('VendBill','VendCred','Journal','Check','ExpRept','CardChrg','CardRfnd')
          AND (tl.mainline = 'F' OR t.type = 'Journal')
          AND a.accttype IN ('Expense','OthExpense','COGS','FixedAsset','OthCurrAsset','OthAsset')
          AND t.lastmodifieddate >= TO_DATE('2026-11-01 00:00:00','YYYY-MM-DD HH24:MI:SS')
        ORDER BY t.id, tal.transactionline
        """;

    private const string Payments = """
        SELECT p.id AS paymentid, p.type AS paymenttype, p.tranid AS paymentnumber, p.externalid AS paymentexternalid,
               TO_CHAR(p.trandate,'YYYY-MM-DD') AS paymentdate, p.entity AS vendorid, p.currency, p.exchangerate,
               p.status, BUILTIN.DF(p.status) AS statusname, p.voided,
               b.id AS billid, b.tranid AS billnumber, b.externalid AS billexternalid,
               SUM(l.foreignamount) AS appliedamount,
               TO_CHAR(p.lastmodifieddate,'YYYY-MM-DD HH24:MI:SS') AS lastmodified
        FROM nexttransactionlinelink l
          INNER JOIN transaction p ON p.id = l.nextdoc
          INNER JOIN transaction b ON b.id = l.previousdoc
        WHERE l.linktype = 'Payment' AND b.type = 'VendBill' AND p.type IN ('VendPymt','VendCred','VPrepApp','Journal')
          AND p.lastmodifieddate >= TO_DATE('2026-11-01 00:00:00','YYYY-MM-DD HH24:MI:SS')
        GROUP BY p.id, p.type, p.tranid, p.externalid, p.trandate, p.entity, p.currency, p.exchangerate, p.status, BUILTIN.DF(p.status), p.voided,
                 b.id, b.tranid, b.externalid, p.lastmodifieddate
        ORDER BY p.lastmodifieddate, p.id, b.id
        """;

    [SetUp]
    public void AddOthers() => AddMasterData();

    [Test(Description = "Specification 11.1: rows after the bill is saved")]
    public async Task A_saved_bill_stands_in_the_tables_as_the_worked_example_says()
    {
        Simulator.Account.Add("vendorBill", Bill(), "4711");

        Assert.That(Text(await Query("SELECT id, type, recordtype, tranid, externalid, entity, status, approvalstatus, posting, currency, exchangerate, foreigntotal FROM transaction")), Is.EqualTo(
            """[{"links":[],"id":"4711","type":"VendBill","recordtype":"vendorbill","tranid":"INV-1001","externalid":"PC-INV-98765","entity":"5501","status":"A","approvalstatus":"2","posting":"T","currency":"1","exchangerate":"1","foreigntotal":"-9000"}]"""));
        Assert.That(Text(await Query("SELECT id, mainline, item, entity, quantity, rate, foreignamount FROM transactionline ORDER BY id")), Is.EqualTo(
            """[{"links":[],"id":"0","mainline":"T","entity":"5501","foreignamount":"-9000"},{"links":[],"id":"1","mainline":"F","item":"640","entity":"7310","quantity":"1","rate":"10000","foreignamount":"10000"},{"links":[],"id":"2","mainline":"F","entity":"7310","foreignamount":"-1000"}]"""));
        Assert.That(Text(await Query("SELECT transactionline, account, debit, credit, amount, amountunpaid, amountpaid, accountingbook, posting FROM transactionaccountingline ORDER BY transactionline")), Is.EqualTo(
            """[{"links":[],"transactionline":"0","account":"220","credit":"9000","amount":"-9000","amountunpaid":"9000","amountpaid":"0","accountingbook":"1","posting":"T"},{"links":[],"transactionline":"1","account":"512","debit":"10000","amount":"10000","accountingbook":"1","posting":"T"},{"links":[],"transactionline":"2","account":"233","credit":"1000","amount":"-1000","accountingbook":"1","posting":"T"}]"""));
        Assert.That(await Query("SELECT * FROM nexttransactionlinelink"), Is.Empty);
    }

    [Test(Description = "Specification 11.1: rows after the payment is saved, and both queries of 5.4")]
    public async Task A_payment_links_to_its_bill_as_the_worked_example_says()
    {
        Simulator.Account.Add("vendorBill", Bill(), "4711");
        Time.Set(new DateTimeOffset(2026, 11, 28, 19, 0, 0, TimeSpan.Zero));
        Simulator.Account.Add(
            "vendorPayment",
            new { entity = Id(5501), account = Id(210), tranId = "1044", tranDate = "2026-11-28", externalId = "PC-PAY-3001", apply = Items(new { doc = Id(4711), apply = true, amount = 9000.00m }) },
            "4802");

        Assert.That(Text(await Query(Payments)), Is.EqualTo(
            """[{"links":[],"paymentid":"4802","paymenttype":"VendPymt","paymentnumber":"1044","paymentexternalid":"PC-PAY-3001","paymentdate":"2026-11-28","vendorid":"5501","currency":"1","exchangerate":"1","status":"B","statusname":"Bill Payment : Approved","voided":"F","billid":"4711","billnumber":"INV-1001","billexternalid":"PC-INV-98765","appliedamount":"9000","lastmodified":"2026-11-28 11:00:00"}]"""));
        Assert.That(Text(await Query(JobCost)), Is.EqualTo(
            """[{"links":[],"transactionid":"4711","lineid":"1","type":"VendBill","tranid":"INV-1001","externalid":"PC-INV-98765","vendorid":"5501","vendorname":"Acme Paving LLC","jobid":"7310","trandate":"2026-11-15","subsidiary":"2","account":"512","acctnumber":"5100","accttype":"COGS","item":"640","department":"4","class":"6","location":"1","quantity":"1","memo":"03-3000.S Footings","amount":"10000","currency":"1","foreignamount":"10000","lastmodified":"2026-11-28 11:00:00"}]"""));
        Assert.That(Text(await Query("SELECT * FROM nexttransactionlinelink")), Is.EqualTo(
            """[{"links":[],"previousdoc":"4711","previousline":"0","previoustype":"VendBill","nextdoc":"4802","nextline":"1","nexttype":"VendPymt","linktype":"Payment","foreignamount":"9000"}]"""));
        Assert.That(Text(await Query("SELECT transaction, transactionline, account, debit, credit, amountunpaid, amountpaid FROM transactionaccountingline WHERE transaction = 4802 OR transactionline = 0 ORDER BY 1, 2")), Is.EqualTo(
            """[{"links":[],"transaction":"4711","transactionline":"0","account":"220","credit":"9000","amountunpaid":"0","amountpaid":"9000"},{"links":[],"transaction":"4802","transactionline":"0","account":"210","credit":"9000"},{"links":[],"transaction":"4802","transactionline":"1","account":"220","debit":"9000"}]"""));
        Assert.That((await Query("SELECT status, BUILTIN.DF(status) AS label, BUILTIN.CF(status) AS code FROM transaction WHERE id = 4711"))[0]!.ToJsonString(), Is.EqualTo(
            """{"links":[],"status":"B","label":"Vendor Bill : Paid In Full","code":"VendBill:B"}"""));
    }

    [Test(Description = "Specification 11: entries of a transaction make zero; a pending bill has none")]
    public async Task Entries_balance_and_a_pending_bill_has_none()
    {
        await Create("vendorBill", Bill());
        var pending = Bill("PC-2");
        pending["approvalStatus"] = "1";
        var id = await Create("vendorBill", pending);

        Assert.That((await Query("SELECT SUM(amount) AS total, COUNT(*) AS n FROM transactionaccountingline"))[0]!.ToJsonString(), Is.EqualTo("""{"links":[],"total":"0","n":"3"}"""));
        Assert.That((await Query("SELECT posting, status FROM transaction WHERE id = ?", "", id))[0]!.ToJsonString(), Is.EqualTo("""{"links":[],"posting":"F","status":"D"}"""));
    }

    [TestCase("SELECT NVL(phone, 'none') AS Phone, UPPER(entityid) AS \"Name\" FROM vendor", """{"links":[],"phone":"555-010-7788","name":"ACME PAVING LLC"}""")]
    [TestCase("SELECT BUILTIN.DF(v.subsidiary) AS s, BUILTIN.DF(currency) AS c FROM vendor v", """{"links":[],"s":"Parent : West","c":"USD"}""")]
    [TestCase("SELECT entityid || ' / ' || id AS both FROM vendor WHERE entityid LIKE 'Acme%' FETCH FIRST 1 ROWS ONLY", """{"links":[],"both":"Acme Paving LLC / 5501"}""")]
    [TestCase("SELECT CASE WHEN isinactive = 'F' THEN 'active' ELSE 'gone' END AS state, fax FROM vendor", """{"links":[],"state":"active"}""")]
    [TestCase("SELECT TO_CHAR(SYSDATE, 'YYYY-MM-DD HH24:MI:SS') AS now FROM dual", """{"links":[],"now":"2026-11-23 10:00:00"}""")]
    [TestCase("SELECT TO_CHAR(SYSDATE - 10/1440, 'YYYY-MM-DD HH24:MI:SS') AS past FROM dual", """{"links":[],"past":"2026-11-23 09:50:00"}""")]
    [TestCase("SELECT TO_CHAR(TO_DATE('2026-02-28', 'YYYY-MM-DD') + 1, 'YYYY-MM-DD') AS next, TO_CHAR(TRUNC(v.lastmodifieddate) - 0.5, 'YYYY-MM-DD HH24:MI:SS') AS noon FROM vendor v", """{"links":[],"next":"2026-03-01","noon":"2026-11-22 12:00:00"}""")]
    [TestCase("SELECT COUNT(*) AS n FROM vendor WHERE lastmodifieddate >= SYSDATE - 1 AND vendor.lastmodifieddate - 1 < SYSDATE AND id - 1 > 0", """{"links":[],"n":"1"}""")]
    [TestCase("SELECT datecreated, COUNT(*) AS n FROM vendor GROUP BY datecreated", """{"links":[],"datecreated":"11/23/2026","n":"1"}""")]
    [TestCase("SELECT COUNT(*) FROM vendor WHERE lastmodifieddate > TO_DATE('2026-11-23 09:59:59','YYYY-MM-DD HH24:MI:SS')", """{"links":[],"expr1":"1"}""")]
    [TestCase("SELECT a.city FROM vendoraddressbook b JOIN vendoraddressbookentityaddress a ON a.nkey = b.addressbookaddress WHERE b.entity = 5501", """{"links":[],"city":"Reno"}""")]
    [TestCase("SELECT rate * -0.25 / 10000 AS small FROM transactionline WHERE item = 640", """{"links":[],"small":"-.25"}""")]
    [TestCase("SELECT id FROM vendor WHERE id IN (SELECT entity FROM transaction WHERE type = 'VendBill')", """{"links":[],"id":"5501"}""")]
    [TestCase("SELECT j.id, BUILTIN.DF(j.entitystatus) AS s, j.customer FROM job j", """{"links":[],"id":"7310","s":"In Progress","customer":"981"}""")]
    public async Task Oracles_dialect_is_understood(string query, string row)
    {
        await Create("vendorBill", Bill());

        Assert.That((await Query(query))[0]!.ToJsonString(), Is.EqualTo(row));
    }

    [TestCase("SELECT id FROM vendor LIMIT 5", "'LIMIT' is not supported")]
    [TestCase("WITH x AS (SELECT id FROM vendor) SELECT id FROM x", "SELECT")]
    [TestCase("DELETE FROM vendor", "SELECT")]
    [TestCase("SELECT id FROM vendor; DROP TABLE vendor", "';'")]
    [TestCase("SELECT [id] FROM vendor", "'['")]
    [TestCase("SELECT id FROM unicorn", "Record 'unicorn' was not found")]
    [TestCase("SELECT name FROM sqlite_master", "Record 'sqlite_master' was not found")]
    [TestCase("SELECT t.foo FROM transaction t", "Field 'foo' for record 'transaction' was not found. Reason: NOT_EXPOSED")]
    [TestCase("SELECT foo FROM transaction", "Field 'foo' for record 'transaction' was not found. Reason: NOT_EXPOSED")]
    [TestCase("SELECT \"foo\" FROM transaction", "Field 'foo'")]
    [TestCase("SELECT BUILTIN.DF(foo) AS x FROM transaction", "Field 'foo'")]
    [TestCase("SELECT strftime('%Y', datecreated) FROM vendor", "strftime")]
    [TestCase("SELECT id FROM vendor WHERE datecreated > DATE '2026-01-01'", "Date literals")]
    [TestCase("SELECT id FROM vendor WHERE lastmodifieddate > SYSDATE - id", "numbers of days")]
    [TestCase("SELECT id FROM vendor WHERE id = ?", "1 parameters, 0 values")]
    public async Task What_netsuite_does_not_understand_is_refused(string query, string detail)
    {
        var reply = await Post("/services/rest/query/v1/suiteql", new { q = query }, ("Prefer", "transient"));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Code, Is.EqualTo("INVALID_PARAMETER"));
        Assert.That(reply.Detail, Does.StartWith("Invalid search query.").And.Contain(detail));
        Assert.That(reply.Error["o:errorQueryParam"]!.GetValue<string>(), Is.EqualTo("q"));
    }

    [Test(Description = "Specification 5.1: at most 1000 values in IN")]
    public async Task A_list_of_a_thousand_values_is_taken_and_one_more_is_not()
    {
        string In(int count) => $"SELECT id FROM vendor WHERE id IN ({string.Join(", ", Enumerable.Range(5000, count))})";

        Assert.That(await Query(In(1000)), Has.Count.EqualTo(1));
        Assert.That((await Post("/services/rest/query/v1/suiteql", new { q = In(1001) }, ("Prefer", "transient"))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test(Description = "Specification 8.1: isPerson false = company, first and last name required if person, entityId derived or given; 5.2: vendor has isperson, firstname, lastname, companyname")]
    public async Task An_individual_is_queried_by_first_and_last_name_and_has_no_company_name()
    {
        await Create("vendor", new { isPerson = true, firstName = "Jon", lastName = "Smith", entityId = "VEN0012", subsidiary = new { id = "2" } });
        await Create("vendor", new { isPerson = true, firstName = "Ann", lastName = "Lee", subsidiary = new { id = "2" } });

        var rows = await Query("SELECT v.id, v.entityid, v.isperson, v.firstname, v.lastname, v.companyname FROM vendor v WHERE v.isperson = 'T' ORDER BY v.id");

        Assert.That(rows.Select(row => $"{row!["entityid"]} {row!["isperson"]} {row!["firstname"]} {row!["lastname"]}"), Is.EqualTo(new[] { "VEN0012 T Jon Smith", "Ann Lee T Ann Lee" }));
        Assert.That(rows.Select(row => row!["companyname"]), Is.All.Null, "a column without a value is absent");
    }

    [TestCase("Acme", "Acme")]
    [TestCase("Béton", @"B\00E9ton")]
    [TestCase(@"A\B", @"A\005CB", Description = "what begins a code is written as one")]
    [TestCase("😀", @"\D83D\DE00")]
    [Description("Oracle's list of functions for SuiteQL: ASCIISTR returns an ASCII version of the string")]
    public async Task All_that_is_not_ascii_is_shown_as_its_code(string text, string shown) =>
        Assert.That((await Query($"SELECT ASCIISTR('{text}') AS shown FROM dual")).Single()!["shown"]!.ToString(), Is.EqualTo(shown));

    [Test(Description = "Specification 11.2")]
    public async Task The_transient_preference_and_straight_pages_are_required()
    {
        var without = await Post("/services/rest/query/v1/suiteql", new { q = "SELECT id FROM vendor" });
        var crooked = await Post("/services/rest/query/v1/suiteql?limit=10&offset=5", new { q = "SELECT id FROM vendor" }, ("Prefer", "transient"));
        var with = await Post("/services/rest/query/v1/suiteql?limit=10", new { q = "SELECT id FROM vendor" }, ("Prefer", "transient"));

        Assert.That((without.Code, without.Error["o:errorHeader"]!.GetValue<string>()), Is.EqualTo(("INVALID_REQUEST", "Prefer")));
        Assert.That(crooked.Detail, Is.EqualTo("Offset must be divisible by limit."));
        Assert.That(with.Headers["Preference-Applied"].Single(), Is.EqualTo("transient"));
    }

    [Test(Description = "Specification 5.1: paging")]
    public async Task Pages_go_through_all_rows_once()
    {
        for (var number = 1; number <= 24; number++)
        {
            Simulator.Account.Add("vendor", new { companyName = $"Vendor {number:00}", subsidiary = Id(2) });
        }

        var seen = new List<string>();
        for (var offset = 0; ; offset += 10)
        {
            var page = (await Post($"/services/rest/query/v1/suiteql?limit=10&offset={offset}", new { q = "SELECT id FROM vendor ORDER BY id" }, ("Prefer", "transient"))).Json;
            Assert.That(page["totalResults"]!.GetValue<int>(), Is.EqualTo(25));
            seen.AddRange(page["items"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()));
            if (!page["hasMore"]!.GetValue<bool>())
            {
                break;
            }
        }

        Assert.That(seen, Is.Unique.And.Count.EqualTo(25));
    }

    [Test(Description = "Specification 5.1: a role limited to subsidiaries sees fewer rows, not an error")]
    public async Task A_role_sees_the_rows_of_its_subsidiaries_only()
    {
        Simulator.Account.Add("vendor", new { companyName = "Nordic Ltd", subsidiary = Id(3) }, "5600");
        await Create("vendorBill", Bill());
        var role = new Role { Subsidiaries = ["3"] };
        var token = LimitedLogin.Header(Simulator, BaseUrl, role);
        Simulator.Settings = Simulator.Settings with { AuthenticationRequired = true };
        var authorization = ("Authorization", await token(Http));

        var rows = await Post("/services/rest/query/v1/suiteql", new { q = "SELECT v.id, t.id AS bill FROM vendor v LEFT JOIN transaction t ON t.entity = v.id" }, ("Prefer", "transient"), authorization);
        var bills = await Post("/services/rest/query/v1/suiteql", new { q = "SELECT transaction FROM transactionline" }, ("Prefer", "transient"), authorization);
        var record = await Get("vendor/5501", authorization);
        var list = await Get("vendor", authorization);
        var foreign = await Post("vendor", new { companyName = "Wrong place", subsidiary = Id(2) }, authorization);

        Assert.That(Text(rows.Json["items"]!.AsArray()), Is.EqualTo("""[{"links":[],"id":"5600"}]"""));
        Assert.That(bills.Json["count"]!.GetValue<int>(), Is.Zero);
        Assert.That(record.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(list.Json["count"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(foreign.ErrorPath, Is.EqualTo("subsidiary"));
    }

    [TestCase("SELECT tl.uniquekey FROM transactionline tl ORDER BY tl.uniquekey", 90)]
    [TestCase("SELECT DISTINCT t.type FROM transactionline tl JOIN transaction t ON t.id = tl.transaction", 1)]
    [TestCase("SELECT NVL(SUM(tl.foreignamount), 0) AS total FROM transactionline tl", 1)]
    [TestCase("SELECT t.id, COUNT(*) AS n FROM transactionline tl JOIN transaction t ON t.id = tl.transaction GROUP BY t.id ORDER BY n", 30)]
    [TestCase("SELECT id FROM (SELECT id FROM transactionline ORDER BY id) ORDER BY id", 90)]
    [TestCase("SELECT id FROM transaction WHERE id > 0 UNION SELECT id FROM transactionline", 31)]
    public async Task The_total_counts_the_rows_whatever_the_columns_and_the_order(string query, int total)
    {
        for (var number = 1; number <= 30; number++)
        {
            await Create("vendorBill", Bill($"PC-{number}"));
        }

        var page = (await Post("/services/rest/query/v1/suiteql?limit=1", new { q = query }, ("Prefer", "transient"))).Json;

        Assert.That((page["totalResults"]!.GetValue<int>(), page["hasMore"]!.GetValue<bool>()), Is.EqualTo((total, total > 1)));
    }

    [TestCase("t.id >= ? AND (t.id > ? OR tl.id > ?)", 3)]
    [TestCase("(t.id > ? OR (t.id = ? AND tl.id > ?))", 3, Description = "the form of 5.3")]
    [TestCase("tl.mainline IS NOT NULL AND (t.id > TO_NUMBER(?) OR (t.id = TO_NUMBER(?) AND tl.id > ?)) AND tl.id >= 0", 3)]
    public async Task Keyset_pages_go_through_all_lines_once(string behind, int count)
    {
        Simulator.Settings = Simulator.Settings with { CountedRows = 5 };
        for (var number = 1; number <= 30; number++)
        {
            await Create("vendorBill", Bill($"PC-{number}"));
        }

        var (seen, tran, line) = (new List<string>(), "0", "-1");
        while (true)
        {
            var page = (await Post("/services/rest/query/v1/suiteql?limit=7", new
            {
                q = $"SELECT t.id AS tran, tl.id AS line FROM transactionline tl JOIN transaction t ON t.id = tl.transaction WHERE {behind} ORDER BY t.id, tl.id",
                @params = new[] { tran, tran, line }.Take(count),
            }, ("Prefer", "transient"))).Json;
            seen.AddRange(page["items"]!.AsArray().Select(row => $"{row!["tran"]}/{row["line"]}"));
            if (!page["hasMore"]!.GetValue<bool>())
            {
                break;
            }

            (tran, line) = (page["items"]!.AsArray()[^1]!["tran"]!.GetValue<string>(), page["items"]!.AsArray()[^1]!["line"]!.GetValue<string>());
        }

        Assert.That(seen, Is.Unique.And.Count.EqualTo(90));
    }

    [TestCase("id > ? OR (id = ? AND id > 0)", "20", "20", 11, Description = "20 itself and what is behind")]
    [TestCase("id > ? OR (id = ? AND id > 0)", "20", "7", 11, Description = "two values: 7 and what is behind 20")]
    [TestCase("id > ? OR (id = ? AND id > 0) OR id < 3", "20", "20", 13)]
    [TestCase("id > ? OR (id = ? AND id > 0 OR id < 3)", "20", "20", 13)]
    [TestCase("id > ? OR (id = ? AND (id > 20 OR id < 3))", "20", "20", 10)]
    [TestCase("id > ? AND id < 100 OR (id = ? AND id > 0)", "20", "20", 11)]
    public async Task A_condition_with_a_key_means_what_it_says(string condition, string one, string other, int rows)
    {
        for (var number = 1; number <= 30; number++)
        {
            await Create("vendorBill", Bill($"PC-{number}"));
        }

        Assert.That(await Query($"SELECT id FROM transaction WHERE type = 'VendBill' AND ({condition}) ORDER BY id", "", one, other), Has.Count.EqualTo(rows));
    }

    [Test(Description = "spec, corrections: \"transactionline.uniquekey is unique over all transactions: the simulator must not make it from id x 1000 + line\"")]
    public async Task A_lines_key_is_its_own_in_the_whole_account_and_stays()
    {
        object[] lines = [.. Enumerable.Range(1, 1_200).Select(line => (object)new { item = Id(640), quantity = 1, rate = 1m, amount = 1m })];
        Simulator.Users.Create("vendorBill", new { entity = Id(5501), tranId = "A", tranDate = "2026-11-15", subsidiary = Id(2), item = Items(lines) });
        var second = Simulator.Users.Create("vendorBill", new { entity = Id(5501), tranId = "B", tranDate = "2026-11-15", subsidiary = Id(2), item = Items(lines[..2]) });
        const string OfSecond = "SELECT tl.uniquekey, tl.id FROM transactionline tl INNER JOIN transaction t ON t.id = tl.transaction WHERE t.tranid = 'B' ORDER BY tl.id";
        var before = await Query(OfSecond);

        Simulator.Users.Edit("vendorBill", second, new { memo = "looked at" });

        Assert.That((await Query("SELECT COUNT(DISTINCT tl.uniquekey) AS n, COUNT(*) AS m FROM transactionline tl"))[0]!.AsObject().Select(pair => $"{pair.Value}").Where(value => value.All(char.IsAsciiDigit)).Distinct().Single(), Is.EqualTo("1204"));
        Assert.That($"{await Query(OfSecond)}", Is.EqualTo($"{before}"));
    }

    [Test(Description = "Specification 5.1: missing permission means fewer rows or record not found, not a 403")]
    public async Task A_role_without_permission_sees_no_rows_and_no_deleted_records()
    {
        var bill = await Create("vendorBill", Bill());
        Simulator.Users.PayBill(bill);
        var token = LimitedLogin.Header(Simulator, BaseUrl, new Role { DeniedRecordTypes = ["vendorPayment", "deletedrecord"] });
        Simulator.Settings = Simulator.Settings with { AuthenticationRequired = true };
        var authorization = ("Authorization", await token(Http));
        Task<Reply> Ask(string query) => Post("/services/rest/query/v1/suiteql", new { q = query }, ("Prefer", "transient"), authorization);

        Assert.That(Text((await Ask("SELECT type FROM transaction")).Json["items"]!.AsArray()), Is.EqualTo("""[{"links":[],"type":"VendBill"}]"""));
        Assert.That((await Ask("SELECT nextdoc FROM nexttransactionlinelink")).Json["count"]!.GetValue<int>(), Is.Zero);
        Assert.That((await Ask("SELECT recordid FROM deletedrecord")).Detail, Does.Contain("Record 'deletedrecord' was not found"));
    }

    private static string Text(JsonArray rows) => rows.ToJsonString();
}
