using NUnit.Framework;
using ProcoreNetSuite.Functions.Companies;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.CompanyBuilder;

namespace ProcoreNetSuite.Tests.Companies;

[TestFixture]
public sealed class VendorMapperTests
{
    private const string ExternalId = "procore-4400123-company-35";

    [Test]
    public void A_vendor_is_sent_as_approved() => Approved.Check("vendor", VendorMapper.Map(Acme, ExternalId).Value!);

    [TestCase("acme.example", "https://acme.example")]
    [TestCase("http://acme.example/about", "http://acme.example/about")]
    [TestCase(" ", null)]
    [TestCase(null, null)]
    public void A_website_gets_its_scheme(string? website, string? url)
    {
        Assert.That(VendorMapper.Map(Acme with { Website = website }, ExternalId).Value!.Url, Is.EqualTo(url));
    }

    [TestCase("acme")]
    [TestCase("ask at the office.now")]
    [TestCase("ftp://acme.example")]
    public void A_website_that_is_no_web_address_is_refused(string website)
    {
        Assert.That(Codes(Acme with { Website = website }), Is.EqualTo(new[] { "E304" }));
    }

    [TestCase("ap@acme.example, cfo@acme.example")]
    [TestCase("ap@acme.example;cfo@acme.example")]
    [TestCase("Accounts <ap@acme.example>")]
    [TestCase("ap@acme")]
    [TestCase("acme.example")]
    public void An_email_that_is_not_one_address_is_refused(string email)
    {
        Assert.That(Codes(Acme with { EmailAddress = email }), Is.EqualTo(new[] { "E304" }));
    }

    [TestCase("510-555", false)]
    [TestCase("ext. 12", false)]
    [TestCase("510-5550", true)]
    [TestCase("+49 (0)30 1234", true)]
    public void A_phone_number_has_seven_digits_or_more(string number, bool isGood)
    {
        string[] expected = isGood ? [] : ["E304"];
        Assert.That((Codes(Acme with { BusinessPhone = number }), Codes(Acme with { FaxNumber = number })), Is.EqualTo((expected, expected)));
        Assert.That(VendorMapper.Map(Acme with { BusinessPhone = number }, ExternalId).Problems.Select(problem => problem.Message), isGood ? Is.Empty : Has.Some.Contains($"\"{number}\", has fewer than 7 digits"));
    }

    [TestCase("name", 83)]
    [TestCase("address", 150)]
    [TestCase("business phone", 21)]
    [TestCase("fax number", 21)]
    [TestCase("website", 100)]
    [TestCase("state", 30)]
    public void A_field_may_be_as_long_as_its_limit_and_no_longer(string field, int limit)
    {
        var longest = VendorMapper.Map(With(field, limit), ExternalId);
        var tooLong = VendorMapper.Map(With(field, limit + 1), ExternalId);

        Assert.That(longest.Problems, Is.Empty);
        Assert.That(tooLong.Problems, Has.Count.EqualTo(1));
        Assert.That(tooLong.Problems[0].Code, Is.EqualTo("E304"));
        Assert.That(tooLong.Problems[0].Message, Does.StartWith($"The {field} ").And.EndsWith($"has {limit + 1} characters; NetSuite allows {limit}."));
    }

    [TestCase("ZZ", "US", "it has AA, AE, AK")]
    [TestCase("CA", "CA", "it has AB, BC, MB")]
    [TestCase("CA", "USA", "not a code of ISO 3166")]
    [TestCase("CA", null, "an address and no country")]
    public void A_state_that_its_country_does_not_have_is_refused_with_the_accepted_codes(string state, string? country, string words)
    {
        var problems = VendorMapper.Map(Acme with { StateCode = state, CountryCode = country }, ExternalId).Problems;

        Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E305" }));
        Assert.That(problems[0].Message, Does.Contain(words));
    }

    [TestCase("ca", "us", "CA", "US")]
    [TestCase("ON", "CA", "ON", "CA")]
    [TestCase("NSW", "AU", "NSW", "AU")]
    [TestCase("PR", "US", "PR", "US")]
    [TestCase(null, "DE", null, "DE")]
    public void A_state_of_its_country_is_sent_in_capitals(string? state, string country, string? sentState, string sentCountry)
    {
        var address = VendorMapper.Map(Acme with { StateCode = state, CountryCode = country }, ExternalId).Value!.Address!;

        Assert.That((address.State, address.Country), Is.EqualTo((sentState, sentCountry)));
    }

    [Test]
    public void A_company_with_a_country_alone_has_no_address()
    {
        var source = Acme with { Address = null, City = "", StateCode = null, Zip = " " };

        Assert.That(VendorMapper.Map(source, ExternalId).Value!.Address, Is.Null);
    }

    [TestCase(null)]
    [TestCase(" ")]
    public void A_company_without_a_name_is_refused(string? name)
    {
        var problems = VendorMapper.Map(Acme with { Name = name }, ExternalId).Problems;

        Assert.That(problems.Select(problem => problem.ToString()),
            Is.EqualTo(new[] { "E304: Company 35 has no name. Fill the field in Procore, then export again." }));
    }

    [Test]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        var source = Acme with { IsActive = false, EmailAddress = "?", StateCode = "ZZ" };

        Assert.That(Codes(source), Is.EqualTo(new[] { "E301", "E304", "E305" }));
    }

    private static IEnumerable<string> Codes(Company source) => VendorMapper.Map(source, ExternalId).Problems.Select(problem => problem.Code);

    private static Company With(string field, int length)
    {
        var text = new string('x', length);

        return field switch
        {
            "name" => Acme with { Name = text },
            "address" => Acme with { Address = text },
            "business phone" => Acme with { BusinessPhone = new string('5', length) },
            "fax number" => Acme with { FaxNumber = new string('5', length) },
            "website" => Acme with { Website = $"acme.example/{text["https://acme.example/".Length..]}" },
            "state" => Acme with { StateCode = text, CountryCode = "DE" },
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        };
    }
}
