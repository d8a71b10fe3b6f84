using System.Text;
using System.Text.Json;
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
    [TestCase("株式会社大林組", "大林組株式会社", false, Description = "the same letters in another order")]
    [TestCase("大林組 Bau", "大林組 ＢＡＵ GmbH")]
    [TestCase("大林組 Bau", "大林組 Straße", false)]
    [TestCase("Мой дом", "МОЙ ДОМ")]
    [TestCase("МОЙ ДОМ", "мой (новый) дом")]
    [TestCase("Μάρμαρο Αθηνάς", "ΜΆΡΜΑΡΟ ΑΘΗΝΆΣ", Description = "a letter that has two small ones")]
    [TestCase("ΜΆΡΜΑΡΟ", "µάρμαρο", Description = "a small letter from another block")]
    [TestCase("𐐀𐐁 Steel", "𐐨𐐩 STEEL", Description = "letters of two halves")]
    [TestCase("***", "* * *")]
    [TestCase("***", "＊＊＊", Description = "wide signs")]
    [TestCase("***", "**", false)]
    [TestCase("'%_'", "' % _ '", Description = "signs that mean something in a query")]
    [TestCase("&", "and")]
    [TestCase("And", "+ & -")]
    [TestCase("And", "+ -", false)]
    [TestCase("S & D", "S and D")]
    [TestCase("Sand", "S&", Description = "an and that is none")]
    [TestCase("100% Steel_Works", "100 Steel Works")]
    public async Task A_vendor_of_the_same_name_is_found_however_it_is_written(string company, string vendor, bool isFound = true)
    {
        var id = Add(new { companyName = vendor, subsidiary = new { id = "2" } });

        Assert.That(await FindAsync(company), Is.EqualTo(isFound ? new[] { id } : []));
    }

    [TestCase("株式会社", @"ASCIISTR({names}) LIKE '%\682A%\5F0F%\4F1A%\793E%'", false)]
    [TestCase("Мама", @"ASCIISTR({names}) LIKE '%\04%\04%\04%\04%'", false)]
    [TestCase("дом", @"ASCIISTR({names}) LIKE '%\%\%\04%'", false, Description = "two of these have small ones in another block too")]
    [TestCase("***", "UPPER({names}) LIKE '%*%*%*%'", true)]
    [TestCase("&", "UPPER({names}) LIKE '%A%N%D%' OR (UPPER({names}) LIKE '%' AND ({names} LIKE '%&%' OR {names} LIKE '%+%'))", true)]
    [TestCase("Acme", "UPPER({names}) LIKE '%A%C%M%E%'", true)]
    public async Task No_name_asks_for_all_vendors(string company, string condition, bool readsForeign)
    {
        await FindAsync(company);

        const string Names = "(NVL(v.lastname, ' ') || ' ' || NVL(v.firstname, ' ') || ' ' || NVL(v.lastname, ' ') || ' ' || NVL(v.companyname, ' ') || ' ' || NVL(v.entityid, ' '))";
        var query = JsonDocument.Parse(server.Simulator.Calls.All.Single().Body).RootElement.GetProperty("q").GetString();
        Assert.That(query, Does.Contain($"WHERE ({(condition + (readsForeign ? " OR ASCIISTR({names}) <> {names}" : "")).Replace("{names}", Names, StringComparison.Ordinal)})"));
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

    /// <summary>Whatever two names the policy takes for one, a pattern of the one lets the other pass; those beyond plain ASCII are read anyway where the one is plain ASCII.</summary>
    [Test]
    public void No_name_that_means_the_same_is_passed_over()
    {
        string[] parts = ["A", "b", "Ä", "ß", "ü", "1", "AND", "&", "+", " + ", " ", ".", "-", "(x)", "The ", "LLC", " Inc", "Ｅ", "İ", "'", "N", "D", "大", "д", "Д", "µ", "Μ", "*", "＊", "𐐀", "𐐨"];
        var name = Gen.OneOf([.. parts.Select(part => Gen.Const(part))]).Array[1, 7].Select(string.Concat);

        Gen.Select(name, name).Sample(
            (one, other) =>
            {
                if (VendorIdentity.Of(null, one) is var company && company.Match(VendorIdentity.Of(null, other)) is not null
                    && (Ascii.IsValid(other) || !company.Names.Any(form => Ascii.IsValid(form))))
                {
                    Assert.That(company.Names.SelectMany(NamePattern.Of).Any(pattern => Fits(other, pattern)), $"{one} and {other}");
                }
            },
            iter: 200_000);
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        http?.Dispose();
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>What NetSuite does with the pattern.</summary>
    private static bool Fits(string name, NamePattern pattern)
    {
        var text = pattern.IsInCodes ? string.Concat(name.Select(letter => char.IsAscii(letter) ? $"{letter}" : $@"\{(int)letter:X4}")) : name.ToUpperInvariant();
        var at = 0;

        return (!pattern.HasAndSign || name.AsSpan().IndexOfAny('&', '+') >= 0)
            && pattern.Pieces.All(piece => (at = text.IndexOf(piece, at, StringComparison.Ordinal) + piece.Length) >= piece.Length);
    }

    private string Add(object vendor) => server.Simulator.Users.Create("vendor", vendor);

    private string AddNorthern(string name) => Add(new { companyName = name, subsidiary = new { id = "3" } });

    private async Task<IReadOnlyList<string>> FindAsync(string name, string? taxId = null) =>
        [.. (await client.ListSimilarVendorsAsync(VendorIdentity.Of(taxId, name), default)).Select(vendor => vendor.Id.Value)];
}
