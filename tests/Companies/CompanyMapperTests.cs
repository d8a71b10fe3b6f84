using NUnit.Framework;
using ProcoreNetSuite.Functions.Companies;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.Companies;

public sealed class CompanyMapperTests
{
    private static readonly VendorRow acme = new(
        new NetSuiteId("2207"), "V2207", "Acme Steel LLC", null, Inactive: false, IsOurs: true, " ap@acme.example ", "510-555-0100", null, "https://acme.example",
        new Address("Acme Steel LLC", "12 Dock Rd", "Oakland", "CA", "94607", "US"));

    [Test]
    public void A_new_vendor_becomes_an_active_company_with_its_address() => Assert.That(
        Text(CompanyMapper.Map(acme, updateAddress: false).Staged),
        Is.EqualTo("name=Acme Steel LLC business_phone=510-555-0100 email_address=ap@acme.example website=https://acme.example "
            + "address=12 Dock Rd city=Oakland state_code=CA zip=94607 country_code=US is_active=True"));

    [TestCase(false, "")]
    [TestCase(true, " address=12 Dock Rd city=Oakland state_code=CA zip=94607 country_code=US")]
    public void A_linked_company_takes_over_the_address_only_where_that_is_wanted(bool updateAddress, string address) => Assert.That(
        Text(CompanyMapper.Map(acme, updateAddress).Update),
        Is.EqualTo($"name=Acme Steel LLC business_phone=510-555-0100 email_address=ap@acme.example website=https://acme.example{address}"));

    [Test]
    public void Fields_that_are_empty_in_NetSuite_are_left_as_they_are_in_Procore() => Assert.That(
        Text(CompanyMapper.Map(acme with { Email = "", Phone = " ", Url = null, Address = null }, updateAddress: true).Update), Is.EqualTo("name=Acme Steel LLC"));

    [TestCase(false, true, true)]
    [TestCase(true, true, false)]
    [TestCase(false, false, false)]
    public void Only_active_vendors_of_our_subsidiary_are_offered(bool inactive, bool isOurs, bool expected) =>
        Assert.That(CompanyMapper.Map(acme with { Inactive = inactive, IsOurs = isOurs }, updateAddress: false).IsWanted, Is.EqualTo(expected));

    private static string Text(IReadOnlyDictionary<string, object?> fields) => string.Join(' ', fields.Select(field => $"{field.Key}={field.Value}"));
}
