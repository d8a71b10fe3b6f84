using System.Globalization;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>The second half of the day: what accounting enters in NetSuite comes back to Procore, on request and in the night.</summary>
public sealed partial class Day
{
    private const string Crane = "Pacific Crane and Rigging", Scaffold = "Keystone Scaffold Rental", Supply = "Metro Office Supply", Renamed = "Foothill Drywall & Plaster";

    /// <summary>Hour of the daily imports, by UTC: early morning in California.</summary>
    private const int NightlyHour = 9;

    private static readonly DateOnly Today = new(2026, 6, 1);

    /// <summary>Bills and payments of the scenes by their numbers: ids in NetSuite.</summary>
    private readonly Dictionary<string, string> entered = [];

    private async Task VendorsComeBackAsync(CancellationToken cancellationToken)
    {
        Tell.Line($"Accounting enters two vendors in NetSuite, {Scaffold} and {Supply}, and renames Foothill Drywall.");
        stage.Accounting.EnterVendor(Scaffold);
        stage.Accounting.EnterVendor(Supply);
        stage.Accounts.NetSuite.Users.Edit("vendor", IdOf(Stage.Vendor, cast.Drywall), new { companyName = Renamed });
        Tell.Line("Ann presses Refresh Vendors List.");
        await stage.RefreshAsync("sync_vendors", cancellationToken);
        stage.ShowReady();
        stage.Show(Stage.Vendor, cast.Drywall);
        Expect("A vendor renamed in NetSuite is renamed in Procore (case 23).", cast.Drywall.Text("name") == Renamed, cast.Drywall.Text("name")!);

        Tell.Line($"Ann adds the scaffold company to Procore, links {Crane} to the company that could not be exported this morning, and archives the office supplier, which no project needs.");
        stage.Accounts.Ann.AddToProcore(Staged(Scaffold).Id);
        stage.Accounts.Ann.LinkVendor(Staged(Crane).Id, cast.Crane.Id);
        stage.Accounts.Ann.Archive(Staged(Supply).Id);
        await stage.SettleAsync(cancellationToken);
        stage.Show(Stage.Vendor, Company(Scaffold));
        stage.Show(Stage.Vendor, cast.Crane);
        Tell.Shows("Archived", Supply);
    }

    private async Task JobsComeBackAsync(CancellationToken cancellationToken)
    {
        Tell.Line("Accounting opens two jobs in NetSuite: 2403 Marina Garage, and 9001 for the cost of its own yard. Ann presses Refresh Job List.");
        stage.Accounting.EnterJob("2403", "Marina Garage");
        stage.Accounting.EnterJob("9001", "Yard overhead");
        await stage.RefreshAsync("sync_jobs", cancellationToken);
        stage.ShowReady();

        Tell.Line("She adds the garage to Procore and archives the yard.");
        stage.Accounts.Ann.AddToProcore(Staged("Marina Garage").Id);
        stage.Accounts.Ann.Archive(Staged("Yard overhead").Id);
        await stage.SettleAsync(cancellationToken);
        stage.Show(Stage.Project, stage.Accounts.Procore.Records(Stage.Project).Single(project => project.Text("name") == "Marina Garage"));
        Tell.Shows("Archived", "Yard overhead");
    }

