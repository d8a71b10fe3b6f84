using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

[TestFixture(Description = "procore-api.md 2.1, 4.1, 8.12: direct costs")]
internal sealed class DirectCostCallTests
{
    private const string Busy = """{"message":"Another request is changing this direct cost"}""";

    private static readonly DirectCost Crane = new(ProjectId, "ns:A:vendorBill:1:2", DirectCost.Expense, null, "B-1", "Bill B-1", new DateOnly(2026, 5, 4), []);

    private ClientRig rig = null!;

    [SetUp]
    public void Start() => rig = new ClientRig();

    [TearDown]
    public void End() => rig.Dispose();

    [Test(Description = "2.1: 409, retry with backoff")]
    public async Task A_cost_that_another_request_is_changing_is_written_a_moment_later()
    {
        rig.Procore.Answer = _ => rig.Procore.Calls.Count < 3
            ? StubProcore.Json(Busy, 409)
            : StubProcore.Json($$"""{ "entities": [{ "id": 1, "origin_id": "{{Crane.OriginId}}" }], "errors": [] }""");

        var answer = await rig.Client.SyncDirectCostsAsync(ProjectId, [Crane], default);

        Assert.That((answer.Entities.Count, rig.Procore.Calls.Count), Is.EqualTo((1, 3)));
    }

    [TestCase("costs")]
    [TestCase("lines")]
    [TestCase("delete")]
    [TestCase("delete a line")]
    public async Task One_that_stays_busy_is_left_to_the_queue(string what)
    {
        rig.Procore.Answer = _ => StubProcore.Json(Busy, 409);

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => what switch
        {
            "costs" => (Task)rig.Client.SyncDirectCostsAsync(ProjectId, [Crane], default),
            "lines" => rig.Client.SyncDirectCostLinesAsync(ProjectId, [(1, new DirectCostLine("ns:A:vendorBill:1:2:1", 77, "Crane", 1m))], default),
            "delete" => rig.Client.DeleteDirectCostAsync(ProjectId, 1, default),
            _ => rig.Client.DeleteDirectCostLineAsync(ProjectId, 1, 2, default),
        });

        Assert.That($"{failure!.Problem}", Does.StartWith("E902").And.Contains("Another request is changing"));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(4));
    }

    [Test(Description = "2.1: 409 elsewhere is a duplicate")]
    public async Task A_409_of_anything_else_is_a_refusal()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{"message":"duplicate"}""", 409);

        await Assert.ThrowsAsync<RejectedException>(() => rig.Client.SyncProjectsAsync([new(1, new Dictionary<string, object?> { ["name"] = "x" })], default));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false, Description = "a list that doesn't say whether there is more is read until nothing new comes")]
    public async Task All_lines_come_however_many_Procore_gives_at_a_time(bool hasLinks)
    {
        string[] pages = ["""[{ "id": 1, "holder": { "id": 5, "holder_type": "DirectCost" }, "origin_id": "a", "amount": "1.10", "wbs_code": { "id": 77 } }, { "id": 2 }]""", """[{ "id": 2 }, { "id": 3 }]""", "[]"];
        rig.Procore.Answer = call => rig.Procore.Calls.Count is var page && hasLinks && page < 3
            ? StubProcore.Json(pages[page - 1], 200, ("Link", page == 1 ? "<https://x>; rel=\"next\"" : "<https://x>; rel=\"first\""))
            : StubProcore.Json(pages[page - 1]);

        var lines = await rig.Client.ListDirectCostLinesAsync(ProjectId, default).ToListAsync();

        Assert.That(lines.Select(line => line.Id), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That((lines[0].DirectCostId, lines[0].OriginId, lines[0].Amount, lines[0].WbsCode?.Id), Is.EqualTo((5L, "a", 1.10m, 77L)));
        Assert.That(rig.Procore.Calls.Select(call => call.Url.Query), Is.EqualTo(Enumerable.Range(1, hasLinks ? 2 : 3).Select(page => $"?page={page}&per_page=2000")));
    }

    [Test(Description = "2.1: 404 may hide what can't be seen")]
    public async Task A_list_that_can_not_be_seen_is_not_an_empty_one()
    {
        rig.Procore.Answer = _ => StubProcore.Json("""{"message":"Not found"}""", 404);

        await Assert.ThrowsAsync<RejectedException>(async () => await rig.Client.ListDirectCostLinesAsync(ProjectId, default).ToListAsync());
    }
}
