using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>
/// What imports say, at a run's address and in the request that asked for it, provoked through the two systems, word for word: the whole page is
/// <c>Samples/approved/import-messages.txt</c>, a line for each case, in their order. In front of each message stands who ends it.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class ImportMessages : CostJourney
{
    private static readonly (string Title, ImportKind Kind, Func<ImportMessages, Task> Provoke)[] cases =
    [
        ("A bill was changed", ImportKind.Bills, async it => it.Edit(await it.ExportedAsync(), new { tranId = "INV-1a", tranDate = "2026-04-29" })),
        ("A bill was voided", ImportKind.Bills, async it => it.Users.VoidBill(await it.ExportedAsync())),
        ("A bill was deleted", ImportKind.Bills, async it => it.Users.Delete("vendorBill", await it.ExportedAsync())),
        ("A bill with our external id is linked to no invoice", ImportKind.Payments, async it =>
        {
            await it.ExportedAsync();
            await it.AskForAsync("payments");
            var bill = it.EnterBill("B-1", (it.Item(it.Site.Project, Site.Concrete), it.Site.Project, 70m));
            it.Edit(bill, new { externalId = $"procore-{SimulatedAccounts.CompanyId}-requisition-77" });
            it.Users.PayBill(bill);
        }),
        ("Procore shows no payments of the commitment", ImportKind.Payments, async it =>
        {
            it.Users.PayBill(await it.ExportedAsync());
            it.Refuse(403, "GET", "*/contract_payments");
        }),
        ("Procore doesn't show the invoice", ImportKind.Payments, async it =>
        {
            it.Users.PayBill(await it.ExportedAsync());
            it.World.Procore.Forbid(it.Site.Project);
        }),
        ("More is paid than is due", ImportKind.Payments, async it =>
        {
            it.Users.PayBill(await it.ExportedAsync());
            it.World.Procore.MakeSummaryWrong(it.invoice!, -1m);
        }),
        ("The bill's figures don't make what is due", ImportKind.Payments, async it =>
        {
            it.Users.PayBill(await it.ExportedAsync(), 4_000m);
            it.World.Procore.MakeSummaryWrong(it.invoice!, 1m);
        }),
        ("Procore keeps a payment that is voided", ImportKind.Payments, async it =>
        {
            var payment = it.Users.PayBill(await it.ExportedAsync());
            await it.AskForAsync("payments");
            it.World.Time.Advance(TimeSpan.FromHours(2));
            it.Users.VoidPayment(payment);
            it.Refuse(422, "DELETE", "*/contract_payments/*", """{"errors":{"base":["The payment is on a closed period."]}}""");
        }),
        ("The subsidiary is not in the United States", ImportKind.Payments, it =>
        {
            it.Users.Edit("subsidiary", "2", new { country = new { id = "CA" } });
            return Task.CompletedTask;
        }),
        ("The check number is used already", ImportKind.Payments, async it =>
        {
            it.Users.PayBills(new Dictionary<string, decimal?> { [await it.ExportedAsync()] = 4_000m }, tranId: "10442");
            it.Refuse(422, "POST", "*/contract_payments", """{"errors":{"check_number":["has already been taken"]}}""");
        }),
        ("Procore refuses a payment", ImportKind.Payments, async it =>
        {
            it.Users.PayBills(new Dictionary<string, decimal?> { [await it.ExportedAsync()] = 4_000m }, tranId: "10442");
            it.Refuse(422, "POST", "*/contract_payments", """{"errors":{"date":["is in a closed month"]}}""");
        }),
        ("Lines of another project, and a journal line without item", ImportKind.DirectCosts, it =>
        {
            it.EnterBill("B-1", (it.Item(it.Pier, Site.Concrete), it.Site.Project, 10.50m));
            it.EnterJournal("J-1", (null, it.Site.Project, 70m), (it.Item(it.Site.Project, Site.Concrete), it.Site.Project, -70m));
            return Task.CompletedTask;
        }),
        ("Procore takes no direct costs in the project", ImportKind.DirectCosts, it =>
        {
            it.EnterBill("B-1", (it.Item(it.Site.Project, Site.Concrete), it.Site.Project, 100m));
            it.Refuse(403, "*", "*/direct_costs*");
            return Task.CompletedTask;
        }),
        ("The vendor is linked to no company", ImportKind.DirectCosts, it =>
        {
            var vendor = it.Users.Create("vendor", new { companyName = "Stranger Cranes", subsidiary = new { id = "2" } });
            it.EnterBill(vendor, "B-1", [(it.Item(it.Site.Project, Site.Concrete), it.Site.Project, 100m)]);
            return Task.CompletedTask;
        }),
        ("A bill of ours without a link", ImportKind.DirectCosts, it =>
        {
            it.Edit(it.EnterBill("B-1", (it.Item(it.Site.Project, Site.Concrete), it.Site.Project, 100m)), new { externalId = $"procore-{SimulatedAccounts.CompanyId}-requisition-77" });
            return Task.CompletedTask;
        }),
        ("Procore refuses to delete a direct cost", ImportKind.DirectCosts, async it =>
        {
            var bill = it.EnterBill("B-1", (it.Item(it.Site.Project, Site.Concrete), it.Site.Project, 100m));
            await it.AskForAsync("direct-costs");
            it.World.Accounts.Ann.BillToOwner(it.World.Accounts.Procore.Records(Kinds.DirectCost).Single().Id);
            it.Users.Delete("vendorBill", bill);
        }),
        ("NetSuite's sum is not what is known", ImportKind.DirectCosts, async it =>
        {
            it.EnterBill("B-1", (it.Item(it.Site.Project, Site.Concrete), it.Site.Project, 100.25m));
            await it.AskForAsync("direct-costs");
            it.World.Time.Advance(TimeSpan.FromHours(1));
            it.EnterBill("B-2", (it.Item(it.Pier, Site.Concrete), it.Pier, 1m));
            await it.AskForAsync("direct-costs");
            await it.World.Host.Services.GetRequiredService<Azure.Data.Tables.TableServiceClient>().GetTableClient("costs").DeleteAsync();
            await it.World.Host.Services.GetRequiredService<Azure.Data.Tables.TableServiceClient>().GetTableClient("costs").CreateAsync();
            it.World.Time.Advance(TimeSpan.FromHours(1));
        }),
        ("A user changed a direct cost", ImportKind.DirectCosts, async it =>
        {
            var bill = it.EnterBill("B-1", (it.Item(it.Site.Project, Site.Concrete), it.Site.Project, 100m));
            await it.AskForAsync("direct-costs");
            it.World.Accounts.Procore.Records(Kinds.DirectCost).Single().Data["invoice_number"] = "edited";
            it.Edit(bill, new { tranId = "B-2" });
        }),
    ];

    private static readonly string?[] received = new string?[cases.Length];

    private ProcoreRecord? invoice;

    public static IEnumerable<string> Titles => cases.Select(one => one.Title);

    private Simulators.NetSuite.Setup.UserActions Users => World.Accounts.NetSuite.Users;

    [TestCaseSource(nameof(Titles))]
    public async Task Imports_say_what_a_person_has_approved(string title)
    {
        var line = Array.FindIndex(cases, one => one.Title == title);
        received[line] = $"Not provoked: {title}";

        await cases[line].Provoke(this);
        var shown = await AskForAsync(cases[line].Kind.Slug());

        var run = (await World.Host.Services.GetRequiredService<IImportStore>().FindAsync(
            SimulatedAccounts.ConnectionId, cases[line].Kind, shown.GetProperty("id").GetString()!, CancellationToken.None))!;
        received[line] = Ids().Replace(
            string.Join(
                " + ",
                [
                    .. run.Problems.Select(problem => $"[{Words(problem.Class)}] {problem}"),
                    .. shown.GetProperty("notImported").EnumerateArray().Select(left => $"[not imported] {left.GetProperty("reason").GetString()}"),
                ]),
            "...");
        Assert.That(received[line], Is.EqualTo(Approved.Lines("import-messages").ElementAtOrDefault(line)), $"Line {line + 1} of the page of import messages.");
        Assert.That(World.Host.Failures, Is.Empty);
    }

    [Test]
    public void The_page_has_a_message_of_every_code_that_imports_say()
    {
        var page = Approved.Lines("import-messages");

        Assert.That(page, Has.Count.EqualTo(cases.Length));
        var codes = ProblemCatalog.Codes.Where(code => code.StartsWith("E5", StringComparison.Ordinal) || code.StartsWith("E6", StringComparison.Ordinal)).Append("E415").Append("E904");
        Assert.That(codes.Where(code => !page.Any(line => line.Contains($"{code}: ", StringComparison.Ordinal))), Is.Empty);
    }

    [OneTimeTearDown]
    public static void KeepForApproval()
    {
        if (received.All(line => line is not null))
        {
            Approved.Keep("import-messages", received!);
        }
    }

    private static string Words(ProblemClass kind) => kind switch
    {
        ProblemClass.UserFixes => "user",
        ProblemClass.Setup => "setup",
        _ => "automatic",
    };

    /// <summary>An exported and compared invoice; its bill.</summary>
    private async Task<string> ExportedAsync()
    {
        invoice = Bill("INV-1", new InvoiceLine(1, 10_000m));
        await World.ExportAsync(World.Requisition, invoice);

        return OnlyBill.Id;
    }

    private void Edit(string bill, object body) => Users.Edit("vendorBill", bill, body);

    private void Refuse(int status, string method, string path, string body = "{}") =>
        World.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = status, Method = method, Path = path, Body = body });

    /// <summary>What differs from run to run: Procore's long ids, and ids of calls.</summary>
    [GeneratedRegex(@"(?<=\[(operation|x-request-id) )[^\]]*(?=\])|\b\d{9,}\b")]
    private static partial Regex Ids();
}
