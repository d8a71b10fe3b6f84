using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Companies;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.Companies;

[TestFixture(Description = "connector-behaviour.md 13.2: a match never ends in a dead end")]
public sealed class DuplicateVendorTests
{
    private static readonly VendorMatch byName = Match("77", SameBy.Name), byTaxId = Match("78", SameBy.TaxId);
    private static readonly VendorMatch inactive = byName with { Vendor = byName.Vendor with { Inactive = true } };
    private static readonly VendorMatch elsewhere = byName with { Vendor = byName.Vendor with { IsOurs = false } };
    private static readonly VendorMatch unusable = byName with { Vendor = byName.Vendor with { Inactive = true, IsOurs = false } };
    private static readonly VendorMatch linked = byName with
    {
        Holder = new Link { Key = new LinkKey("acme", EntityType.Company, 40), State = LinkState.Linked, Name = "Acme Holding", NetSuiteId = new("77") },
    };

    private static readonly VendorMatch linkedByTaxId = byTaxId with { Holder = linked.Holder };

    private static TestCaseData[] Cases =>
    [
        Case("nothing is alike", null, [], "write"),
        Case("nothing is alike, whatever the answer", "export", [], "write"),
        Case("one is alike", null, [byName], "E303: Acme is probably in NetSuite already: vendor V (number V77, record 77), by name. Export again with \"Duplicate vendor\" set to \"link\" (it is that vendor) or "
            + "\"export\" (another vendor), or refresh the vendors list and link the company to it in Ready to Import."),
        Case("one has the tax id", null, [byTaxId], "E303: *vendor V (number V78, record 78), by tax id. *\"link\"*"),
        Case("several are alike", null, [byName, byTaxId], "E303: *by name, vendor V (number V78, record 78), by tax id. Refresh the vendors list and link the company to one of them in Ready to Import, "
            + "or export again with \"Duplicate vendor\" set to \"export\" (another vendor)."),
        Case("it is another company's", null, [linked], "E302: NetSuite vendor V (number V77, record 77) has the same name and is already linked to company Acme Holding (40). Use that company*\"export\" (another vendor)."),
        Case("it is inactive", null, [inactive], "E303: NetSuite vendor V (number V77, record 77) has the same name as Acme, but is inactive. Make vendor V active in NetSuite, "
            + "then export again with \"Duplicate vendor\" set to \"link\"; or export again with \"Duplicate vendor\" set to \"export\" (another vendor)."),
        Case("it is another subsidiary's", null, [elsewhere], "E306: NetSuite vendor V (number V77, record 77) has the same name as Acme, but not the subsidiary West. Add subsidiary West to vendor V in NetSuite, "
            + "then export again with \"Duplicate vendor\" set to \"link\"; or export again with \"Duplicate vendor\" set to \"export\" (another vendor)."),
        Case("it is inactive in another subsidiary", null, [unusable], "E306: NetSuite vendor V (number V77, record 77) has the same name as Acme, but not the subsidiary West, and is inactive. Add subsidiary West to vendor V in NetSuite "
            + "and make it active there, then export again with \"Duplicate vendor\" set to \"link\"; or export again with \"Duplicate vendor\" set to \"export\" (another vendor)."),
        Case("all of them", null, [linked, byTaxId, elsewhere, inactive], "E302: *|E303: *record 78*|E306: *|E303: *inactive*"),

        Case("link the one", "link", [byName], "77"),
        Case("link the one of the tax id", "link", [byName, byTaxId], "78"),
        Case("link the one that can be linked", "link", [inactive, elsewhere, linked, Match("79", SameBy.Name)], "79"),
        Case("link one of two", "link", [byName, Match("79", SameBy.Name)], "E303: More than one vendor is like Acme: vendor V (number V77, record 77), by name, vendor V (number V79, record 79), by name. Refresh*"),
        Case("link another company's", "link", [linked], "E302: *Acme Holding (40)*"),
        Case("link, and the one of the tax id is another company's", "link", [byName, linkedByTaxId], "E302: *has the same tax id*"),
        Case("link an inactive one", "link", [inactive], "E303: *inactive. Make vendor V active*"),
        Case("link one of another subsidiary", "link", [elsewhere], "E306: *Add subsidiary West*"),
        Case("link an inactive one of another subsidiary", "link", [unusable], "E306: *and is inactive. Add subsidiary West to vendor V in NetSuite and make it active there*"),
        Case("link an inactive one beside another company's", "link", [inactive, linked], "E303: *inactive*"),
        Case("nothing to link to", "link", [], "E303: There is no vendor like Acme to link to. Export again without an answer in \"Duplicate vendor\"."),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Every_match_is_decided_or_says_how_to_go_on(string? answer, object matches, string expected)
    {
        var (linkTo, problems) = DuplicateVendor.Decide("Acme", answer, (IReadOnlyList<VendorMatch>)matches, isThere: false, "West");

        var told = string.Join('|', problems);
        Assert.That(
            linkTo?.Id.Value ?? (problems.Count == 0 ? "write" : told), Does.Match($"^{Regex.Escape(expected).Replace(@"\*", ".*", StringComparison.Ordinal)}$"));
        Assert.That(problems.Select(problem => problem.Remedy), Is.All.Not.Empty);
    }

    [Test]
    public void What_an_earlier_export_made_is_written_again_and_not_linked()
    {
        var (linkTo, problems) = DuplicateVendor.Decide("Acme", "link", [], isThere: true, "West");

        Assert.That((linkTo, problems.Count), Is.EqualTo(((EntityFound?)null, 0)));
    }

    [TestCase(null)]
    [TestCase("export")]
    [TestCase("link")]
    public void An_answer_there_is_is_taken(string? answer) => Assert.That(Question.DuplicateVendor.Check(answer), Is.Null);

    [TestCase(null, true, false, false)]
    [TestCase("link", true, true, false, Description = "it may be linked to the same one")]
    [TestCase("export", false, true, true, Description = "whatever is alike")]
    public void Who_says_that_it_is_another_one_passes_all_others(string? answer, bool minds, bool passesWritten, bool passesOpen)
    {
        var link = linked.Holder!;
        var (written, open) = (new Holder(link.Key, "Acme Holding", link), new Holder(link.Key, "Acme Holding", link with { State = LinkState.Writing }));

        Assert.That(
            (DuplicateVendor.MindsOthers(answer), DuplicateVendor.MayPass(answer, written), DuplicateVendor.MayPass(answer, open)), Is.EqualTo((minds, passesWritten, passesOpen)));
    }

    private static VendorMatch Match(string id, SameBy by) => new(new EntityFound(new(id), $"V{id}", "V", null, null, new("2"), false), by, null);

    private static TestCaseData Case(string title, string? answer, IReadOnlyList<object> matches, string expected) =>
        new TestCaseData(answer, matches.Cast<VendorMatch>().ToList(), expected).SetName($"{{m}}({title})");
}