    private async Task JobCostsAsync(CancellationToken cancellationToken)
    {
        Tell.Line("Ann ticks ERP Job Cost Transactions Syncing on both projects.");
        foreach (var project in cast.Projects)
        {
            stage.Accounts.Ann.SwitchJobCosts(project.Id);
            stage.Accounts.Ann.SyncSingleJob(project.Id);
        }

        await stage.SettleAsync(cancellationToken);
        Tell.Line("Accounting enters bills for work that is on no commitment, and a journal:");
        Enter(
            Scaffold, "KS-2207", new(cast.Dock, "05-100.S.A", 4_310.25m, "Scaffold, steel crew"), new(cast.Dock, "07-500.S.A", 1_180m, "Scaffold, roof edge"),
            new(cast.Dock, null, 312.40m, "Street parking permits"));
        Enter(Crane, "PC-5518", new(cast.Dock, "05-100.S.B", 6_400m, "Crane, two days"), new(cast.Clinic, "23-700.S.A", 2_150m, "Crane, air handlers"));
        Enter("Cascade Plumbing Co", "CP-902", new CostEntry(cast.Clinic, "22-100.S.A", 945.50m, "Night call, burst riser"));
        CostEntry[] moved = [new(cast.Clinic, "23-300.S.A", 1_250m, "Sleeves, to ductwork"), new(cast.Clinic, "22-100.S.A", -1_250m, "Sleeves, from plumbing")];
        entered["JE-118"] = stage.Accounting.EnterJournal("JE-118", Today, moved);
        ShowEntry("Journal", "JE-118", "", moved);

        Tell.Line("An admin doesn't want to wait for the night and asks the connector, signed in as an operator:");
        Tell.Line($"POST {ConnectorCalls.AddressOf(Stage.DirectCosts)}");
        Tell.Line("The answer, 202, names the address where the run can be looked at, while it runs and after:");
        var (address, run) = await stage.ImportAsync(Stage.DirectCosts, cancellationToken);
        stage.ShowRun(address, run);
        var read = run.GetProperty("counts").GetProperty("read").GetInt32();
        Tell.Line($"It read {read} bills and journals, and left alone those that are bills of exported invoices. The parking permits are on the job but on no item, so there is no budget code for them: they are not imported, and not forgotten. The rest is in Procore now, one direct cost for each project of a bill:");
        stage.ShowCosts();
        var left = run.GetProperty("notImported").EnumerateArray().ToList();
        Expect(
            "The run names the one line that was not imported, with its reason and sum.",
            left.Count == 1 && left[0].GetProperty("sum").GetDecimal() == 312.40m && left[0].GetProperty("reason").GetString() == "line without an item",
            run.GetProperty("notImported").GetRawText());
        Expect(
            "A bill on two projects became two direct costs (case 15).",
            stage.CostOf("PC-5518", cast.Dock) == 6_400m && stage.CostOf("PC-5518", cast.Clinic) == 2_150m && stage.Costs("PC-5518").Count == 2,
            $"{stage.Costs("PC-5518").Count} direct costs");
        var journal = stage.Costs("JE-118").SelectMany(stage.LinesOf).Select(line => line.Amount("amount")).Order().ToList();
        Expect("A journal became one direct cost of +1,250.00 and -1,250.00 (case 16).", journal is [-1_250m, 1_250m], string.Join(", ", journal));
    }

    private async Task ChecksAreWrittenAsync(CancellationToken cancellationToken)
    {
        Tell.Line("Accounting pays by check. 10442 pays three bills of Acme Steel, of which AS-19, shop drawings for the office, never was in Procore. The others are part payments:");
        entered["AS-19"] = stage.Accounting.EnterOfficeBill(IdOf(Stage.Vendor, cast.Steel), "AS-19", Today, 1_900m, "Shop drawings");
        Pay("10442", "Acme Steel LLC", ("INV-1041", 45_657.45m), ("INV-1052", 64_575m), ("AS-19", 1_900m));
        Pay("10443", "Bayline Concrete", ("BC-220", 100_000m));
        Pay("10444", "Bayline Concrete", ("BC-220", 40_000m));
        Pay("10445", "Delta Electric Inc", ("DE-3307", 20_000m));

        Tell.Line("Ann presses Sync Payments for Synced Invoices. Each bill of Procore's has its payment, at the amount applied to it:");
        await stage.RefreshAsync("sync_contract_payments", cancellationToken);
        stage.ShowPayments();
        var parts = stage.Issued("10442").Select(payment => payment.Amount("amount")).Order().ToList();
        Expect("The check for three bills became two payments, at the applied amounts (case 12).", parts is [45_657.45m, 64_575m], string.Join(", ", parts.Select(Narrator.Money)));
    }

    private async Task NightComesAsync(CancellationToken cancellationToken)
    {
        Tell.Line("In the evening accounting voids check 10443, which was lost in the mail, pays CP-881, and enters a late bill:");
        stage.Accounts.NetSuite.Users.VoidPayment(entered["10443"]);
        Pay("10446", "Cascade Plumbing Co", ("CP-881", 23_775.61m));
        Enter(Crane, "PC-5530", new CostEntry(cast.Dock, "03-300.S.SITE", 880m, "Crane, formwork"));

        var night = new DateTimeOffset(stage.Now.Date, TimeSpan.Zero).AddHours(NightlyHour);
        night = night > stage.Now ? night : night.AddDays(1);
        Tell.Line(string.Create(CultureInfo.InvariantCulture, $"Everybody goes home. The clock is put to {night:dddd, d MMMM yyyy, HH:mm} UTC, the time of the daily imports; nobody asks for them."));
        foreach (var (address, run) in await stage.LetTheScheduleComeAsync(night, [Stage.Payments, Stage.DirectCosts], cancellationToken))
        {
            stage.ShowBriefly(address, run);
            var state = run.GetProperty("state").GetString()!;
            Expect($"The nightly import of {address.Split('/')[^2]} came by itself and succeeded.", state == "Succeeded", state);
        }

        Tell.Line("What is new in Procore in the morning; of the voided check nothing is left:");
        stage.ShowCosts("PC-5530");
        stage.ShowPayments("10443", "10446");
        Expect("Of two part payments the voided one is gone, 40,000.00 are left (case 13).", Paid("BC-220") == 40_000m && stage.Issued("10443").Count == 0, Narrator.Money(Paid("BC-220")));
    }

