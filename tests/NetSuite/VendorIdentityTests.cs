using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.NetSuite;

[TestFixture(Description = "connector-behaviour.md 13.2, acceptance case 28")]
public sealed class VendorIdentityTests
{
    private const string Real = "45-1110001", OtherReal = "45-2220002";

    [TestCase("Smith & Sons LLC", "Smith and Sons, LLC", Description = "case 28: & is and")]
    [TestCase("Smith+Sons", "Smith and Sons", Description = "+ between words is and")]
    [TestCase("Smith + Sons", "SMITH & SONS", Description = "with blanks too")]
    [TestCase("A+ Electric", "A Electric", Description = "+ behind a word is a sign")]
    [TestCase("Acme Paving", "ACME PAVING", Description = "case")]
    [TestCase("Yıldız İnşaat", "YILDIZ INSAAT", Description = "dotless and dotted i in any language")]
    [TestCase("Groß Bau", "GROSS BAU", Description = "sharp s, small")]
    [TestCase("GROẞ Bau", "gross bau", Description = "sharp s, large")]
    [TestCase("Béton Montréal", "Beton Montreal", Description = "accents")]
    [TestCase("Be\u0301ton", "Béton", Description = "an accent that stands by itself")]
    [TestCase("Łódź Steel", "Lodz Steel", Description = "a stroke is an accent")]
    [TestCase("Mu\u0308ller Bau", "Mueller Bau", Description = "an umlaut that stands by itself, spelled out")]
    [TestCase("Müller Bau", "Muller Bau", Description = "an umlaut left off")]
    [TestCase("Müller Bau", "Mueller Bau", Description = "an umlaut spelled out")]
    [TestCase("Sørensen", "Soerensen", Description = "a Danish letter spelled out")]
    [TestCase("Åberg", "Aaberg", Description = "a Swedish letter spelled out")]
    [TestCase("Ａｃｍｅ　Ｓｔｅｅｌ", "Acme Steel", Description = "full width, with its blank")]
    [TestCase("Oﬃce Supply", "Office Supply", Description = "a ligature")]
    [TestCase("Acme\u00A0Steel", "Acme Steel", Description = "a blank that does not break")]
    [TestCase("Ac\u00ADme Ste\u200Bel", "Acme Steel", Description = "what nobody sees")]
    [TestCase("Acme™ Steel®", "Acme Steel", Description = "trade marks")]
    [TestCase("O'Neil's Crane", "ONeils Crane", Description = "apostrophes")]
    [TestCase("O’Neil Crane", "O'Neil Crane", Description = "a typographer's apostrophe")]
    [TestCase("A-1 Plumbing", "A1 Plumbing", Description = "punctuation in a word")]
    [TestCase("A 1 Plumbing", "A-1 Plumbing", Description = "A is no article before a digit")]
    [TestCase("J.B. Hunt", "J B Hunt", Description = "initials")]
    [TestCase("A.Duda and Sons", "A. Duda & Sons", Description = "an initial glued to its name")]
    [TestCase("The Delta Group", "Delta Group", Description = "a leading article")]
    [TestCase("A Better Roof", "Better Roof", Description = "a leading article")]
    [TestCase("An Even Floor", "Even Floor", Description = "a leading article")]
    [TestCase("Delta Electric (formerly Delta)", "Delta Electric", Description = "a remark")]
    [TestCase("Delta (West (old)) Electric", "Delta Electric", Description = "a remark within a remark")]
    [TestCase("Delta Electric [do not use]", "Delta Electric {new}", Description = "other brackets")]
    [TestCase("Delta （旧） Electric", "Delta Electric", Description = "wide brackets")]
    [TestCase("ACME Paving, L.L.C.", "Acme Paving LLC", Description = "a legal ending with dots")]
    [TestCase("Acme Paving L L C", "Acme Paving Inc", Description = "with blanks, and another one")]
    [TestCase("Acme Paving Co., Inc.", "Acme Paving", Description = "two of them")]
    [TestCase("Smith & Company", "Smith", Description = "and company")]
    [TestCase("Bau GmbH & Co. KG", "Bau", Description = "a German one of several words")]
    [TestCase("Muebles S.A. de C.V.", "Muebles", Description = "a Mexican one of several words")]
    [TestCase("Muebles S. de R.L. de C.V.", "Muebles", Description = "another one")]
    [TestCase("Drogi Sp. z o.o.", "Drogi", Description = "a Polish one")]
    [TestCase("Plan B S.A.", "Plan B", Description = "a letter before it stays")]
    [TestCase("Rail Pty Ltd", "Rail", Description = "an Australian one")]
    [TestCase("Béton Ltée", "Beton ULC", Description = "Canadian ones")]
    [TestCase("The Limited, Inc.", "Limited", Description = "the last word that is no article stays")]
    [TestCase("(Delta) Inc", "Delta", Description = "brackets around the whole name")]
    [TestCase("株式会社大林組", "株式会社大林組", Description = "another script")]
    [TestCase("***", " *** ", Description = "nothing but signs")]
    public void Names_of_one_company(string one, string other) => Assert.That(ByName(one, other), Is.EqualTo(SameBy.Name));

