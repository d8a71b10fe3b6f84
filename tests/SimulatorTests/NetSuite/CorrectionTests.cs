using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.SimulatorTests.NetSuite;

/// <summary>The corrections at the head of the specification, one by one.</summary>
internal sealed class CorrectionTests : NetSuiteFixture
{
    [SetUp]
    public void AddOthers() => AddMasterData();

    [TestCase("vendorBill/99999")]
    [TestCase("vendorBill/eid:nobody")]
    [TestCase("journalEntry/99999")]
    public async Task A_transaction_that_is_not_there_is_of_the_wrong_type_or_not_found_by_setting(string path)
    {
        var byDefault = await Get(path);
        Simulator.Settings = Simulator.Settings with { MissingTransactionStatus = 404 };
        var found = await Get(path);

        Assert.That((byDefault.Status, byDefault.Code, byDefault.Detail), Is.EqualTo((HttpStatusCode.BadRequest, "USER_ERROR", "Error while accessing a resource. Transaction type specified is incorrect.")));
        Assert.That((found.Status, found.Code), Is.EqualTo((HttpStatusCode.NotFound, "NONEXISTENT_ID")));
    }

    [Test(Description = "subtype of an other charge item and dateDriven of a term are objects")]
    public async Task Enumerations_of_items_and_terms_are_objects()
    {
        var item = await Get("otherChargePurchaseItem/700");
        var term = await Get("term/2");

        Assert.That(($"{item.Json["subtype"]!["id"]}", $"{item.Json["subtype"]!["refName"]}"), Is.EqualTo(("Purchase", "Purchase")));
        Assert.That($"{term.Json["dateDriven"]!["refName"]}", Is.EqualTo("Standard"));
    }

