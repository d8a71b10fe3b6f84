using NUnit.Framework;
using ProcoreNetSuite.Sandbox.Story;

namespace ProcoreNetSuite.Tests.Worker;

/// <summary>What comes back from NetSuite, on request and by timer, as it is deployed.</summary>
public sealed class WorkerImportJourneys
{
    private static readonly DateOnly Day = new(2026, 6, 1);

    private WorkerSite site = null!;
    private string bill = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        site = await WorkerSite.StartAsync();
        var cast = site.Cast;
        site.Accept(Stage.Vendor, cast.Steel);
        site.Accept(Stage.Project, cast.Dock);
        await site.SettledAsync();
        var invoice = cast.Bill(cast.SteelContract, "INV-1", 4, [new(1, 1_000m)]);
        site.Accept(Stage.Invoice, invoice);
        site.Accounts.Ann.SwitchJobCosts(cast.Dock.Id);
        site.Accounts.Ann.SyncSingleJob(cast.Dock.Id);
        await site.SettledAsync();
        site.AssertSynced(Stage.Invoice, invoice);
        bill = site.Stage.BillOf(invoice)!.Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await (site?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Test]
    public async Task Vendors_payments_and_direct_costs_come_on_request_and_then_by_timer()
    {
        var accounting = site.Stage.Accounting;
        var vendor = accounting.EnterVendor("Keystone Scaffold Rental");
        accounting.EnterBill(vendor, "KS-1", Day, new CostEntry(site.Cast.Dock, "05-100.S.A", 310.25m, "Scaffold"));
        accounting.Pay("10442", Day, (bill, 400m));

        foreach (var kind in new[] { "vendors", Stage.Payments, Stage.DirectCosts })
        {
            var (_, run) = await site.Stage.ImportAsync(kind, CancellationToken.None);
            Assert.That(run.GetProperty("state").GetString(), Is.EqualTo("Succeeded"), $"{run}\n{site.Describe()}");
        }

        Assert.That(site.Stage.Ready.Select(row => row.Name), Has.One.EqualTo("Keystone Scaffold Rental"));
        Assert.That(Paid, Is.EqualTo(new[] { ("10442", 400m) }));
        Assert.That(site.Stage.CostOf("KS-1", site.Cast.Dock), Is.EqualTo(310.25m));

        accounting.EnterBill(vendor, "KS-2", Day, new CostEntry(site.Cast.Dock, "05-100.S.A", 89.75m, "Scaffold"));
        accounting.Pay("10443", Day, (bill, 500m));
        await site.Host.RunTimerAsync("AskForImports", CancellationToken.None);
        await site.SettledAsync();

        Assert.That(Paid, Is.EqualTo(new[] { ("10442", 400m), ("10443", 500m) }));
        Assert.That(site.Stage.CostOf("KS-2", site.Cast.Dock), Is.EqualTo(89.75m));
        Assert.That(site.Host.Failures, Is.Empty);
    }

    private IEnumerable<(string, decimal)> Paid => site.Stage.Issued().Select(payment => (payment.Text("check_number")!, payment.Amount("amount")));
}
