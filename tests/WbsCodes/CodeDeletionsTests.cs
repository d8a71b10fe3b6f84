using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.WbsCodes;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.WbsCodes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CodeDeletionsTests
{
    private const long Project = 7, Concrete = 61, Steel = 62, Labor = 1, Material = 2;

    private readonly RoomRig rig = new();
    private readonly HashSet<string> used = [];

    public CodeDeletionsTests()
    {
        rig.Procore.Setup(procore => procore.ListWbsCodesAsync(Project, It.IsAny<CancellationToken>()))
            .ReturnsAsync([Code(901, Concrete, Labor), Code(902, Concrete, Material), Code(903, Steel, Labor)]);
        rig.NetSuite.Setup(netSuite => netSuite.FindItemUseAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<NetSuiteId> items, CancellationToken _) =>
                items.Where(item => used.Contains(item.Value)).Select(item => new ItemUse(item, new("4711"), "VendBill", "INV-1")).FirstOrDefault());
        rig.Link(EntityType.WbsCode, 901, "640", "1234-03-300.L", project: Project);
        rig.Link(EntityType.WbsCode, 902, "641", "1234-03-300.M", project: Project);
        rig.Link(EntityType.WbsCode, 903, "642", "1234-05-100.L", project: Project);
    }

    [Test]
    public async Task A_code_whose_item_is_used_stays_and_one_whose_items_are_not_may_go()
    {
        used.Add("641");

        Assert.That(await AnswerAsync(new ErpItem(Concrete, 5, Project), new ErpItem(Steel, 6, Project)), Is.EqualTo(new[]
        {
            "5 failed: E107: Item 1234-03-300.M is used in NetSuite by bill INV-1 (record 4711). Keep the code in Procore, or make it inactive there.",
            "6 success: No transaction in NetSuite uses an item of it.",
        }));
    }

    [TestCase(Labor, true)]
    [TestCase(Material, false)]
    public async Task A_cost_type_is_asked_for_by_itself(long type, bool mayGo)
    {
        used.Add("641");

        Assert.That(await AnswerAsync(new ErpItem(Concrete, 5, Project) { CostTypeId = type }), Has.Exactly(1).StartsWith(mayGo ? "5 success" : "5 failed: E107"));
    }

    [Test]
    public async Task Codes_that_share_a_detail_may_go_only_together_in_whatever_order_they_come([Values] bool usedLast)
    {
        used.Add(usedLast ? "642" : "640");

        Assert.That(await AnswerAsync(new ErpItem(Concrete, 5, Project), new ErpItem(Steel, 5, Project)), Has.Count.EqualTo(1).And.Exactly(1).StartsWith("5 failed: E107"));
    }

    [Test]
    public async Task A_code_without_a_project_is_not_allowed_to_go_unseen() =>
        Assert.That(await AnswerAsync(new ErpItem(Concrete, 5)), Has.Exactly(1).StartsWith("5 failed: E107: The request doesn't say on which project cost code 61 is"));

    [Test(Description = "a code that was unlinked keeps the number of its item, which another code may have taken over")]
    public async Task Two_codes_of_one_item_are_looked_at_once()
    {
        rig.Link(EntityType.WbsCode, 902, "640", "1234-03-300.L", LinkState.Unlinked, Project);

        Assert.That(await AnswerAsync(new ErpItem(Concrete, 5, Project)), Has.Exactly(1).StartsWith("5 success"));
    }

    private static WbsCode Code(long id, long costCode, long costType) =>
        new() { Id = id, SegmentItems = [new SegmentItem { Id = costCode, SegmentType = "cost_code" }, new SegmentItem { Id = costType, SegmentType = "line_item_type" }] };

    private async Task<IReadOnlyList<string>> AnswerAsync(params ErpItem[] codes) =>
        [.. (await new CodeDeletions(rig.Links).AnswerAsync(rig.Connection, codes, default)).Select(closing => $"{closing.Id} {(closing.Succeeded ? "success" : "failed")}: {string.Join(" | ", closing.Messages)}")];
}