    [TestCase("Delta Electric", "Delta Electrical", Description = "more letters")]
    [TestCase("A and B Electric", "B Electric", Description = "A is no article before and")]
    [TestCase("La Jolla Steel", "Jolla Steel", Description = "no other languages' articles")]
    [TestCase("Die Casting", "Casting", Description = "an article in German only")]
    [TestCase("Steel The", "Steel", Description = "an article that does not lead")]
    [TestCase("LLC Delta", "Delta", Description = "a legal ending that is none")]
    [TestCase("The Company", "The Corporation", Description = "an article and a legal ending are all there is")]
    [TestCase("Inc", "LLC", Description = "a legal ending is all there is")]
    [TestCase("The", "A", Description = "an article is all there is")]
    [TestCase("(Delta) Inc", "(Acme) Inc", Description = "a remark is all there is")]
    [TestCase("Delta Electric (west", "Delta Electric", Description = "a bracket that never closes")]
    [TestCase("Delta Electric PA", "Delta Electric", Description = "as often a state as a legal form")]
    [TestCase("が", "か", Description = "marks of other scripts are letters")]
    [TestCase("กี", "กา", Description = "vowels of other scripts that are marks")]
    [TestCase("мой", "мои", Description = "Cyrillic is compared as it is")]
    [TestCase("", "", Description = "no name is no evidence")]
    [TestCase(" ", "\t", Description = "nor are blanks")]
    [TestCase("Smith and Sons", "Smith Sons", Description = "and is a word")]
    public void Names_of_two_companies(string one, string other) => Assert.That(ByName(one, other), Is.Null);

    [TestCase(Real, "451110001", SameBy.TaxId, Description = "dash or none")]
    [TestCase(Real, " 45 1110001 ", SameBy.TaxId, Description = "blanks")]
    [TestCase(Real, "EIN: 45-1110001", SameBy.TaxId, Description = "its kind in front")]
    [TestCase(Real, "Federal Tax ID 45-1110001", SameBy.TaxId, Description = "in many words")]
    [TestCase(Real, "４５-１１１０００１", SameBy.TaxId, Description = "full width")]
    [TestCase("01-2345679", "12345679", SameBy.TaxId, Description = "a spreadsheet ate the zero")]
    [TestCase("GODE561231GR8", "gode-561231-gr8", SameBy.TaxId, Description = "with letters")]
    [TestCase(Real, OtherReal, null, Description = "case 28: two real ones")]
    [TestCase("GODE561231GR8", "GODE561231GR9", null, Description = "two real ones with letters")]
    public void Two_tax_ids_decide_whatever_the_names(string one, string other, SameBy? by)
    {
        Assert.That(VendorIdentity.Of(one, "Summit Inc.").Match(VendorIdentity.Of(other, "Summit LLC")), Is.EqualTo(by));
        Assert.That(VendorIdentity.Of(one, "Summit").Match(VendorIdentity.Of(other, "Peak")), Is.EqualTo(by));
    }

