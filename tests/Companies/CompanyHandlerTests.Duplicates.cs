using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using static ProcoreNetSuite.Tests.Builders.CompanyBuilder;

namespace ProcoreNetSuite.Tests.Companies;

/// <content>Which vendors and companies are taken for the same one.</content>
public sealed partial class CompanyHandlerTests
{
    [TestCase(LinkState.Linked, SyncStatus.Rejected)]
    [TestCase(LinkState.Writing, SyncStatus.Waiting)]
    public async Task A_company_of_the_same_tax_id_that_is_written_meanwhile_is_named(LinkState state, SyncStatus status)
    {
        await ReserveForAnotherAsync(state);

        var outcome = await ExportAsync();

        Assert.That((outcome.Status, $"{outcome.Problems.Single()}"[..5]), Is.EqualTo((status, status is SyncStatus.Rejected ? "E302:" : "E414:")));
        Assert.That(outcome.Problems.Single().Message, Does.Contain("ACME Steel Works"));
        Verify(Times.Never());
    }

    [Test]
    public async Task Likely_duplicates_are_named_with_their_ids()
    {
        Similar(Found("77", "ACME STEEL"), Found("78", "Acme Steel (old)"));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E303").And.Property("Message").EqualTo(
            "Acme Steel LLC is probably in NetSuite already: vendor ACME STEEL (record 77), by name, vendor Acme Steel (old) (record 78), by name."));
        Verify(Times.Never());
    }

    [Test]
    public async Task A_vendor_of_another_company_is_named_with_that_company()
    {
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");
        Similar(Found("77", "ACME STEEL"));

        var outcome = await ExportAsync();

        Assert.That(outcome.Problems.Single(), Has.Property("Code").EqualTo("E302").And.Property("Message").EqualTo(
            "NetSuite vendor ACME STEEL (record 77) has the same name and is already linked to company Acme Holding (40)."));
    }

    [Test]
    public async Task Our_own_earlier_vendor_is_no_duplicate()
    {
        Similar(Found("901", "Acme Steel LLC", ExternalId));

        var outcome = await ExportAsync();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task A_tax_id_is_compared_too()
    {
        await ExportAsync();

        rig.NetSuite.Verify(netSuite => netSuite.ListSimilarVendorsAsync(It.Is<VendorIdentity>(company => company.Names.Single() == "ACMESTEEL" && company.TaxId == "451110001"), It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task Another_companys_vendor_of_the_same_name_is_another_one_if_its_company_has_another_tax_id()
    {
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");
        Similar(Found("77", "ACME STEEL"));
        rig.Procore.Setup(procore => procore.FindCompanyAsync(40, It.IsAny<CancellationToken>())).ReturnsAsync(Acme with { Id = 40, BusinessRegister = new("EIN", "45-2220002") });

        Assert.That((await ExportAsync()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [TestCase("45-1110001", null, Description = "the same tax id")]
    [TestCase("N/A", null, Description = "none")]
    [TestCase("45-2220002", "45 111 0001", Description = "NetSuite's own word counts more")]
    public async Task And_it_is_the_same_one_if_not(string procore, string? netSuite)
    {
        rig.Link(EntityType.Company, 40, "77", "Acme Holding");
        Similar(Found("77", "ACME STEEL") with { TaxId = netSuite });
        rig.Procore.Setup(api => api.FindCompanyAsync(40, It.IsAny<CancellationToken>())).ReturnsAsync(Acme with { Id = 40, BusinessRegister = new("EIN", procore) });

        Assert.That((await ExportAsync()).Problems.Single().Code, Is.EqualTo("E302"));
    }

    [Test]
    public async Task A_subsidiary_is_called_by_its_name_where_there_is_one([Values] bool hasName)
    {
        Similar(Found("77", "ACME STEEL") with { IsOurs = false });
        if (hasName)
        {
            rig.NetSuite.Setup(netSuite => netSuite.FindSubsidiaryAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new SubsidiaryFound("West", "US", "USD", false, false));
        }

        Assert.That((await ExportAsync()).Problems.Single().Message, Does.EndWith($"but not the subsidiary {(hasName ? "West" : "2")}."));
    }
}
