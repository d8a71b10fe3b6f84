using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>
/// A day in its order: exports first, then what comes back. Ann Lee is the accounting approver, Paul Reyes the project manager. Each scene says who did what and shows what
/// became of it; nothing here decides whether that is right, <see cref="Checks"/> does.
/// </summary>
public sealed partial class Day
{
    private readonly Stage stage;
    private readonly Cast cast;
    private readonly List<Check> remarks = [];
    private ProcoreRecord? glass;

    private Day(Stage stage)
    {
        this.stage = stage;
        cast = new Cast(stage.Accounts);
    }

    private Narrator Tell => stage.Tell;

    /// <returns>0 if everything is as it should be, otherwise 1.</returns>
    public static async Task<int> PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var day = new Day(stage);
        try
        {
            await day.RunAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is TimeoutException or ProcoreRefusedException or NetSuiteException or HttpRequestException or InvalidOperationException)
        {
            day.remarks.Add(new Check("The day could be played to its end.", false, failure.Message));
        }

        var rows = ClosingTable.Read(stage, day.cast.Invoices);
        ClosingTable.Write(stage.Tell, rows);
        var projects = ProjectTable.Read(stage);
        ProjectTable.Write(stage.Tell, projects);
        stage.Tell.Heading("Is everything as it should be?");
        stage.Tell.Line("Case numbers are those of the acceptance cases for money, which the tests name too.");
        Check[] checks = [.. day.remarks, .. Checks.Run(stage, day.cast, rows), .. ImportChecks.Run(stage, projects)];
        foreach (var check in checks)
        {
            stage.Tell.Checked(check);
        }

        var wrong = checks.Count(check => !check.IsOk);
        stage.Tell.Heading(wrong == 0
            ? $"All {checks.Length} checks are ok."
            : $"{Narrator.Count(wrong, "check is", "checks are")} not ok; see above.");