    [TestCase("N/A", Description = "case 28")]
    [TestCase("none")]
    [TestCase("")]
    [TestCase(null)]
    [TestCase("00-0000000", Description = "zeros")]
    [TestCase("99-9999999", Description = "one digit")]
    [TestCase("12-3456789", Description = "counted up")]
    [TestCase("98-7654321", Description = "counted down")]
    [TestCase("01-2345678", Description = "counted up from zero")]
    [TestCase("451110", Description = "six digits")]
    [TestCase("XXX-XX-6789", Description = "a number behind a mask")]
    [TestCase("see W9 of 2024", Description = "a remark")]
    [TestCase("AB123407", Description = "letters, and too short")]
    public void What_can_be_no_tax_id_is_none(string? text)
    {
        Assert.That(TaxId.Read(text), Is.Null);
        Assert.That(VendorIdentity.Of(text, "Summit").Match(VendorIdentity.Of(text, "Peak")), Is.Null);
        Assert.That(VendorIdentity.Of(text, "Summit").Match(VendorIdentity.Of(Real, "Summit")), Is.EqualTo(SameBy.Name));
    }

    [TestCase("4511100")]
    [TestCase("KJL680524P76")]
    [TestCase("AB1234078")]
    public void The_shortest_that_can_be_one(string text) => Assert.That(TaxId.Read(text), Is.EqualTo(text));

    [Test(Description = "case 28: an individual with a number of its own")]
    public void A_person_goes_by_first_and_last_name_in_either_order()
    {
        var person = VendorIdentity.Of(new EntityFound(new("7"), "VEN0012", null, null, null, null, false) { Person = new("Jon", "Smith") });

        Assert.That(ByName("jon smith", person), Is.EqualTo(SameBy.Name));
        Assert.That(ByName("Smith, Jon", person), Is.EqualTo(SameBy.Name));
        Assert.That(ByName("VEN0012", person), Is.EqualTo(SameBy.Name));
        Assert.That(ByName("Smith", person), Is.Null);
    }

    [Test]
    public void A_vendor_goes_by_its_name_and_by_a_number_that_is_one()
    {
        var vendor = VendorIdentity.Of(new EntityFound(new("7"), "Acme Steel", "Acme Holding Inc", null, Real, null, false));

        Assert.That((ByName("Acme Holding", vendor), ByName("ACME STEEL", vendor)), Is.EqualTo((SameBy.Name, SameBy.Name)));
        Assert.That(VendorIdentity.Of(Real, "Peak").Match(vendor), Is.EqualTo(SameBy.TaxId));
    }

    /// <summary>Who is the same has something in common that only one may have; who is not, has nothing.</summary>
    [TestCase("Summit Inc", Real, "Peak", Real, true)]
    [TestCase("Summit Inc", null, "Summit LLC", null, true)]
    [TestCase("Summit Inc", null, "Summit LLC", Real, true)]
    [TestCase("The Summit", "N/A", "Summit", OtherReal, true)]
    [TestCase("Summit Inc", Real, "Summit LLC", OtherReal, false)]
    [TestCase("Summit", Real, "Peak", null, false)]
    public void What_is_reserved_meets_where_the_companies_are_the_same(string one, string? oneTax, string other, string? otherTax, bool meet)
    {
        var (first, second) = (VendorIdentity.Of(oneTax, one), VendorIdentity.Of(otherTax, other));

        var rivals = first.Keys.SelectMany(_ => second.Keys, (mine, theirs) => mine.What == theirs.What && !Reservation.AreApart(mine.Apart, theirs.Apart));

        Assert.That(rivals.Any(rival => rival), Is.EqualTo(meet));
        Assert.That(first.Match(second) is not null, Is.EqualTo(meet));
    }

    [Test]
    public void A_tax_id_is_reserved_by_its_hash()
    {
        var keys = VendorIdentity.Of(Real, "Summit").Keys;

        Assert.That(keys.Select(key => key.Label), Is.EqualTo(new[] { "name", "tax id" }));
        Assert.That(keys.Select(key => $"{key}"), Has.None.Contains("451110001"));
        Assert.That(keys[0].What, Is.EqualTo("name SUMMIT"));
        Assert.That(keys.Select(key => key.IsPrivate), Is.EqualTo(new[] { false, true }));
    }

    private static SameBy? ByName(string one, string other) => ByName(one, VendorIdentity.Of(null, other));

    private static SameBy? ByName(string one, VendorIdentity other)
    {
        var by = VendorIdentity.Of(null, one).Match(other);
        Assert.That(other.Match(VendorIdentity.Of(null, one)), Is.EqualTo(by), "either way round");

        return by;
    }
}
