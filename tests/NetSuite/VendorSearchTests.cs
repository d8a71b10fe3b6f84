using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>The search in NetSuite finds every vendor that the policy takes for the same company (connector-behaviour.md 13.2), in one query.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class VendorSearchTests : IAsyncDisposable
{
    private SimulatorServer<NetSuiteSimulator> server = null!;
    private HttpCaller http = null!;
    private NetSuiteClient client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        server = await SimulatorServer.StartAsync(new NetSuiteSimulator(TimeProvider.System), 0, default);
        server.Simulator.Account.AddBelievableAccount();
        server.Simulator.Account.AddIntegration(new Integration { ClientId = "ck", ConsumerSecret = "cs", Tokens = [new("tk", "ts")] });
        http = new HttpCaller(HttpCaller.CreateHandler(), TimeSpan.FromSeconds(30), "netsuite");
        var settings = Examples.Settings;
        (settings.BaseUrl, settings.Authentication) = (server.BaseUrl, "Tba");
        (settings.ConsumerKey, settings.ConsumerSecret, settings.TokenId, settings.TokenSecret) = ("ck", "cs", "tk", "ts");
        client = new NetSuiteClients(http, TimeProvider.System, NullLogger<NetSuiteClient>.Instance).Create(settings);
    }

    [TestCase("Smith & Sons LLC", "Smith and Sons, LLC")]
    [TestCase("Smith and Sons", "SMITH+SONS")]
    [TestCase("Beton Express", "BÉTON EXPRESS LTÉE")]
    [TestCase("Béton Express", "beton express")]
    [TestCase("Mueller", "Müller GmbH")]
    [TestCase("Müller", "Mueller GmbH")]
    [TestCase("Acme Steel", "Ａｃｍｅ　Ｓｔｅｅｌ")]
    [TestCase("Acme Steel", "The Acme Steel Company")]
    [TestCase("The Acme Steel Company", "Acme Steel")]
    [TestCase("Delta Electric", "Delta (old) Electric")]
    [TestCase("A-1 Plumbing", "A 1 Plumbing")]
    [TestCase("O'Neil Crane", "ONeil Crane Inc")]
    [TestCase("And", "AND!")]
    [TestCase("株式会社大林組", "株式会社大林組")]
    [TestCase("100% Steel_Works", "100 Steel Works")]
    public async Task A_vendor_of_the_same_name_is_found_however_it_is_written(string company, string vendor)
    {
        var id = Add(new { companyName = vendor, subsidiary = new { id = "2" } });

        Assert.That(await FindAsync(company), Is.EqualTo(new[] { id }));
    }

    [TestCase("Jon Smith")]
    [TestCase("Smith, Jon")]
    [TestCase("JÓN SMITH")]
    public async Task An_individual_is_found_by_first_and_last_name_whatever_its_number(string company)
    {
        var id = Add(new { isPerson = true, firstName = "Jon", lastName = "Smith", entityId = "VEN0012", subsidiary = new { id = "2" } });
        Add(new { companyName = "Harbor", firstName = "Jon", lastName = "Smith", subsidiary = new { id = "2" } });

        var found = await client.ListSimilarVendorsAsync(VendorIdentity.Of(null, company), default);

        Assert.That(found.Select(vendor => $"{vendor}"), Is.EqualTo(new[] { $"Jon Smith (number VEN0012, record {id})" }));
    }

    [TestCase("45-1110001", "451110001")]
    [TestCase("451110001", "45 1110001")]
    [TestCase("451110001", "EIN 45-1110001")]
    [TestCase("12345679", "01-2345679")]
    [TestCase("45-1110001", "４５１１１０００１")]
    [TestCase("gode561231gr8", "GODE-561231-GR8")]
    public async Task A_vendor_of_the_same_tax_id_is_found_however_it_is_written(string company, string vendor)
    {
        var id = Add(new { companyName = "Harbor", taxIdNum = vendor, subsidiary = new { id = "2" } });
        Add(new { companyName = "Peak", taxIdNum = "N/A", subsidiary = new { id = "2" } });

        Assert.That(await FindAsync("Peak LLC", company), Is.SupersetOf(new[] { id }).And.Exactly(2).Items);
        Assert.That(await FindAsync("Quay", company), Is.EqualTo(new[] { id }));
        Assert.That(await FindAsync("Quay", "N/A"), Is.Empty);
        Assert.That(await FindAsync("Harbor", "45-2220002"), Is.Empty, "another tax id");
    }

    [Test]
    public async Task A_vendor_is_the_subsidiarys_if_only_as_a_second_one()
    {
        var (ours, shared, theirs) = (Add(new { companyName = "Acme 1", subsidiary = new { id = "2" } }), AddNorthern("(a) Acme 1"), AddNorthern("(b) Acme 1"));
        server.Simulator.Account.Share(shared, "2");
        server.Simulator.Users.SetInactive("vendor", ours, true);

        var found = await client.ListSimilarVendorsAsync(VendorIdentity.Of(null, "Acme 1"), default);

        Assert.That(found.Select(vendor => (vendor.Id.Value, vendor.IsOurs, vendor.Inactive)), Is.EqualTo(new[] { (ours, true, true), (shared, true, false), (theirs, false, false) }));
    }

    [Test]
    public async Task One_query_finds_them_however_many_there_are()
    {
        for (var count = 0; count < 1001; count++)
        {
            Add(new { companyName = $"Acme ({count})", subsidiary = new { id = "2" } });
        }

        Assert.That(await FindAsync("Acme"), Has.Count.EqualTo(1001).And.Unique);
        Assert.That(server.Simulator.Calls.Count(call => call.Path.EndsWith("suiteql", StringComparison.Ordinal)), Is.EqualTo(2), "pages of one query");
    }

    [Test]
    public async Task A_company_of_no_name_and_tax_id_asks_nothing()
    {
        Assert.That(await FindAsync(" ", "N/A"), Is.Empty);
        Assert.That(server.Simulator.Calls.All, Is.Empty);
    }

    /// <summary>Whatever two names the policy takes for one, the pattern of the one lets the other pass, if that one is plain ASCII; all others are read anyway.</summary>
    [Test]
    public void No_name_that_means_the_same_is_passed_over()
    {
        string[] parts = ["A", "b", "Ä", "ß", "ü", "1", "AND", "&", "+", " + ", " ", ".", "-", "(x)", "The ", "LLC", " Inc", "Ｅ", "İ", "'", "N", "D"];
        var name = Gen.OneOf([.. parts.Select(part => Gen.Const(part))]).Array[1, 7].Select(string.Concat);

        Gen.Select(name, name).Sample(
            (one, other) =>
            {
                if (VendorIdentity.Of(null, one) is var company && company.Match(VendorIdentity.Of(null, other)) is not null && Ascii.IsValid(other))
                {
                    Assert.That(company.Names.Select(VendorName.Pattern).OfType<string>().Any(pattern => Fits(other.ToUpperInvariant(), pattern)), $"{one} and {other}");
                }
            },
            iter: 100_000);
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        http?.Dispose();
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>LIKE, for patterns of letters with % between them.</summary>
    private static bool Fits(string text, string pattern)
    {
        var at = 0;

        return pattern.Where(char.IsAsciiLetterOrDigit).All(letter => (at = text.IndexOf(letter, at) + 1) > 0);
    }

    private string Add(object vendor) => server.Simulator.Users.Create("vendor", vendor);

    private string AddNorthern(string name) => Add(new { companyName = name, subsidiary = new { id = "3" } });

    private async Task<IReadOnlyList<string>> FindAsync(string name, string? taxId = null) =>
        [.. (await client.ListSimilarVendorsAsync(VendorIdentity.Of(taxId, name), default)).Select(vendor => vendor.Id.Value)];
}
