using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>What Procore keeps from the connector or refuses is named, remembered, and done by the next run that may (connector-behaviour.md 7.5, E502, E506).</summary>
public sealed class PaymentRefusalJourneys : PaymentJourney
{
    [TestCase(403)]
    [TestCase(404, Description = "procore-api.md 2.1: no such record or no right to see it; never an empty list")]
    public async Task A_list_of_payments_that_is_kept_away_is_no_empty_list(int status)
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.PayBill(bill, 1_000m);
        var refusal = Refuse(status, "GET", "*/contract_payments");

        var (detail, text) = await SyncPaymentsAsync();

        Assert.That((detail, Amounts), Is.EqualTo(("failed", new[] { 4_000.00m })), "nothing is made twice");
        Assert.That(text, Does.StartWith("E502: Procore doesn't let the connector see or write payments of commitment SC-INV-1 - Steel of project 1234."));
        World.Accounts.Procore.Faults.Remove(refusal);
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Amounts, Is.EqualTo(new[] { 4_000.00m, 1_000.00m }));
        AssertNothingLost();
    }

    [Test]
    public async Task A_payment_that_was_deleted_while_the_list_was_kept_away_goes_with_the_next_run()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBill(bill, 4_000m);
        AssertGood(await SyncPaymentsAsync());
        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.Delete("vendorPayment", payment);
        var refusal = Refuse(404, "GET", "*/contract_payments");
        Assert.That((await SyncPaymentsAsync()).Text, Does.StartWith("E502: "));

        World.Accounts.Procore.Faults.Remove(refusal);
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());

        Assert.That(Issued, Is.Empty);
    }

    [Test(Description = "procore-api.md 1.4")]
    public async Task An_invoice_of_a_project_that_the_app_may_not_see_stops_no_other_and_gets_its_payment_with_the_next_run()
    {
        var (_, hidden) = await ExportedAsync("INV-1", 10_000m);
        var pier = World.Procore.AddProject("Pier 9", "5678");
        await World.ExportAsync(World.Project, pier);
        var contract = World.Procore.AddCommitment(pier, Site.Vendor, "SC-9", "Piles", [new SeedLine(Site.Concrete, "Piles", 9_000m)]);
        var (_, shown) = await ExportedOnAsync(contract, "INV-2", 2_000m);
        Clerk.PayBill(hidden, 4_000m);
        Clerk.PayBill(shown, 1_000m);
        World.Procore.Forbid(Site.Project);

        var (detail, text) = await SyncPaymentsAsync();

        Assert.That((detail, Amounts), Is.EqualTo(("failed", new[] { 1_000.00m })), text);
        Assert.That(text, Does.StartWith("E502: Procore doesn't show Invoice INV-1 of Acme Steel LLC and its commitment to the connector"));
        World.Procore.Permit(Site.Project);
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());
        Assert.That(Amounts.Order(), Is.EqualTo(new[] { 1_000.00m, 4_000.00m }));
        AssertNothingLost();
    }

    [Test(Description = "E506")]
    public async Task A_check_number_that_Procore_has_already_is_named_and_another_number_is_brought()
    {
        var (_, bill) = await ExportedAsync("INV-1", 10_000m);
        var payment = Clerk.PayBills(new Dictionary<string, decimal?> { [bill] = 4_000m }, tranId: "10442");
        var refusal = Refuse(422, "POST", "*/contract_payments", """{"errors":{"check_number":["has already been taken"]}}""");

        var (detail, text) = await SyncPaymentsAsync();

        Assert.That((detail, Issued.Count), Is.EqualTo(("failed", 0)));
        Assert.That(text, Does.StartWith(
            $"E506: Payment 10442 over 4,000.00 of invoice INV-1 of Acme Steel LLC (NetSuite payment {payment}, bill {bill}) can't be brought to Procore with check number 10442. "
            + "Change the number of one of the two payments.").And.EndsWith("already been taken)"));
        World.Accounts.Procore.Faults.Remove(refusal);
        World.Time.Advance(TimeSpan.FromHours(2));
        Clerk.Edit("vendorPayment", payment, new { tranId = "10443" });
        AssertGood(await SyncPaymentsAsync());
        Assert.That($"{Issued.Single()["check_number"]}", Is.EqualTo("10443"));
    }

    [Test]
    public async Task Who_asked_what_was_sent_and_what_came_back_is_kept_of_every_payment()
    {
        var (invoice, bill) = await ExportedAsync("INV-1", 10_000m);
        var refusal = Refuse(422, "POST", "*/contract_payments", """{"errors":{"check_number":["has already been taken"]}}""");
        var payment = Clerk.PayBill(bill, 5_000m);
        await SyncPaymentsAsync();
        World.Accounts.Procore.Faults.Remove(refusal);
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());
        var id = Issued.Single()["id"]!.GetValue<long>();
        Clerk.Apply("vendorPayment", payment, new Dictionary<string, decimal> { [bill] = 4_500m });
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());
        Clerk.VoidPayment(payment);
        World.Time.Advance(TimeSpan.FromHours(2));
        AssertGood(await SyncPaymentsAsync());

        var history = await World.Links.ListHistoryAsync(new LinkKey(SimulatedAccounts.ConnectionId, EntityType.SubcontractorInvoice, invoice.Id), CancellationToken.None);
        var kept = history.Where(entry => entry.Decision.StartsWith("payment", StringComparison.Ordinal)).Reverse().ToList();
        Assert.That(kept.Select(entry => entry.Decision), Is.EqualTo(new[] { "payment-refused", "payment-written", "payment-changed", "payment-removed" }));
        Assert.That(kept.Select(entry => entry.Who), Is.All.StartsWith("Procore user "));
        Assert.That(kept[0].Came, Does.StartWith("E506: "));
        Assert.That(kept.Skip(1).Select(entry => entry.Came), Is.All.EqualTo($"Procore payment {id}"));
        Assert.That((kept[1].Sent, kept[2].Sent, kept[3].Sent), Is.EqualTo((kept[1].Sent, kept[1].Sent!.Replace("5000", "4500", StringComparison.Ordinal), (string?)null)));
        Assert.That(kept[1].Sent, Does.Contain($"vendorPayment:{payment}:{bill}").And.Contain("5000"));
    }

    private string Refuse(int status, string method, string path, string body = "{}") => World.Accounts.Procore.Faults.Add(new FaultRule
    {
        Kind = FaultKind.Status,
        Status = status,
        Method = method,
        Path = path,
        Body = body,
    }).Id;
}
