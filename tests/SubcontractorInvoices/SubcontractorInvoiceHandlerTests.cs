using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.InvoiceBuilder;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class SubcontractorInvoiceHandlerTests
{
    private const long ProjectId = 598134325841112;
    private const string JobOrigin = "ns:1234567_SB1:job:7310";

    private static readonly AccountingPeriod April = new(new NetSuiteId("134"), "Apr 2026", new(2026, 4, 1), new(2026, 4, 30), Closed: false, Locked: false);

    private readonly RoomRig rig = new();
    private readonly SubcontractorInvoiceHandler handler;
    private readonly List<VendorBill> bills = [];
    private List<SubcontractorInvoice> invoices = [Invoice(Line(10000, held: 1000))];
    private readonly HashSet<int> gone = [];
    private List<BillFound> elsewhere = [];
    private List<AccountingPeriod> periods = [April];

    public SubcontractorInvoiceHandlerTests()
    {
        handler = new SubcontractorInvoiceHandler(
            new InvoiceReader(rig.Links),
            new BillLookup(rig.Links),
            new RenumberedCodes(rig.Links, rig.Changes),
            new DuplicateCheck(rig.Reservations),
            new BillWriter(rig.Once, rig.Links, new BillMarker(rig.Links, rig.Changes, NullLogger<BillMarker>.Instance), Mock.Of<IPaymentStore>()),
            new GoneReferences(rig.Links, rig.Changes),
            new InvoiceUnlinker(rig.Changes, RoomRig.Time));
        rig.Settings.NetSuite.RetainageItem = "900";
        rig.Link(EntityType.Project, ProjectId, "7310", "1234");
        rig.Link(EntityType.Company, 35, "5501", "Acme Steel LLC");
        rig.Link(EntityType.WbsCode, Concrete, "640", "1234-03-300.S", project: ProjectId);
        rig.Procore.Setup(procore => procore.ListSubcontractorInvoicesAsync(ProjectId, It.IsAny<IReadOnlyList<long>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((long _, IReadOnlyList<long> ids, CancellationToken _) => [.. invoices.Where(invoice => ids.Contains(invoice.Id))]);
        rig.NetSuite.Setup(netSuite => netSuite.ListAccountingPeriodsAsync(It.IsAny<bool>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => periods);
        rig.NetSuite.Setup(netSuite => netSuite.CreateVendorBillAsync(It.IsAny<VendorBill>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((VendorBill bill, CancellationToken _) =>
            {
                bills.Add(bill);
                return new NetSuiteId($"{4710 + bills.Count}");
            });
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<NetSuiteId> ids, CancellationToken _) => [.. InNetSuite().Where(bill => ids.Contains(bill.Id))]);
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<BillNumber> numbers, CancellationToken _) => [.. InNetSuite().Where(bill => numbers.Contains(new BillNumber(bill.Vendor!.Value, bill.Reference!)))]);
    }

    [Test(Description = "acceptance case 1")]
    public async Task An_approved_invoice_becomes_a_bill_and_both_it_and_its_lines_are_marked()
    {
        var outcome = await Export();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done));
        Approved.Check("vendor-bill", bills.Single());
        Assert.That(outcome.Marks.Select(mark => (mark.ItemType, mark.OriginId)), Is.EqualTo(new[]
        {
            ("requisition", "ns:1234567_SB1:vendorBill:4711"), ("requisition_contract_item", $"ns:1234567_SB1:vendorBill:4711:{invoices[0].Items[0].Id}"),
        }));
    }

    [Test(Description = "acceptance case 20: the approver decides")]
    public async Task A_bill_with_the_same_vendor_and_number_refuses_the_invoice_and_is_shown()
    {
        elsewhere = [Elsewhere(9000)];

        var problem = await Refuses("E409");

        Assert.That(problem.Message, Does.Contain("inv-0007").And.Contain("record 33").And.Contain("9,000.00"));
    }

    [TestCase("gone", "There is no bill INV-0007 of Acme Steel LLC in NetSuite to link Invoice INV-0007 of Acme Steel LLC to.")]
    [TestCase("voided", "There is no bill INV-0007 of Acme Steel LLC in NetSuite to link")]
    [TestCase("changed", "comes to 9,000.00, bill inv-0007 (NetSuite record 33) to 8,000.00: they can't be linked.")]
    [Description("acceptance case 26: NetSuite's query still shows the bill as it was")]
    public async Task A_bill_that_was_chosen_and_is_not_what_it_was_is_refused_in_words(string now, string words)
    {
        elsewhere = [Elsewhere(9000)];
        Answer("link");
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId("33"), It.IsAny<CancellationToken>()))
            .ReturnsAsync(now == "gone" ? null : now == "voided" ? Elsewhere(9000) with { Voided = true } : Elsewhere(8000));

        var problem = await Refuses("E409");

        Assert.That(problem.Message, Does.Contain(words));
        Assert.That(problem.OtherRemedy, Does.Contain(now == "changed" ? "\"export\" (a second bill)" : "without an answer"));
    }

    [Test(Description = "a bill that an approver linked has no external id of ours")]
    public async Task The_bill_that_an_invoice_is_linked_to_is_no_duplicate_of_itself()
    {
        elsewhere = [Elsewhere(9000)];
        Answer("link");
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId("33"), It.IsAny<CancellationToken>())).ReturnsAsync(elsewhere[0]);
        Assert.That((await Export()).Status, Is.EqualTo(SyncStatus.Done));
        rig.Links.Put(Row() with { ReportedAt = RoomRig.Now });
        Answer("");

        Assert.That((await Export()).Problems.Select(problem => problem.Code), Has.None.EqualTo("E409"));
    }

    [Test(Description = "E409 is about one vendor: others may use the number")]
    public async Task A_bill_of_another_vendor_with_the_number_is_no_duplicate()
    {
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([Elsewhere(9000) with { Vendor = new NetSuiteId("5502") }, Elsewhere(9000) with { Id = new("34"), Voided = true }, Elsewhere(9000) with { Id = new("35"), Reference = "INV-00070" }]);

        Assert.That((await Export()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [TestCase("export", 9000, SyncStatus.Done, 1)]
    [TestCase("link", 9000, SyncStatus.Done, 0)]
    [TestCase("link", 8999.99, SyncStatus.Rejected, 0, Description = "7.4.6: only if the totals agree")]
    [TestCase("perhaps", 9000, SyncStatus.Rejected, 0)]
    public async Task The_approvers_decision_about_a_duplicate_is_followed(string decision, decimal total, SyncStatus status, int written)
    {
        elsewhere = [Elsewhere(total)];
        Answer(decision);
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId("33"), It.IsAny<CancellationToken>())).ReturnsAsync(elsewhere[0]);

        var outcome = await Export();

        Assert.That((outcome.Status, bills.Count), Is.EqualTo((status, written)), string.Join(' ', outcome.Problems));
        Assert.That(Row()?.Bill?.IsSecond is true, Is.EqualTo(decision == "export"), "so that the check of bills knows it was wanted");
    }

    [Test(Description = "acceptance case 25: NetSuite's query doesn't show the bill yet")]
    public async Task Two_invoices_of_one_vendor_with_one_number_in_one_export_are_not_both_written()
    {
        invoices = [invoices[0], invoices[0] with { Id = 58821, InvoiceNumber = $" {invoices[0].InvoiceNumber!.ToLowerInvariant()}" }];
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);

        var outcomes = await Export(new SyncItem(58820, 1, ProjectOriginId: JobOrigin), new SyncItem(58821, 2, ProjectOriginId: JobOrigin));
        var later = await Export(new SyncItem(58821, 2, ProjectOriginId: JobOrigin));

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Waiting }));
        Assert.That(outcomes[1].Problems.Single().Message, Is.EqualTo("Invoice INV-0007 of Acme Steel LLC has the same number as Invoice  inv-0007 of Acme Steel LLC and may be on its way to NetSuite."));
        Assert.That($"{later.Single().Problems.Single()}", Does.StartWith(
            "E409: Acme Steel LLC already has bill  inv-0007 in NetSuite: record 4711, made of Invoice INV-0007 of Acme Steel LLC (Procore record 58820), over 9,000.00. "));
        Assert.That(bills, Has.Count.EqualTo(1));
    }

    [Test(Description = "links of earlier versions")]
    public async Task A_bill_whose_total_is_not_known_is_named_without_it()
    {
        invoices = [invoices[0], invoices[0] with { Id = 58821 }];
        await Export(new SyncItem(58821, 2, ProjectOriginId: JobOrigin));
        var other = new LinkKey("acme", EntityType.SubcontractorInvoice, 58821);
        rig.Links.Put(rig.Links[other]! with { Amount = null });

        Assert.That((await Export()).Problems.Single().Message, Does.EndWith("(Procore record 58821)."));
    }

    [Test(Description = "acceptance case 25")]
    public async Task An_invoice_that_was_refused_gives_its_number_back()
    {
        invoices = [invoices[0], invoices[0] with { Id = 58821 }];
        elsewhere = [Elsewhere(9000)];
        await Refuses("E409");
        elsewhere = [];

        var outcome = (await Export(new SyncItem(58821, 2, ProjectOriginId: JobOrigin))).Single();

        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Done), string.Join(' ', outcome.Problems));
    }

    [Test(Description = "acceptance case 26: the bill was deleted meanwhile")]
    public async Task An_answer_to_link_where_there_is_no_bill_is_refused_in_words()
    {
        Answer("link");

        var problem = await Refuses("E409", new SyncItem(58820, 1, ProjectOriginId: JobOrigin) { HasAnswers = true });

        Assert.That(problem.Message, Is.EqualTo("There is no bill INV-0007 of Acme Steel LLC in NetSuite to link Invoice INV-0007 of Acme Steel LLC to."));
    }

    [TestCase("export", SyncStatus.Done)]
    [TestCase("link", SyncStatus.Rejected, Description = "a bill is one invoice's")]
    [TestCase("perhaps", SyncStatus.Rejected)]
    public async Task The_approver_decides_about_the_number_of_another_invoice_too(string decision, SyncStatus status)
    {
        invoices = [invoices[0], invoices[0] with { Id = 58821 }];
        await Export(new SyncItem(58821, 2, ProjectOriginId: JobOrigin));
        Answer(decision);

        var outcome = await Export();

        Assert.That((outcome.Status, bills.Count), Is.EqualTo((status, status is SyncStatus.Done ? 2 : 1)), string.Join(' ', outcome.Problems));
        Assert.That(outcome.Problems.Select(problem => problem.Code), Is.All.EqualTo("E409"));
        Assert.That(outcome.Problems.Select(problem => $"{problem.Message} {problem.OtherRemedy}"), status is SyncStatus.Done ? Is.Empty
            : decision == "perhaps" ? Has.One.Contains("perhaps")
            : Has.One.Contains("record 4711").And.One.Contains("Procore record 58821").And.One.Contains("can't be linked").And.One.Contains("second bill"));
        Assert.That(Row()?.Bill?.IsSecond ?? false, Is.EqualTo(status is SyncStatus.Done), "so that the check of bills knows it was wanted");
    }

    [Test]
    public async Task A_bill_of_which_there_is_no_other_is_no_second_one_even_if_the_approver_would_have_it_so()
    {
        Answer("export");

        await Export(new SyncItem(58820, 1, ProjectOriginId: JobOrigin) { HasAnswers = true });

        Assert.That(Row().Bill!.IsSecond, Is.False);
    }

    [Test(Description = "it was refused once: its row is there, without a bill")]
    public async Task An_invoice_that_is_exported_again_after_a_refusal_keeps_its_number_and_is_asked_about_like_a_new_one()
    {
        rig.Links.Put(new Link { Key = new LinkKey("acme", EntityType.SubcontractorInvoice, 58820), State = LinkState.Open });
        invoices = [invoices[0], invoices[0] with { Id = 58821 }];
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Answer("link");

        var asked = await Export(new SyncItem(58820, 1, ProjectOriginId: JobOrigin) { HasAnswers = true });
        var both = await Export(new SyncItem(58820, 1, ProjectOriginId: JobOrigin), new SyncItem(58821, 2, ProjectOriginId: JobOrigin));

        Assert.That(asked.Single().Problems.Single().Code, Is.EqualTo("E409"), "there is no bill to link it to");
        Assert.That(both.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Waiting }));
    }

    [TestCase("procore-4400123-requisition-58820")]
    [TestCase("PROCORE-4400123-requisition-58820")]
    public async Task The_bill_under_the_invoices_own_external_id_is_no_duplicate_of_it(string externalId)
    {
        elsewhere = [Elsewhere(9000) with { ExternalId = externalId }];

        Assert.That((await Export()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test]
    public async Task Answers_that_can_not_be_read_refuse_the_invoice_only_where_they_matter()
    {
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>())).ThrowsAsync(new RejectedException(new Problem("E904", "Procore's answer can't be read.")));
        elsewhere = [Elsewhere(9000)];

        await Refuses("E904");
        elsewhere = [];
        Assert.That((await Export()).Status, Is.EqualTo(SyncStatus.Done), "nobody was asked");
    }

    [Test]
    public async Task While_NetSuite_can_not_say_who_has_a_number_nothing_is_written()
    {
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>())).ThrowsAsync(new UnavailableException(new Problem("E902", "Down.")));
        invoices = [invoices[0], invoices[0] with { Id = 58821, Status = "draft" }];

        var outcomes = await Export(new SyncItem(58820, 1, ProjectOriginId: JobOrigin), new SyncItem(58821, 2, ProjectOriginId: JobOrigin));

        Assert.That(outcomes.Select(outcome => (outcome.Status, outcome.Problems.Single().Code)), Is.EqualTo(new[] { (SyncStatus.Waiting, "E902"), (SyncStatus.Rejected, "E403") }));
        Assert.That(bills, Is.Empty);
    }

    [Test]
    public async Task A_batch_of_refused_invoices_asks_for_no_number()
    {
        invoices = [invoices[0] with { Status = "draft" }];

        await Refuses("E403");

        rig.NetSuite.Verify(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<BillNumber>>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test(Description = "7.4: one failed invoice never stops the others; one query checks all bills")]
    public async Task A_batch_is_written_without_its_failed_invoice_and_read_back_in_one_query()
    {
        invoices = [invoices[0], invoices[0] with { Id = 58821, InvoiceNumber = "INV-0008", Status = "draft" }, invoices[0] with { Id = 58822, InvoiceNumber = "INV-0009" }];

        var outcomes = await Export([.. invoices.Select(invoice => new SyncItem(invoice.Id, invoice.Id, ProjectOriginId: JobOrigin))]);

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Rejected, SyncStatus.Done }));
        rig.NetSuite.Verify(netSuite => netSuite.ListVendorBillsAsync(It.Is<IReadOnlyList<NetSuiteId>>(ids => ids.Count == 2), It.IsAny<CancellationToken>()), Times.Once);
        rig.NetSuite.Verify(netSuite => netSuite.ListVendorBillsAsync(It.Is<IReadOnlyList<BillNumber>>(numbers => numbers.Count == 2), It.IsAny<CancellationToken>()), Times.Once);
        rig.Procore.Verify(procore => procore.ListSubcontractorInvoicesAsync(
            It.IsAny<long>(), It.IsAny<IReadOnlyList<long>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test(Description = "E415")]
    public async Task A_bill_that_NetSuite_changed_on_saving_is_reported_and_kept_as_changed()
    {
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => [.. bills.Select((bill, index) => Found(bill, 4711 + index) with { Total = 9000.01m })]);

        var outcome = await Export();

        Assert.That(outcome.Problems.Single().Code, Is.EqualTo("E415"));
        Assert.That(outcome.Problems.Single().Message, Does.Contain("9,000.01").And.Contain("9,000.00"));
        Assert.That(Row().State, Is.EqualTo(LinkState.Changed));
    }

    [Test(Description = "netsuite-api.md 10.3: SuiteQL may lag behind a save")]
    public async Task A_bill_that_the_query_does_not_show_yet_is_read_itself()
    {
        rig.NetSuite.Setup(netSuite => netSuite.ListVendorBillsAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId("4711"), It.IsAny<CancellationToken>())).ReturnsAsync(() => Found(bills[0], 4711));

        Assert.That((await Export()).Status, Is.EqualTo(SyncStatus.Done));
    }

    [Test(Description = "acceptance case 8")]
    public async Task A_bill_that_is_linked_and_was_never_reported_is_only_reported()
    {
        await Export();

        var outcome = await Export();

        Assert.That((outcome.Status, outcome.NetSuiteId?.Value, bills.Count), Is.EqualTo((SyncStatus.Done, "4711", 1)));
        Assert.That(outcome.Marks, Is.Not.Empty);
    }

    [Test(Description = "acceptance case 22; 5.6")]
    public async Task An_unlink_is_refused_while_the_bill_is_there()
    {
        await Export();
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId("4711"), It.IsAny<CancellationToken>())).ReturnsAsync(() => Found(bills[0], 4711));

        var outcome = await Unlink();

        Assert.That(outcome.Problems.Single().Message, Is.EqualTo("The requisition is still in NetSuite. Please delete it before retrying."));
        Assert.That(Row().State, Is.EqualTo(LinkState.Linked));
    }

    [TestCase(false, "procore-4400123-requisition-58820")]
    [TestCase(true, "procore-4400123-requisition-58820-2", Description = "a voided bill keeps its external id")]
    public async Task An_invoice_whose_bill_is_gone_is_unlinked_and_may_be_exported_anew(bool voided, string externalId)
    {
        await Export();
        rig.NetSuite.Setup(netSuite => netSuite.FindVendorBillAsync(new NetSuiteId("4711"), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => voided ? Found(bills[0], 4711) with { Voided = true } : null);
        elsewhere = voided ? [Found(bills[0], 4711) with { Voided = true }] : [];
        gone.Add(4711);

        var outcome = await Unlink();
        var state = Row().State;
        await Export();

        Assert.That((outcome.Status, state), Is.EqualTo((SyncStatus.Done, LinkState.Unlinked)));
        Assert.That(outcome.Marks.Select(mark => mark.OriginId), Is.EqualTo(new string?[] { null, null }));
        Assert.That((bills.Count, bills[1].ExternalId), Is.EqualTo((2, externalId)));
    }

    [TestCase(LinkState.Writing)]
    [TestCase(LinkState.Unknown)]
    public async Task An_unlink_waits_for_a_bill_that_may_still_arrive(LinkState state)
    {
        rig.Link(EntityType.SubcontractorInvoice, 58820, "4711", "INV-0007", state);
        rig.Links.Put(Row() with { NetSuiteId = null, ExternalId = "procore-4400123-requisition-58820", LeaseUntil = RoomRig.Now.AddMinutes(1) });

        var outcome = await Unlink();

        Assert.That((outcome.Status, outcome.Problems.Single().Code), Is.EqualTo((SyncStatus.Waiting, "E414")));
        Assert.That(Row().State, Is.EqualTo(state));
    }

    [Test]
    public async Task An_invoice_that_can_not_be_read_does_not_stop_the_others()
    {
        invoices = [invoices[0], invoices[0] with { Id = 58821, InvoiceNumber = "INV-0008" }];
        rig.Procore.Setup(procore => procore.ListSubcontractorInvoicesAsync(
                ProjectId, It.Is<IReadOnlyList<long>>(ids => ids.Contains(58821)), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RejectedException(new Problem("E904", "Procore's answer can't be read.")));

        var outcomes = await Export(new SyncItem(58820, 1, ProjectOriginId: JobOrigin), new SyncItem(58821, 2, ProjectOriginId: JobOrigin));

        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { SyncStatus.Done, SyncStatus.Rejected }));
        Assert.That(outcomes[1].Problems.Single().Code, Is.EqualTo("E904"));
    }

    private void Answer(string decision) =>
        rig.Procore.Setup(procore => procore.FindErpRequestAsync(66, It.IsAny<CancellationToken>())).ReturnsAsync(new ErpRequest
        {
            RequestData = JsonSerializer.SerializeToElement(new
            {
                requisitions = new[] { new { procore_requisition_id = 58820, erp_custom_fields = new { duplicate_bill = decision } } },
            }),
        });

    private IEnumerable<BillFound> InNetSuite() =>
        [.. elsewhere, .. bills.Select((bill, index) => Found(bill, 4711 + index)).Where((_, index) => !gone.Contains(4711 + index))];

    private static BillFound Elsewhere(decimal total) =>
        new(new NetSuiteId("33"), null, "inv-0007", new NetSuiteId("5501"), new DateOnly(2026, 4, 2), total, 1, Voided: false);

    private static BillFound Found(VendorBill bill, int id) =>
        new(new NetSuiteId($"{id}"), bill.ExternalId, bill.Reference, bill.Vendor, bill.Date, bill.Total, bill.Lines.Count, Voided: false);

    private Link Row() => rig.Links[new LinkKey("acme", EntityType.SubcontractorInvoice, 58820)]!;

    private async Task<SyncOutcome> Export() => (await Export(new SyncItem(58820, 1, ProjectOriginId: JobOrigin))).Single();

    private Task<IReadOnlyList<SyncOutcome>> Export(params IReadOnlyList<SyncItem> items)
    {
        var work = rig.Work(handler, SyncCommand.Export, items);

        return handler.HandleAsync(work with { Message = work.Message with { RequestId = 66 } }, CancellationToken.None);
    }

    private async Task<SyncOutcome> Unlink() =>
        (await handler.HandleAsync(rig.Work(handler, SyncCommand.Unlink, new SyncItem(58820, 2, ProjectId)), CancellationToken.None)).Single();

    private async Task<Problem> Refuses(string code, SyncItem? item = null)
    {
        var outcome = (await Export(item ?? new SyncItem(58820, 1, ProjectOriginId: JobOrigin))).Single();

        Assert.That(outcome.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { code }));
        Assert.That(outcome.Status, Is.EqualTo(SyncStatus.Rejected));
        Assert.That(bills, Is.Empty);

        return outcome.Problems[0];
    }
}
