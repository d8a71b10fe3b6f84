using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>A vendor's e-mail, phone and web address: who asked reads what is wrong with them, and no log line holds them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PrivateDataJourneys : SiteJourney, IDisposable
{
    private readonly KeptLogs logs = new();

    [TestCase("website", "see our folder at canary.example")]
    [TestCase("email_address", "ap@canary.example; bills@canary.example")]
    [TestCase("email_address", "ap at canary")]
    [TestCase("business_phone", "+1 510 555 0100 ext. 4321")]
    [TestCase("fax_number", "+1 510 555 0100 ext. 4322")]
    public async Task A_field_that_is_refused_is_read_in_Procore_and_not_in_the_log(string field, string value)
    {
        var company = World.Procore.AddVendor("Canary Paving LLC");
        World.Procore.Set(company, field, value);

        await World.ExportAsync(World.Vendor, company);

        AssertRefused(company, "E304: ", value);
    }

    [TestCase("Invalid Field Value ap@canary.example for the following field: email", "ap@canary.example")]
    [TestCase("Invalid Field Value 510-555-0100 for the following field: phone", "510-555-0100")]
    [TestCase("The url https://canary.example/pay must be shorter.", "https://canary.example/pay")]
    [TestCase("The phone number (510) 555-0100 is not one.", "(510) 555-0100")]
    public async Task What_NetSuite_quotes_of_them_is_read_in_Procore_and_not_in_the_log(string words, string value)
    {
        var company = World.Procore.AddVendor("Canary Paving LLC");
        MessageCase.NetSuiteRefuses(World, "PUT", "*/vendor/*", words);

        await World.ExportAsync(World.Vendor, company);

        AssertRefused(company, "E", value);
    }

    public void Dispose() => logs.Dispose();

    protected override LocalHostOptions Adjust(LocalHostOptions options) => options with { Logging = logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs) };

    private void AssertRefused(ProcoreRecord company, string start, string value)
    {
        var row = World.Status(World.Vendor, company);
        Assert.That(row.Tab, Is.EqualTo("Failed to Export"), World.Describe());
        Assert.That(string.Join('|', row.Messages), Does.StartWith(start).And.Contain(value));
        Assert.That(logs.Lines, Has.Some.Contains($"Company {company.Id}: Rejected"), "the log says that it was refused");
        Assert.That(logs.Lines.Where(line => line.Contains(value, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }
}
