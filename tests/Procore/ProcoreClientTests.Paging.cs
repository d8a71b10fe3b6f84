using NUnit.Framework;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.Tests.Procore.ClientRig;

namespace ProcoreNetSuite.Tests.Procore;

/// <content>Lists of several pages.</content>
internal sealed partial class ProcoreClientTests
{
    [Test]
    public async Task Every_page_is_read_and_rows_that_moved_between_pages_come_once()
    {
        rig.Procore.Answer = call => PageOf(call) switch
        {
            1 => StubProcore.Json(CostCodes(1, 100), 200, ("Link", "<https://evil.example/steal?page=2>; rel=\"next\"")),
            2 => StubProcore.Json(CostCodes(100, 100), 200, ("Link", "<https://evil.example/steal?page=3>; rel=\"next\"")),
            _ => StubProcore.Json(CostCodes(200, 3), 200, ("Link", "<https://evil.example/steal?page=1>; rel=\"first\"")),
        };

        var codes = await rig.Client.ListCostCodesAsync(ProjectId, default);

        Assert.That(codes.Select(code => code.Id), Is.EqualTo(Enumerable.Range(1, 202).Select(id => (long)id)));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(3));
        Assert.That(rig.Procore.Calls.Select(call => call.Url.Host), Is.All.EqualTo("api.procore.example"), "addresses in answers are not followed");
    }

    [TestCase(100, 2)]
    [TestCase(99, 1)]
    public async Task Without_Link_a_page_that_is_not_full_is_the_last(int rows, int calls)
    {
        rig.Procore.Answer = call => StubProcore.Json(PageOf(call) == 1 ? CostCodes(1, rows) : "[]");

        var codes = await rig.Client.ListCostCodesAsync(ProjectId, default);

        Assert.That(codes, Has.Count.EqualTo(rows));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(calls));
    }

    [Test]
    public async Task A_list_that_repeats_itself_ends()
    {
        rig.Procore.Answer = _ => StubProcore.Json(CostCodes(1, 100), 200, ("Link", "<https://api.procore.example/x>; rel=\"next\""));

        var codes = await rig.Client.ListCostCodesAsync(ProjectId, default);

        Assert.That(codes, Has.Count.EqualTo(100));
        Assert.That(rig.Procore.Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_list_that_vanishes_half_way_is_refused_and_not_cut_short()
    {
        rig.Procore.Answer = call => PageOf(call) == 1 ? StubProcore.Json(CostCodes(1, 100)) : StubProcore.Json("{}", 404);

        await Assert.ThatAsync(() => rig.Client.ListCostCodesAsync(ProjectId, default), Throws.TypeOf<RejectedException>());
    }
}
