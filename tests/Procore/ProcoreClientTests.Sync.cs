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
    public async Task Nothing_to_send_is_no_call()
    {
        var answer = await rig.Client.CloseRequestDetailsAsync([], default);

        Assert.That(answer.Entities, Is.Empty);
        Assert.That(rig.Procore.Calls, Is.Empty);
    }
}
