using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Makes companies of a directory.</summary>
public static class CompanyBuilder
{
    public static Company Acme { get; } = new()
    {
        Id = 35,
        Name = "Acme Steel LLC",
        Address = "12 Dock Rd",
        City = "Oakland",
        StateCode = "CA",
        CountryCode = "US",
        Zip = "94607",
        BusinessPhone = "5105550100",
        FaxNumber = "5105550101",
        EmailAddress = "ap@acme.example",
        Website = "acme.example",
        IsActive = true,
        BusinessRegister = new BusinessRegister("EIN", "451110001"),
    };
}
