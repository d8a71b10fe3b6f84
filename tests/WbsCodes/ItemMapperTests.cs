using NUnit.Framework;
using ProcoreNetSuite.Functions.WbsCodes;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.ProjectBuilder;

namespace ProcoreNetSuite.Tests.WbsCodes;

[TestFixture]
public sealed class ItemMapperTests
{
    private const string ExternalId = "procore-4400123-wbs-code-77001";

    [Test]
    public void An_item_is_sent_as_approved() => Approved.Check("item", ItemMapper.Map(Wbs(), "1234", ExternalId).Value!);

    [TestCase("05-100.S", "1234-05-100.S")]
    [TestCase("05-100.S.EAST", "1234-05-100.S.EAST", Description = "custom segments stand where Procore puts them")]
    [TestCase("EAST.05-100.S", "1234-EAST.05-100.S", Description = "in Procore's order")]
    public void The_name_is_the_project_number_and_Procores_own_code(string code, string name)
    {
        Assert.That(ItemMapper.Map(Wbs(code: code), "1234", ExternalId).Value!.Name, Is.EqualTo(name));
    }

    [Test]
    public void A_name_may_have_60_characters_and_is_never_cut()
    {
        var longest = ItemMapper.Map(Wbs(code: new string('x', 55)), "1234", ExternalId);
        var tooLong = ItemMapper.Map(Wbs(code: new string('x', 56)), "1234", ExternalId);

        Assert.That(longest.Value!.Name, Has.Length.EqualTo(60));
        Assert.That(tooLong.Problems.Single(), Has.Property("Code").EqualTo("E101").And.Property("Message").Contains("a name of 61 characters")
            .And.Property("Message").EndsWith("NetSuite allows 60."));
    }

    [Test]
    public void A_long_description_is_cut_for_display_and_kept_for_purchases()
    {
        var text = $"{new string('a', 59)} {new string('b', 30)}";

        var item = ItemMapper.Map(Wbs(description: text), "1234", ExternalId).Value!;

        Assert.That((item.DisplayName, item.PurchaseDescription), Is.EqualTo((new string('a', 59), text)));
    }

    [Test]
    public void A_description_is_not_cut_through_the_middle_of_a_character()
    {
        var item = ItemMapper.Map(Wbs(description: $"{new string('a', 59)}\U0001F3D7b"), "1234", ExternalId).Value!;

        Assert.That(item.DisplayName, Is.EqualTo(new string('a', 59)));
    }

    [TestCase(null)]
    [TestCase(" ")]
    public void A_code_without_a_description_shows_its_code(string? description)
    {
        Assert.That(ItemMapper.Map(Wbs(description: description), "1234", ExternalId).Value!.DisplayName, Is.EqualTo("05-100.S"));
    }

    [Test]
    public void A_code_without_a_cost_type_is_refused()
    {
        Refused(Wbs() with { SegmentItems = [CostCodeItem("05", "100")] }, "E103", "05-100.S has no cost type.");
    }

    [Test]
    public void A_cost_code_of_a_single_tier_is_refused()
    {
        Refused(Wbs() with { SegmentItems = [CostCodeItem("05"), CostTypeItem()] }, "E104", "05-100.S is a cost code of a single tier; cost codes need two tiers.");
    }

    [Test]
    public void The_short_form_of_segments_says_the_same()
    {
        SegmentItem[] segments = [new() { PathCodes = ["05", "100"], SegmentType = "cost_code" }, new() { PathCodes = ["S"], SegmentType = "line_item_type" }];

        Assert.That(ItemMapper.Map(Wbs() with { SegmentItems = segments }, "1234", ExternalId).Problems, Is.Empty);
    }

    [Test]
    public void A_WBS_code_without_a_code_is_refused()
    {
        Refused(Wbs() with { FlatCode = null }, "E411", "WBS code 77001 has no code of its own.");
    }

    private static void Refused(WbsCode source, string code, string message)
    {
        var problem = ItemMapper.Map(source, "1234", ExternalId).Problems.Single();

        Assert.That((problem.Code, problem.Message), Is.EqualTo((code, message)));
    }
}
