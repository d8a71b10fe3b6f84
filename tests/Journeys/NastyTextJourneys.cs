using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// connector-behaviour.md 13.6: whatever stands in a text or an amount, the record is exported, cleaned, or refused in words; it hangs nobody, and its neighbours are
/// done. What half a character does is shown where answers are read: <see cref="Resilience.HalfCharactersTests"/>.
/// </summary>
public sealed class NastyTextJourneys : SiteJourney
{
    private static readonly string[] ofCompany = ["name", "abbreviated_name", "address", "city", "zip", "state_code", "country_code", "business_phone", "email_address", "website", "trade_name", "notes", "license_number"];
    private static readonly string[] ofProject = ["name", "project_number", "description"];
    private static readonly string[] ofInvoice = ["invoice_number", "number", "comment"];
    private static readonly string[] ofLine = ["description_of_work", "comment"];
    private static readonly string[] amounts =
    [
        "work_completed_this_period", "materials_presently_stored", "total_completed_and_stored_to_date", "work_completed_retainage_retained_this_period",
        "work_completed_retainage_released_this_period", "materials_stored_retainage_currently_retained",
    ];

    private static readonly Gen<(string Field, string Value)> companies = With(ofCompany, NastyText.Text);
    private static readonly Gen<(string Field, string Value)> projects = Gen.OneOf(With(ofProject, NastyText.Text), With(["total_value"], NastyText.Amount));
    private static readonly Gen<(string Field, string Value)> invoices = With(ofInvoice, NastyText.Text);
    private static readonly Gen<(string Field, string Value)> lines = Gen.OneOf(With(ofLine, NastyText.Text), With(amounts, NastyText.Amount));

    private int number;

    [Test]
    public Task Whatever_Procore_sends_is_exported_or_refused_in_words_and_its_neighbours_are_done() =>
        Gen.Select(companies, projects, invoices, lines).SampleAsync(
            (company, project, invoice, line) => ExportAsync(company, project, invoice, line), iter: 25, threads: 1);

    private async Task ExportAsync((string Field, string Value) company, (string Field, string Value) project, (string Field, string Value) invoice, (string Field, string Value) line)
    {
        var round = ++number;
        var (badCompany, goodCompany) = (World.Procore.AddVendor($"Company {round}"), World.Procore.AddVendor($"Neighbour {round}"));
        var badProject = World.Procore.AddProject($"Project {round}", $"{round:000}");
        ProcoreRecord[] bills = [.. Enumerable.Range(1, 4).Select(place => World.Procore.AddInvoice(Contract(round, place), $"R{round}-{place}", [new InvoiceLine(1, 100m)]))];

        // Procore's pages would refuse some of it: it comes in afterwards, as by a program.
        World.Accounts.Ann.SendToErp(World.Vendor, badCompany.Id);
        World.Accounts.Ann.SendToErp(World.Project, badProject.Id);
        World.Accounts.Ann.SendToErp(World.Requisition, bills[1].Id);
        World.Accounts.Ann.SendToErp(World.Requisition, bills[2].Id);
        World.Procore.Set(badCompany, company.Field, company.Value);
        World.Procore.Set(badProject, project.Field, project.Value);
        World.Procore.Set(bills[1], invoice.Field, invoice.Value);
        World.Procore.Set(World.Accounts.Procore.Records(Kinds.ContractItem).First(item => item.ParentId == bills[2].Id), line.Field, line.Value);

        World.Send(World.Vendor, badCompany, goodCompany);
        World.Send(World.Project, badProject);
        World.Send(World.Requisition, bills);
        await World.QuietAsync();

        var what = $"round {round}: {company}, {project}, {invoice}, {line}";
        AssertWords(World.Vendor, badCompany, what);
        AssertWords(World.Project, badProject, what);
        AssertWords(World.Requisition, bills[1], what);
        AssertWords(World.Requisition, bills[2], what);
        Assert.That(World.Status(World.Vendor, goodCompany).Tab, Is.EqualTo("Synced"), what);
        Assert.That((World.Status(World.Requisition, bills[0]).Tab, World.Status(World.Requisition, bills[3]).Tab), Is.EqualTo(("Synced", "Synced")), what);
        AssertNothingLost();
    }

    private ProcoreRecord Contract(int round, int place) => World.Procore.AddCommitment(Site.Project, Site.Vendor, $"SC-{round}-{place}", "Steel", [new SeedLine(Site.Steel, "Steel", 5_000m)]);

    /// <summary>A record that can't be told from another one may only be left as it is, with a word.</summary>
    private void AssertWords(string kind, ProcoreRecord record, string what)
    {
        var row = World.Status(kind, record);
        Assert.That(row.Tab, Is.EqualTo("Synced").Or.EqualTo("Failed to Export"), what);
        if (row.Tab == "Failed to Export")
        {
            Assert.That(row.Messages, Is.Not.Empty.And.All.Match("^E[1-9][0-9]{2}: ").And.All.Not.StartsWith("E905"), what);
            Assert.That(string.Concat(row.Messages).Any(char.IsControl), Is.False, what);
        }
    }

    private static Gen<(string Field, string Value)> With(string[] fields, Gen<string> values) => Gen.Select(NastyText.One(fields), values);
}
