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

    [TestCase(true, Description = "from the end, down to the page on which all are older")]
    [TestCase(false, Description = "Procore doesn't say how many there are")]
    public async Task Details_of_a_request_are_found_on_every_page_that_has_one(bool saysTotal)
    {
        // Two requests at once: their details lie side by side over the border of two pages.
        string[] pages = [Details(1, 10, 11), Details(3, 66, 66), Details(5, 65, 66), Details(7, 70)];
        rig.Procore.Answer = call =>
        {
            var page = int.Parse(System.Web.HttpUtility.ParseQueryString(call.Url.Query)["page"]!, null);
            List<(string Name, string Value)> headers = [("Link", page < pages.Length ? "<https://x/?page=2>; rel=\"next\"" : "")];
            if (saysTotal)
            {
                headers.Add(("Total", $"{(pages.Length - 1) * 1000 + 1}"));
            }

            return StubProcore.Json(pages[page - 1], 200, [.. headers]);
        };

        var found = await rig.Client.ListDetailsOfRequestAsync(66, default);

        Assert.That(found.Select(detail => detail.Id), Is.EqualTo(new[] { 3L, 4L, 6L }));
    }

    private static string Details(long first, params IReadOnlyList<long> requests) =>
        $"[{string.Join(',', requests.Select((request, at) => $$"""{ "id": {{first + at}}, "erp_request_id": {{request}} }"""))}]";
}