    private async Task CorrectionsAsync(CancellationToken cancellationToken)
    {
        var before = stage.Issued("10445").Single().Id;
        Tell.Line("Accounting corrects three things: the roof scaffold of KS-2207 stood at the clinic's storefront, CP-902 was entered twice, and check 10445 was written over 18,500.00.");
        stage.Accounting.Recode(entered["KS-2207"], 2, cast.Clinic, "08-400.S.A");
        stage.Accounts.NetSuite.Users.Delete("vendorBill", entered["CP-902"]);
        stage.Accounts.NetSuite.Users.Apply("vendorPayment", entered["10445"], new Dictionary<string, decimal> { [entered["DE-3307"]] = 18_500m });

        Tell.Line("The admin asks for the job costs, Ann presses Sync Payments:");
        var (address, run) = await stage.ImportAsync(Stage.DirectCosts, cancellationToken);
        stage.ShowBriefly(address, run);
        await stage.RefreshAsync("sync_contract_payments", cancellationToken);
        stage.ShowCosts("KS-2207", "CP-902");
        stage.ShowPayments("10445");
        Tell.Line("KS-2207 is on both projects now, the direct cost of CP-902 is gone, and the payment is the same record with its new amount.");
        Expect(
            "The recoded line moved to the other project, the totals of both are right (case 17).",
            stage.CostOf("KS-2207", cast.Dock) == 4_310.25m && stage.CostOf("KS-2207", cast.Clinic) == 1_180m,
            $"{Narrator.Money(stage.CostOf("KS-2207", cast.Dock))} and {Narrator.Money(stage.CostOf("KS-2207", cast.Clinic))}");
        Expect("The deleted bill's direct cost is gone.", stage.Costs("CP-902").Count == 0, $"{stage.Costs("CP-902").Count} direct costs");
        var after = stage.Issued("10445");
        Expect(
            "The edited payment is the same record in Procore, at its new amount (case 14).",
            after.Count == 1 && after[0].Id == before && after[0].Amount("amount") == 18_500m,
            string.Join(", ", after.Select(payment => $"{payment.Id}: {Narrator.Money(payment.Amount("amount"))}")));
    }

    private void Enter(string vendor, string number, params IReadOnlyList<CostEntry> lines)
    {
        entered[number] = stage.Accounting.EnterBill(VendorId(vendor), number, Today, lines);
        ShowEntry("Bill", number, vendor, lines);
    }

    private void ShowEntry(string type, string number, string vendor, IReadOnlyList<CostEntry> lines)
    {
        Tell.Shows(type, $"{number,-9}{vendor,-45}{Narrator.Money(lines.Sum(line => line.Amount)),14}");
        foreach (var line in lines)
        {
            Tell.Aside($"{line.Project.Text("project_number")} {line.Code ?? "no item",-15}{line.Memo,-34}{Narrator.Money(line.Amount),14}");
        }
    }

    private void Pay(string check, string vendor, params IReadOnlyList<(string Number, decimal Amount)> bills)
    {
        foreach (var (number, _) in bills)
        {
            entered[number] = stage.Accounts.NetSuite.Ledger.VendorBills.Single(bill => bill.TranId == number).Id;
        }

        entered[check] = stage.Accounting.Pay(check, Today, [.. bills.Select(bill => (entered[bill.Number], bill.Amount))]);
        Tell.Shows("Check", $"{check,-9}{vendor,-31}{(bills.Count == 1 ? bills[0].Number : ""),-14}{Narrator.Money(bills.Sum(bill => bill.Amount)),14}");
        foreach (var (number, amount) in bills.Count == 1 ? [] : bills)
        {
            Tell.Aside($"{number,-54}{Narrator.Money(amount),14}");
        }
    }

    private decimal Paid(string invoice) => stage.Issued()
        .Where(payment => stage.Accounts.Procore.FindRecord(Stage.Invoice, payment.Data["requisition_id"]!.GetValue<long>())!.Text("invoice_number") == invoice)
        .Sum(payment => payment.Amount("amount"));

    private string VendorId(string name) => stage.Accounts.NetSuite.Ledger.Vendors.Single(vendor => vendor.Name == name).Id;

    private StagedRow Staged(string name) => stage.Ready.Single(row => row.Name == name);

    private ProcoreRecord Company(string name) => stage.Accounts.Procore.Records(Stage.Vendor).Single(company => company.Text("name") == name);
}
