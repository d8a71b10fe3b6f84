using NUnit.Framework;
using ProcoreNetSuite.Simulators.Control;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Many invoices in one request: 25 in a message, and one bad one harms no other.</summary>
public sealed class BatchJourneys : SiteJourney
{
    [Test]
    public async Task Thirty_invoices_in_one_request_are_two_messages_and_thirty_bills()
    {
        var invoices = Bills(30);
        World.Procore.MakeSummaryWrong(invoices[3]);

        await World.ExportAsync(World.Requisition, invoices);

        Assert.That(Failure(invoices[3]), Does.StartWith("E406"));
        AssertSynced([.. invoices.Where(invoice => invoice != invoices[3])]);
        AssertBilled(30, except: 4);
    }

    [TestCase(1)]
    [TestCase(4, Description = "four messages at the same time")]
    public async Task Sixty_invoices_in_one_request_are_sixty_bills(int concurrency)
    {
        var invoices = Bills(60);

        World.Send(World.Requisition, invoices);
        await World.QuietAsync(concurrency);

        AssertSynced(invoices);
        AssertBilled(60);
        Assert.That(World.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(60));
    }

    [Test]
    public async Task A_bill_that_NetSuite_refuses_in_the_middle_of_a_batch_fails_alone_and_works_once_corrected()
    {
        var invoices = Bills(25);
        World.Accounts.NetSuite.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Status,
            Status = 400,
            Method = "POST",
            Path = "*/vendorBill",
            BodyContains = "\"INV-13\"",
            Times = 1,
            Body = """{"o:errorDetails":[{"detail":"The vendor's insurance certificate has expired.","o:errorCode":"USER_ERROR"}]}""",
        });

        await World.ExportAsync(World.Requisition, invoices);

        AssertFailed(invoices[12], "E413", "INV-13 of Acme Steel LLC", "insurance certificate");
        AssertSynced([.. invoices.Where(invoice => invoice != invoices[12])]);
        AssertBilled(25, except: 13);

        await World.ExportAsync(World.Requisition, invoices[12]);
        AssertSynced(invoices);
        AssertBilled(25);
    }

    [Test]
    public async Task A_bill_whose_answer_is_lost_in_the_middle_of_a_batch_holds_up_no_other()
    {
        var invoices = Bills(25);
        World.Accounts.NetSuite.Faults.Add(new FaultRule
        {
            Kind = FaultKind.LoseAnswer,
            Method = "POST",
            Path = "*/vendorBill",
            BodyContains = "\"INV-13\"",
            Times = 1,
        });
        World.Send(World.Requisition, invoices);

        await World.RunForAsync(TimeSpan.FromSeconds(30));
        AssertSynced([.. invoices.Where(invoice => invoice != invoices[12])]);
        Assert.That(World.Status(World.Requisition, invoices[12]).Tab, Is.EqualTo("Exporting"));

        await World.QuietAsync();
        AssertSynced(invoices);
        AssertBilled(25);
        Assert.That(World.NetSuiteCalls("POST", "/vendorBill"), Is.EqualTo(25), "it was found, not sent again");
    }

    /// <summary>One bill for each invoice but one, each on its own amount, and each request detail closed once.</summary>
    private void AssertBilled(int count, int except = 0)
    {
        var numbers = Enumerable.Range(1, count).Where(number => number != except).ToList();
        Assert.That(World.Ledger.VendorBills.Select(bill => bill.TranId), Is.EquivalentTo(numbers.Select(number => $"INV-{number:00}")));
        Assert.That(World.Ledger.VendorBills.Sum(bill => bill.Lines[0].Amount), Is.EqualTo(numbers.Sum(number => 100m + number)));
        Assert.That(World.Accounts.Procore.RequestDetails.Select(detail => detail.Closings.Count), Is.All.EqualTo(1));
    }
}
