using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <content>Sync calls, accounted for entry by entry.</content>
internal sealed partial class ProcoreClientTests
{
    [Test]
    public async Task Request_details_are_closed_in_one_call_with_an_updates_list()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "entities": [{ "id": 2 }, { "id": "1" }], "errors": [] }""");

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, []), new(2, false, ["E402: Acme Steel is not linked."])], default);

        var call = rig.Procore.Calls.Single();
        Assert.That(call.Method, Is.EqualTo("PATCH"));
        Assert.That(call.ContentType, Is.EqualTo("application/json"));
        Assert.That(call.Url.AbsolutePath, Is.EqualTo($"/rest/v1.0/companies/{CompanyId}/erp_request_details/sync"));
        Assert.That(
            call.Body,
            Is.EqualTo("""{"updates":[{"id":1,"status":"success","messages":[]},{"id":2,"status":"failed","messages":["E402: Acme Steel is not linked."]}]}"""));
        Assert.That(answer.Entities, Has.Count.EqualTo(2));
        Assert.That(answer.Errors, Is.Empty);
    }

    [Test]
    public async Task External_data_with_nulls_clears_them()
    {
        rig.Procore.Answer = Echo("item_type", "item_id");

        var answer = await rig.Client.SyncExternalDataAsync([new(ItemTypes.Requisition, 58820, null)], default);

        Assert.That(
            rig.Procore.Calls.Single().Body,
            Is.EqualTo("""{"updates":[{"item_type":"requisition","item_id":58820,"origin_id":null,"origin_code":null,"origin_data":null}]}"""));
        Assert.That(answer.Entities, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cost_type_assignments_are_marked_in_their_project()
    {
        rig.Procore.Answer = Echo("cost_code_id", "line_item_type_id");

        var answer = await rig.Client.SyncCostTypeAssignmentsAsync(ProjectId, [new(6, 22), new(6, 23)], default);

        Assert.That(rig.Procore.Calls.Single().Url.PathAndQuery, Is.EqualTo($"/rest/v1.0/cost_code_line_item_types/sync?project_id={ProjectId}"));
        Assert.That(answer.Entities, Has.Count.EqualTo(2));
    }

    [Test(Description = "connector-behaviour.md 11, case 21")]
    public async Task Of_1000_rows_with_3_errors_under_HTTP_200_exactly_3_failed()
    {
        long[] refused = [17, 500, 1000];
        rig.Procore.Answer = call => StubProcore.Json(JsonSerializer.Serialize(new
        {
            entities = Updates(call).Where(row => !refused.Contains(row.GetProperty("item_id").GetInt64())).Reverse(),
            errors = refused.Select(id => new { item_type = "cost_code", item_id = id, errors = new { origin_id = (string[])["has already been taken"] } }),
        }));

        var answer = await rig.Client.SyncExternalDataAsync(
            [.. Enumerable.Range(1, 1000).Select(id => new ExternalData(ItemTypes.CostCode, id, $"NS-{id}"))], default);

        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
        Assert.That(answer.Entities, Has.Count.EqualTo(997));
        Assert.That(answer.Errors.Select(error => error.ItemId), Is.EqualTo(refused));
        Assert.That(answer.Errors.Select(error => error.Text), Is.All.EqualTo("origin_id: has already been taken"));
    }

    [Test]
    public async Task More_than_1000_entries_go_in_several_calls()
    {
        rig.Procore.Answer = Echo("item_type", "item_id");

        var answer = await rig.Client.SyncExternalDataAsync(
            [.. Enumerable.Range(1, 2001).Select(id => new ExternalData(ItemTypes.CostCode, id, $"NS-{id}"))], default);

        Assert.That(rig.Procore.Calls.Select(call => Updates(call).Count()), Is.EqualTo((int[])[1000, 1000, 1]));
        Assert.That(answer.Entities, Has.Count.EqualTo(2001));
    }

    [Test]
    public async Task Too_large_a_sync_is_sent_in_halves_down_to_the_entry_that_is_too_large()
    {
        rig.Procore.Answer = call => Updates(call).Any(row => row.GetProperty("item_id").GetInt64() == 6)
            ? StubProcore.Json("{}", 413)
            : Echo("item_type", "item_id")(call);

        var answer = await rig.Client.SyncExternalDataAsync(
            [.. Enumerable.Range(1, 9).Select(id => new ExternalData(ItemTypes.CostCode, id, $"NS-{id}"))], default);

        Assert.That(answer.Entities, Has.Count.EqualTo(8));
        Assert.That(answer.Errors.Single().ItemId, Is.EqualTo(6));
    }

    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [] }""", 1, "Procore said nothing about it.", Description = "an entry is missing")]
    [TestCase("""{ "entities": [{ "id": 1 }] }""", 1, "Procore said nothing about it.", Description = "no errors key")]
    [TestCase("""{ }""", 0, "Procore said nothing about it.", Description = "neither key")]
    [TestCase("""{ "entities": [{ "id": 1 }, { "id": 2 }], "errors": [{ "id": 2, "errors": { "base": ["locked"] } }] }""", 1, "locked", Description = "in both: it failed")]
    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [{ "errors": "no idea which" }] }""", 1, "no idea which", Description = "the error names no entry")]
    [TestCase("""{ "entities": [{ "id": 1 }, { "id": 3 }], "errors": [] }""", 1, "Procore said nothing about it.", Description = "an answer about something else")]
    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [{ "id": 2, "errors": { "status": [{ "deep": "no such status" }] } }] }""", 1, "no such status", Description = "nested texts")]
    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [{ "id": 2 }] }""", 1, "id: 2", Description = "an error without reasons")]
    [TestCase("""{ "entities": [{ "id": 1 }], "errors": [{ "id": 3, "errors": { "base": ["the tool is off"] } }] }""", 1, "the tool is off", Description = "the error names an entry that nobody sent")]
    public async Task Every_entry_of_a_sync_is_accounted_for(string body, int done, string text)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body);

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, []), new(2, true, [])], default);

        Assert.That(answer.Entities, Has.Count.EqualTo(done));
        Assert.That(answer.Errors, Has.Count.EqualTo(2 - done));
        Assert.That(answer.Errors.Single(error => error.Id == 2).Text, Does.Contain(text));
    }

    [TestCase("""{ "entities": [{ "id": 501 }, { "id": 502 }] }""", 2, Description = "as many as were sent: the fields are not published")]
    [TestCase("""{ "entities": [{ "id": 501 }] }""", 0, Description = "nobody knows which")]
    [TestCase("""{ "entities": [{ "id": 501 }, null] }""", 0)]
    [TestCase("""{ "entities": [{ "id": 501 }, { "id": 502 }], "errors": ["one of them"] }""", 0)]
    public async Task Assignments_that_come_back_without_their_ids_count_only_if_all_came(string body, int done)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body);

        var answer = await rig.Client.SyncCostTypeAssignmentsAsync(ProjectId, [new(6, 22), new(6, 23)], default);

        Assert.That(answer.Entities, Has.Count.EqualTo(done));
        Assert.That(answer.Errors, Has.Count.EqualTo(2 - done));
    }

    [Test]
    public async Task A_closing_without_its_id_in_the_answer_is_not_confirmed()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "entities": [{}] }""");

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, [])], default);

        Assert.That(answer.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_took_effect_and_what_was_refused_is_named_as_it_was_sent()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "entities": [{ "id": "501", "origin_id": "A" }], "errors": [{ "origin_id": "b", "errors": { "vendor_id": ["is strange"] } }] }""");

        var answer = await rig.Client.SyncDirectCostsAsync(ProjectId, [CostOf("A"), CostOf("B")], default);

        Assert.That(answer.Entities, Is.EqualTo(new[] { new SyncEntity(501, "A") }));
        Assert.That(answer.Errors, Is.EqualTo(new[] { new SyncError(null, "B", null, null, "vendor_id: is strange") }));
    }

    [Test]
    public async Task An_external_mark_that_is_refused_is_named_by_its_record()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{ "errors": [{ "item_type": "requisition", "item_id": 58820, "errors": "locked" }] }""");

        var answer = await rig.Client.SyncExternalDataAsync([new(ItemTypes.Requisition, 58820, "ns:1")], default);

        Assert.That(answer.Errors, Is.EqualTo(new[] { new SyncError(null, "ns:1", ItemTypes.Requisition, 58820, "locked") }));
    }

    [TestCase("""{ "errors": ["one", "two", "three", "four"] }""", "says, without naming the entry: one | two | three")]
    [TestCase("""{ "errors": [{ "id": 3, "errors": "the tool is off" }] }""", "says, without naming the entry: the tool is off")]
    [TestCase("{}", "Procore said nothing about it.")]
    public async Task Where_an_entry_is_not_mentioned_the_first_words_about_others_are_told(string body, string end)
    {
        rig.Procore.Answer = _ => StubProcore.Json(body);

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, [])], default);

        Assert.That(answer.Errors.Single().Text, Does.StartWith("Procore said nothing about it.").And.EndWith(end));
    }

    [TestCase("""{ "id": 1, "errors": {} }""")]
    [TestCase("""{ "id": 1, "errors": [""] }""")]
    public async Task A_refusal_without_words_is_said_to_be_one(string error)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""{ "errors": [{{error}}] }""");

        var answer = await rig.Client.CloseRequestDetailsAsync([new(1, true, [])], default);

        Assert.That(answer.Errors.Single().Text, Does.Contain("without a reason"));
    }

    [Test]
    public async Task An_entry_that_is_too_large_alone_says_so()
    {
        rig.Procore.Answer = _ => StubProcore.Json("{}", 413);

        var answer = await rig.Client.SyncDirectCostsAsync(ProjectId, [CostOf("A")], default);

        Assert.That(answer.Errors.Single(), Has.Property("OriginId").EqualTo("A").And.Property("Text").Contains("too large"));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Records_of_a_company_are_written_under_its_id()
    {
        rig.Procore.Answer = Echo("id");

        await rig.Client.SyncProjectsAsync([new(1, new Dictionary<string, object?> { ["name"] = "x" })], default);

        Assert.That(JsonDocument.Parse(rig.Procore.Calls.Single().Body!).RootElement.GetProperty("company_id").GetInt64(), Is.EqualTo(CompanyId));
    }

    [Test]
    public void An_entry_without_its_key_could_not_be_accounted_for_and_nothing_is_sent()
    {
        Assert.That(() => rig.Client.SyncDirectCostsAsync(ProjectId, [CostOf("A"), CostOf(null!)], default), Throws.ArgumentException.With.Message.Contains("origin_id"));
        Assert.That(() => rig.Client.SyncExternalDataAsync([new(null!, 58820, null)], default), Throws.ArgumentException.With.Message.Contains("item_type or no item_id"));
        Assert.That(rig.Procore.Calls, Is.Empty);
    }

    [Test]
    public async Task Nothing_to_send_is_no_call()
    {
        var answer = await rig.Client.CloseRequestDetailsAsync([], default);

        Assert.That(answer.Entities, Is.Empty);
        Assert.That(rig.Procore.Calls, Is.Empty);
    }

    private static DirectCost CostOf(string originId) => new(ProjectId, originId, DirectCost.Expense, null, "B-1", "Bill B-1", new DateOnly(2026, 5, 4), []);
}