        return wrong == 0 ? 0 : 1;
    }

    private (string Title, Func<CancellationToken, Task> PlayAsync)[] Scenes =>
    [
        ("The set-up is checked", SetUpAsync),
        ("Companies become vendors", CompaniesAsync),
        ("Projects become jobs", ProjectsAsync),
        ("April invoices of Dock 7 Warehouse", FirstInvoicesAsync),
        ("April invoices of Harbor Point Clinic, one of them a cent off", OneCentOffAsync),
        ("A change order", ChangeOrderAsync),
        ("Stored materials that were built in", MaterialsAsync),
        ("Final release of retainage, and an event that is given up", FinalReleaseAsync),
        ("An invoice in a closed accounting period, and an operator", ClosedPeriodAsync),
        ("A bill that accounting typed in already", TypedInAlreadyAsync),
        ("The same number on another contract", SameNumberAgainAsync),
        ("An invoice that the approver rejects", RejectedAsync),
        ("An export is undone and done again", UndoneAsync),
        ("Vendors come from NetSuite", VendorsComeBackAsync),
        ("Jobs come from NetSuite", JobsComeBackAsync),
        ("Job costs come from NetSuite", JobCostsAsync),
        ("Payments come from NetSuite", ChecksAreWrittenAsync),
        ("The night", NightComesAsync),
        ("The next morning: corrections", CorrectionsAsync),
    ];

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        Tell.Line(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"On the clock of this story it is {stage.Now:dddd, d MMMM yyyy}."));
        foreach (var (number, scene) in Scenes.Index())
        {
            Tell.Scene(number + 1, Scenes.Length, scene.Title);
            await scene.PlayAsync(cancellationToken);
        }
    }

    private async Task CompaniesAsync(CancellationToken cancellationToken)
    {
        Tell.Line("Paul Reyes, project manager, sends ten companies to accounting; Ann Lee, accounting approver, accepts them.");
        await ExportAsync(Stage.Vendor, cast.Companies, cancellationToken);
        var crane = string.Join(' ', stage.Accounts.Procore.Status(Stage.Vendor, cast.Crane.Id).Messages);
        Expect("The possible duplicate named the vendor that was there.", crane.Contains("E303", StringComparison.Ordinal) && crane.Contains(Crane, StringComparison.Ordinal), crane);
        Tell.Aside("Accounting had typed Pacific Crane and Rigging into NetSuite by hand. The connector names it and makes no second vendor.");
    }

    private async Task ProjectsAsync(CancellationToken cancellationToken)
    {
        Tell.Line("Paul sends two projects, Ann accepts them.");
        await ExportAsync(Stage.Project, cast.Projects, cancellationToken);
    }

    private async Task FirstInvoicesAsync(CancellationToken cancellationToken)
    {
        var steel = cast.Bill(cast.SteelContract, "INV-1041", 4, [new(1, 38_250m), new(2, 12_480.50m)]);
        var concrete = cast.Bill(cast.ConcreteContract, "BC-220", 4, [new(1, 187_500m)]);
        var electric = cast.Bill(cast.ElectricContract, "DE-3307", 4, [new(1, 9_800m) { Stored = 42_300m, MaterialsRetained = 4_230m }]);
        Tell.Line("Three invoices, accepted together. Each holds 10 % retainage. Delta Electric also bills 42,300.00 of switchgear that is stored on site.");
        await ExportAsync(Stage.Invoice, [steel, concrete, electric], cancellationToken);
        Tell.Aside($"The budget codes are used for the first time: NetSuite has {Narrator.Count(OurItems, "new item", "new items")} for them. The lines of INV-1041's bill:");
        stage.ShowLines(steel);
    }

    private async Task OneCentOffAsync(CancellationToken cancellationToken)
    {
        var plumbing = cast.Bill(cast.PlumbingContract, "CP-881", 4, [new(1, 26_417.35m)]);
        var mechanical = cast.Bill(cast.ClinicMechanicalContract, "APP-1", 4, [new(1, 51_020.75m), new(2, 8_999.99m)]);
        glass = cast.Bill(cast.GlassContract, "GG-4410", 4, [new(1, 33_333.33m)]);
        stage.Accounts.Procore.Data.MakeSummaryWrong(plumbing);
        Tell.Line("Three invoices, accepted together.");
        await ExportAsync(Stage.Invoice, [plumbing, mechanical, glass], cancellationToken);
        Expect("The invoice that was a cent off made no bill (case 5).", Bills("CP-881") == 0, $"{Bills("CP-881")} bills");

        Tell.Line("Ann returns it to the project team. Paul corrects the payment due and sends it again; Ann accepts it.");
        stage.Accounts.Ann.Reject(Stage.Invoice, plumbing.Id, "The payment due is a cent off.");
        stage.Accounts.Procore.Data.MakeSummaryWrong(plumbing, -0.01m);
        await ExportAsync(Stage.Invoice, [plumbing], cancellationToken);
    }

    private async Task ChangeOrderAsync(CancellationToken cancellationToken)
    {
        stage.Accounts.Procore.Data.AddChangeOrder(cast.Dock, cast.SteelContract, "1", "Extra bracing", new SeedLine("05-100.S.B", "Extra bracing", 7_750m));
        var changed = cast.Bill(cast.SteelContract, "INV-1052", 5, [new(1, 64_000m)], [new(1, 7_750m)]);
        Tell.Line("Acme Steel's May invoice bills the contract and change order 1, extra bracing.");
        await ExportAsync(Stage.Invoice, [changed], cancellationToken);
        stage.ShowLines(changed);
    }

    private async Task MaterialsAsync(CancellationToken cancellationToken)
    {
        var built = cast.Bill(cast.ElectricContract, "DE-3341", 5, [new(1, 11_200m) { MaterialsMoved = 30_000m, MaterialsRetainageMoved = 3_000m }]);
        Tell.Line("Delta Electric has built in 30,000.00 of the stored switchgear. They move from stored materials to work together with their retainage, and neither is billed again: the bill has only May's 11,200.00.");
        await ExportAsync(Stage.Invoice, [built], cancellationToken);
        stage.ShowLines(built);
    }

    private async Task FinalReleaseAsync(CancellationToken cancellationToken)
    {
        var final = cast.Bill(cast.ConcreteContract, "BC-231", 5, [new(1) { Released = 18_750m }]);
        Tell.Line("Bayline Concrete is done and bills the 18,750.00 that were held: a bill of one positive retainage line.");
        Tell.Line("While Ann accepts it, someone has taken the connector's right to read ERP Requests. Ten deliveries are in vain, then the event lies among the dead letters; the right is given back.");
        stage.Send(Stage.Invoice, final);
        await stage.AcceptUnseenAsync(final, cancellationToken);

        Tell.Line($"Olga Berg, operator, looks there: GET {ConnectorCalls.DeadLetters}");
        var letters = await stage.ListDeadLettersAsync(cancellationToken);
        var (queue, message) = (letters[0].GetProperty("queue").GetString(), letters[0].GetProperty("messages")[0]);
        Tell.Aside($"{queue}: {letters[0].GetProperty("count")} for {letters[0].GetProperty("reason").GetString()}, {message.GetProperty("about").GetString()}");
        Expect("One event was given up, and the list names its request.", letters.Count == 1 && message.GetProperty("about").GetString()!.StartsWith("ERP Request ", StringComparison.Ordinal), letters[0].GetRawText());
        var again = $"{ConnectorCalls.DeadLetters}/replay?queue={queue}&sequenceNumber={message.GetProperty("sequenceNumber")}";
        Tell.Line($"She sends it again: POST {again}");
        await stage.ReplayAsync(again, final, cancellationToken);
        stage.ShowLines(final);
    }

    private async Task ClosedPeriodAsync(CancellationToken cancellationToken)
    {
        var late = cast.Bill(cast.RoofingContract, "ER-509", 3, [new(1, 21_940.20m)]);
        Tell.Line("Evergreen Roofing's March invoice comes late; accounting has closed March.");
        await ExportAsync(Stage.Invoice, [late], cancellationToken);
        Expect("The invoice in the closed period made no bill.", Bills("ER-509") == 0, $"{Bills("ER-509")} bills");

        Tell.Line("Accounting reopens March 2026 in NetSuite. Ann is out, so Olga has the connector try it once more; Procore shows the outcome in the same place. Then accounting closes March.");
        Tell.Line($"POST {ConnectorCalls.RetryOf(late.Id)}");
        stage.Accounts.NetSuite.Users.ReopenPeriod("Mar 2026");
        await stage.RetryAsync(late, cancellationToken);
        stage.Accounts.NetSuite.Users.ClosePeriod("Mar 2026");
    }

    private async Task TypedInAlreadyAsync(CancellationToken cancellationToken)
    {
        var invoice = cast.Bill(cast.SprinklerContract, "JFP-118", 4, [new(1, 16_290m)]);
        stage.Accounts.NetSuite.Users.Create("vendorBill", new
        {
            entity = new { id = IdOf(Stage.Vendor, cast.Sprinklers) },
            subsidiary = new { id = "2" },
            tranId = "JFP-118",
            tranDate = "2026-04-30",
            expense = new
            {
                items = new object[]
                {
                    new { account = new { id = "512" }, amount = 16_290.00m, memo = "Sprinklers, April" },
                    new { account = new { id = "233" }, amount = -814.50m, memo = "Retainage 5 %" },
                },
            },
        });
        Tell.Line("Juniper's invoice JFP-118 came by mail too, and accounting typed it into NetSuite. Now it is approved in Procore; Ann accepts it.");
        await ExportAsync(Stage.Invoice, [invoice], cancellationToken);

        Tell.Line("Ann decides: export again with Duplicate bill = link.");
        await stage.AcceptAsync(Stage.Invoice, [invoice], cancellationToken, answer: "link");
        Expect("Linking the bill that was there made no second one (case 20).", Bills("JFP-118") == 1, $"{Bills("JFP-118")} bills");
    }

    private async Task SameNumberAgainAsync(CancellationToken cancellationToken)
    {
        var invoice = cast.Bill(cast.DockMechanicalContract, "APP-1", 4, [new(1, 12_650m)]);
        Tell.Line("Harbor Mechanical numbers its applications by contract: APP-1 of Dock 7 meets APP-1 of the clinic.");
        await ExportAsync(Stage.Invoice, [invoice], cancellationToken);

        Tell.Line("Ann sees that it is another bill: export again with Duplicate bill = export.");
        await stage.AcceptAsync(Stage.Invoice, [invoice], cancellationToken, answer: "export");
    }

    private Task RejectedAsync(CancellationToken cancellationToken)
    {
        var invoice = cast.Bill(cast.DrywallContract, "FD-77", 4, [new(1, 14_875m)]);
        var before = stage.Accounts.NetSuite.Calls.All.Count;
        Tell.Line("Foothill Drywall's lien waiver is missing, so Ann rejects its invoice. Nothing reaches NetSuite.");
        stage.Send(Stage.Invoice, invoice);
        stage.Accounts.Ann.Reject(Stage.Invoice, invoice.Id, "The lien waiver for April is missing.");
        stage.Show(Stage.Invoice, invoice);
        var calls = stage.Accounts.NetSuite.Calls.All.Count - before;
        Expect("The rejected invoice caused no call to NetSuite and no bill (case 24).", calls == 0 && Bills("FD-77") == 0, $"{calls} calls");

        return Task.CompletedTask;
    }

    private async Task UndoneAsync(CancellationToken cancellationToken)
    {
        var invoice = glass!;
        Tell.Line("Golden Gate Glass sent the wrong billing date. Ann unlinks GG-4410 while its bill is still in NetSuite.");
        await stage.UnlinkAsync(invoice, cancellationToken);
        Expect("Unlinking was refused while the bill was there (case 22).", stage.TabOf(Stage.Invoice, invoice) == "Synced", stage.TabOf(Stage.Invoice, invoice));

        var bill = stage.BillOf(invoice)!;
        Tell.Line($"Accounting deletes bill {bill.Id} in NetSuite, Ann unlinks again.");
        stage.Accounts.NetSuite.Users.Delete("vendorBill", bill.Id);
        await stage.UnlinkAsync(invoice, cancellationToken);
        Expect("Once the bill was deleted, the invoice was unlinked (case 22).", stage.TabOf(Stage.Invoice, invoice) == "Not sent", stage.TabOf(Stage.Invoice, invoice));

        Tell.Line("Paul corrects the date to 5 May and sends the invoice again; Ann accepts it.");
        stage.Accounts.Procore.As(Cast.ProjectManager).Edit(Stage.Invoice, invoice.Id, new JsonObject { ["billing_date"] = "2026-05-05" });
        await ExportAsync(Stage.Invoice, [invoice], cancellationToken);
    }

    private Task ExportAsync(string kind, IReadOnlyList<ProcoreRecord> records, CancellationToken cancellationToken)
    {
        stage.Send(kind, records);

        return stage.AcceptAsync(kind, records, cancellationToken);
    }

    /// <summary>A check of the moment: at the end of the day it could no longer be seen.</summary>
    private void Expect(string what, bool isOk, string found) => remarks.Add(new Check(what, isOk, found));

    private int Bills(string number) => stage.Accounts.NetSuite.Ledger.VendorBills.Count(bill => bill.TranId == number);

    private int OurItems => stage.Accounts.NetSuite.Ledger.Items.Count(item => item.ExternalId is not null);

    private string IdOf(string kind, ProcoreRecord record) => stage.Accounts.Procore.FindRecord(kind, record.Id)!.OriginId!.Split(':')[^1];
}