    [Test(Description = "A POST without Content-Type is taken")]
    public async Task A_body_without_a_type_is_taken_and_one_of_another_type_is_not()
    {
        var none = await SendAsync(null);
        var text = await SendAsync("text/plain");

        Assert.That((none, text), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.UnsupportedMediaType)));
    }

    [TestCase("SELECT v.id, v.taxidnum FROM vendor v")]
    [TestCase("SELECT id, taxidnum FROM vendor")]
    [TestCase("SELECT v.id FROM vendor v WHERE UPPER(v.taxidnum) = 'X'")]
    [TestCase("SELECT id FROM vendor WHERE taxidnum IS NULL")]
    [TestCase("SELECT v.id FROM vendor v ORDER BY v.taxidnum")]
    [TestCase("SELECT BUILTIN.DF(v.taxidnum) FROM vendor v")]
    public async Task A_query_that_names_a_hidden_column_fails_as_a_whole(string query)
    {
        Assert.That((await SendQueryAsync(query)).Status, Is.EqualTo(HttpStatusCode.OK));

        Simulator.Settings = Simulator.Settings with { HiddenColumns = ["vendor.taxidnum"] };

        var refused = await SendQueryAsync(query);
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.BadRequest, "INVALID_PARAMETER")));
        Assert.That(refused.Detail, Does.EndWith("Field 'taxidnum' for record 'vendor' was not found. Reason: NOT_EXPOSED - Field is not exposed to this channel."));
        Assert.That(Text(await Query("SELECT v.id FROM vendor v WHERE v.id = 5501")), Does.Contain("5501"), "the others are there");
        Assert.That(Text(await Query("SELECT * FROM vendor WHERE id = 5501")), Does.Not.Contain("taxidnum"));
    }

    [Test]
    public async Task A_hidden_table_is_not_there()
    {
        Simulator.Settings = Simulator.Settings with { HiddenColumns = ["vendorsubsidiaryrelationship"] };

        Assert.That((await SendQueryAsync("SELECT r.entity FROM vendorsubsidiaryrelationship r")).Detail, Does.Contain("Record 'vendorsubsidiaryrelationship' was not found. Reason: NOT_EXPOSED"));
    }

    [Test(Description = "transactionline.uniquekey is unique over all transactions")]
    public async Task Keys_of_lines_are_unique_however_many_lines_a_bill_has()
    {
        for (var bill = 0; bill < 3; bill++)
        {
            Simulator.Account.Add("vendorBill", Long($"many-{bill}"), $"{4711 + bill}");
        }

        var keys = new List<string>();
        for (var offset = 0; ; offset += 1000)
        {
            var page = (await Send(HttpMethod.Post, $"/services/rest/query/v1/suiteql?limit=1000&offset={offset}", new { q = "SELECT uniquekey FROM transactionline ORDER BY uniquekey" }, ("Prefer", "transient"))).Json;
            keys.AddRange(page["items"]!.AsArray().Select(row => $"{row!["uniquekey"]}"));
            if (!page["hasMore"]!.GetValue<bool>())
            {
                break;
            }
        }

        Assert.That(keys, Has.Count.EqualTo(3 * 1_101).And.Unique);
    }

    [TestCase("SELECT TOP 2 p.id FROM accountingperiod p ORDER BY p.id DESC", 2)]
    [TestCase("SELECT p.id FROM accountingperiod p WHERE ROWNUM <= 3", 3)]
    [TestCase("SELECT p.id FROM accountingperiod p WHERE p.isposting = 'T' AND ROWNUM < 3", 2)]
    [TestCase("SELECT x.id FROM (SELECT p.id FROM accountingperiod p ORDER BY p.startdate DESC) x WHERE ROWNUM = 1", 1)]
    [TestCase("SELECT a.id FROM account a WHERE a.id IN (SELECT p.id FROM accountingperiod p WHERE ROWNUM <= 0)", 0)]
    public async Task ROWNUM_and_TOP_limit_the_rows(string query, int rows) => Assert.That(await Query(query), Has.Count.EqualTo(rows));

    [TestCase("SELECT p.id FROM accountingperiod p WHERE ROWNUM > 1")]
    [TestCase("SELECT TOP 2 p.id FROM accountingperiod p FETCH FIRST 1 ROWS ONLY")]
    [TestCase("SELECT p.id FROM accountingperiod p WHERE ROWNUM <= 3 ORDER BY p.id")]
    public async Task What_can_not_be_meant_is_refused(string query) => Assert.That((await SendQueryAsync(query)).Status, Is.EqualTo(HttpStatusCode.BadRequest));

    [Test(Description = "transaction.void exists")]
    public async Task Void_says_the_same_as_voided()
    {
        Simulator.Account.Add("vendorBill", Bill(), "4711");
        Simulator.Users.VoidBill("4711");

        Assert.That(Text(await Query("SELECT t.void, t.voided FROM transaction t WHERE t.id = 4711")), Does.Contain("\"void\":\"T\",\"voided\":\"T\""));
    }

    [Test(Description = "The user's actions: merge a vendor into another")]
    public async Task A_merged_vendor_is_gone_and_its_bills_are_the_others()
    {
        var loser = Simulator.Users.Create("vendor", new { companyName = "Acme Steel (old)", subsidiary = Id(2) });
        Simulator.Account.Add("vendorBill", Of(loser), "4711");
        Simulator.Users.ClosePeriod("Nov 2026");

        Simulator.Users.MergeVendor(loser, "5501");

        Assert.That((await Get($"vendor/{loser}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Simulator.Ledger.VendorBills.Single().EntityId, Is.EqualTo("5501"));
        Assert.That(Text(await Query("SELECT t.entity FROM transaction t WHERE t.id = 4711")), Does.Contain("5501"));
        Assert.That(Text(await Query("SELECT d.recordid FROM deletedrecord d")), Does.Contain(loser));
    }

    [TestCase("memo")]
    [TestCase("item.customer")]
    public async Task What_the_form_hides_can_not_be_set_through_REST_but_by_hand(string field)
    {
        Simulator.Users.HideField("vendorBill", field);

        var refused = await Post("vendorBill", Bill());
        Assert.That(refused.Detail, Does.StartWith($"You do not have permissions to set a value for element {field[(field.IndexOf('.') + 1)..]} due to one of the following reasons"));
        Assert.That(Simulator.Ledger.VendorBills, Is.Empty);

        _ = Simulator.Users.Create("vendorBill", Bill());
        Simulator.Users.ShowField("vendorBill", field);
        Assert.That((await Post("vendorBill", Bill("second"))).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test(Description = "duplicate-number warning as an error")]
    public async Task A_number_of_a_vendor_is_taken_once_where_the_account_blocks_duplicates()
    {
        _ = await Post("vendorBill", Bill("one"));
        Assert.That((await Post("vendorBill", Bill("two"))).Status, Is.EqualTo(HttpStatusCode.NoContent), "no warning by default");
        Simulator.Settings = Simulator.Settings with { BlockDuplicateNumbers = true };

        Assert.That((await Post("vendorBill", Bill("three"))).Detail, Does.EndWith("A bill with the reference number INV-1001 already exists for this vendor."));
        Assert.That(Simulator.Ledger.VendorBills, Has.Count.EqualTo(2));
    }

    private static string Text(JsonArray rows) => rows.ToJsonString();

    private static JsonObject Of(string vendor)
    {
        var bill = Bill();
        bill["entity"] = new JsonObject { ["id"] = vendor };

        return bill;
    }

    private static JsonObject Long(string externalId)
    {
        var bill = Bill(externalId);
        var lines = bill["item"]!["items"]!.AsArray();
        for (var line = 1; line < 1_099; line++)
        {
            lines.Add(lines[0]!.DeepClone());
        }

        return bill;
    }

    private Task<Reply> SendQueryAsync(string query) => Post("/services/rest/query/v1/suiteql", new { q = query }, ("Prefer", "transient"));

    private async Task<HttpStatusCode> SendAsync(string? type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/services/rest/record/v1/vendor")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"companyName":"Bare","subsidiary":{"id":"2"}}""")),
        };
        request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        using var answer = await Http.SendAsync(request);

        return answer.StatusCode;
    }
}
