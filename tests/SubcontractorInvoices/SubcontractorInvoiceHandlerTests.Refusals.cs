using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.InvoiceBuilder;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

/// <content>What is refused or waited for before anything is written.</content>
public sealed partial class SubcontractorInvoiceHandlerTests
{
    [TestCase("draft", "E403")]
    [TestCase("pending_owner_approval", "E403", Description = "only by setting (7.4)")]
    public async Task An_invoice_that_is_not_approved_is_refused(string status, string code)
    {
        invoices = [Invoice(Line(10)) with { Status = status }];

        await Refuses(code);
    }

    [Test]
    public async Task Pending_owner_approval_is_exported_where_the_setting_says_so()
    {
        rig.Settings.AcceptPendingOwnerApproval = true;
        invoices = [Invoice(Line(10)) with { Status = "pending_owner_approval" }];

        Assert.That((await Export()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task A_commitment_that_is_not_approved_is_refused()
    {
        invoices = [Invoice(Line(10)) with { ItemPackages = [new ItemPackage(1, 701973, null, "SC", "Steel", "Draft")] }];

        await Refuses("E403");
    }

    [Test]
    public async Task An_invoice_of_a_project_that_is_not_synced_is_refused() => await Refuses("E401", new SyncItem(58820, 1, ProjectOriginId: "ns:1234567_SB1:job:1"));

    [Test]
    public async Task An_invoice_whose_project_belongs_to_another_integration_is_refused() => await Refuses("E401", new SyncItem(58820, 1, ProjectOriginId: "sage-7310"));

    [Test]
    public async Task An_invoice_that_can_not_be_read_is_refused()
    {
        invoices = [];

        await Refuses("E403");
    }

    [Test]
    public async Task A_company_that_is_not_linked_is_named()
    {
        invoices = [invoices[0] with { VendorId = 36 }];

        var problem = await Refuses("E402");

        Assert.That(problem.Message, Does.Contain("Acme Steel LLC"));
    }

    [Test]
    public async Task A_company_that_is_being_exported_is_waited_for()
    {
        rig.Link(EntityType.Company, 35, "5501", "Acme Steel LLC", LinkState.Writing);

        Assert.That((await Export()).Status, Is.EqualTo(SyncStatus.Waiting));
    }

    [Test(Description = "7.1: items are made when an invoice needs them")]
    public async Task A_missing_item_is_asked_for_and_waited_for()
    {
        invoices = [Invoice(Line(10, code: Steel))];

        var outcome = await Export();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Waiting));
        Assert.That(outcome.Needs.Single().Queue, Is.EqualTo(QueueNames.WbsCodes));
        Assert.That(outcome.Needs.Single().Message.Items.Single(), Is.EqualTo(new SyncItem(Steel, ProjectId: ProjectId)));
    }

    [Test(Description = "the item's own code and remedy")]
    public async Task An_item_that_could_not_be_made_refuses_the_invoice_with_its_reason()
    {
        invoices = [Invoice(Line(10, code: Steel))];
        rig.Links.Put(new Link
        {
            Key = new LinkKey("acme", EntityType.WbsCode, Steel, ProjectId),
            State = LinkState.Open,
            ParkedAt = RoomRig.Now.AddSeconds(1),
            Problems = [new Problem("E101", "1234-05-100.S makes a name of 71 characters; NetSuite allows 60.")],
        });

        var problem = await Refuses("E101");

        Assert.That(problem.Message, Does.Contain("71 characters"));
    }

    [Test(Description = "E411")]
    public async Task A_line_without_a_budget_code_is_refused()
    {
        invoices = [Invoice(Line(10) with { WbsCode = null })];

        await Refuses("E411");
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task A_closed_or_locked_period_is_read_afresh_and_then_refused_by_name(bool closed, bool locked)
    {
        periods = [April with { Closed = closed, Locked = locked }];

        var problem = await Refuses("E412");

        Assert.That(problem.Message, Does.Contain("Apr 2026"));
        rig.NetSuite.Verify(netSuite => netSuite.ListAccountingPeriodsAsync(true, It.IsAny<CancellationToken>()), Times.Once);
    }
}
