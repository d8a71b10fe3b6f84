using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.BillPayments;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.BillPayments;

/// <summary>One action at a time: what is called, in which order, and what is kept.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PaymentWriterTests
{
    private static readonly ContractPlace Place = new(10, 701973);
    private static readonly ContractPaymentWrite Write = new("ns:A:vendorPayment:8812:4711", 58820, 4_000.00m, new DateOnly(2026, 5, 20), "check", "10442", "INV-0007", null);

    private static readonly ContractPayment Shown = new() { Id = 44010, OriginId = Write.OriginId, Amount = 5_000.00m, RequisitionId = 58820 };

    private static readonly IssuedPayment Row = new()
    {
        ConnectionId = "acme",
        PaymentId = new("8812"),
        BillId = new("4711"),
        ProjectId = 10,
        ContractId = 701973,
        RequisitionId = 58820,
        ProcoreId = 44010,
        PayloadHash = "old",
    };

    private readonly RoomRig rig = new();
    private readonly List<string> calls = [];
    private readonly List<IssuedPayment> saved = [];
    private readonly Mock<IPaymentStore> rows = new();
    private readonly PaymentWriter writer;

    public PaymentWriterTests()
    {
        rows.Setup(rows => rows.SaveAsync(It.IsAny<IssuedPayment>(), It.IsAny<CancellationToken>())).Callback((IssuedPayment row, CancellationToken _) =>
        {
            calls.Add("save");
            saved.Add(row);
        });
        rows.Setup(rows => rows.RemoveAsync(It.IsAny<IssuedPayment>(), It.IsAny<CancellationToken>())).Callback(() => calls.Add("forget"));
        rows.Setup(rows => rows.ListOfBillsAsync("acme", It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => saved.TakeLast(1).ToLookup(row => row.BillId));
        rig.Procore.Setup(procore => procore.CreateContractPaymentAsync(Place, Write, It.IsAny<CancellationToken>())).Callback(() => calls.Add("create")).ReturnsAsync(44011);
        rig.Procore.Setup(procore => procore.UnlinkContractPaymentAsync(Place, 44010, It.IsAny<CancellationToken>())).Callback(() => calls.Add("unlock"));
        rig.Procore.Setup(procore => procore.UpdateContractPaymentAsync(Place, 44010, Write, It.IsAny<CancellationToken>())).Callback(() => calls.Add("update"));
        rig.Procore.Setup(procore => procore.DeleteContractPaymentAsync(Place, 44010, It.IsAny<CancellationToken>())).Callback(() => calls.Add("delete"));
        writer = new PaymentWriter(rows.Object, rig.Links, RoomRig.Time);
    }

    [Test]
    public async Task A_new_payment_is_made_and_kept()
    {
        var step = await DoAsync(new PaymentAction(PaymentStep.Create, Row with { ProcoreId = null, PayloadHash = null }, Write));

        Assert.That((string.Join(' ', calls), step.Counts.New, saved[^1].ProcoreId), Is.EqualTo(("create save", 1, (long?)44011)));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "payment-written" }));
    }

    [Test(Description = "procore-api.md 5.4: a synced payment is locked; the row says first that it is being changed")]
    public async Task A_changed_payment_is_unlocked_written_and_kept()
    {
        var step = await DoAsync(new PaymentAction(PaymentStep.Change, Row, Write, Shown));

        Assert.That((string.Join(' ', calls), step.Counts.Changed), Is.EqualTo(("save unlock update save", 1)));
        Assert.That(saved.Select(row => row.PayloadHash), Is.EqualTo(new[] { null, PaymentPlan.HashOf(Write) }));
    }

    [Test]
    public async Task A_payment_that_was_unlocked_before_a_crash_is_not_unlocked_again()
    {
        await DoAsync(new PaymentAction(PaymentStep.Change, Row with { PayloadHash = null }, Write, Shown with { OriginId = null }));

        Assert.That(string.Join(' ', calls), Is.EqualTo("save update save"));
    }

    [Test]
    public async Task A_payment_that_goes_is_unlocked_deleted_and_forgotten()
    {
        var step = await DoAsync(new PaymentAction(PaymentStep.Remove, Row, Shown: Shown));

        Assert.That((string.Join(' ', calls), step.Counts.Removed), Is.EqualTo(("save unlock delete forget", 1)));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "payment-removed" }));
    }

    [Test(Description = "reset_payment; 13.4: a change found is told")]
    public async Task A_difference_in_a_payment_that_Procores_staff_took_over_is_told_and_nothing_is_written()
    {
        var theirs = Shown with { OriginId = null, Amount = 4_400.00m, Date = new DateOnly(2026, 5, 21), CheckNumber = null, RequisitionId = 58821 };

        var step = await DoAsync(new PaymentAction(PaymentStep.Tell, Row, Write, theirs), new PaymentAction(PaymentStep.Tell, Row with { PaymentId = new("8813") }, Write with { CheckNumber = null }, theirs with { Amount = null, CheckNumber = "" }));

        Assert.That((calls, step.Counts.Read, step.Counts.Failed), Is.EqualTo((Array.Empty<string>(), 2, 2)));
        Assert.That(step.Problems.Select(problem => problem.Code), Is.All.EqualTo("E415"));
        Assert.That(step.Problems[0].Message, Does.StartWith("Payment 10442 over 4,000.00 of invoice INV-0007").And.Contain(
            "differs there: amount 4,400.00 in Procore, 4,000.00 in NetSuite; date 2026-05-21 in Procore, 2026-05-20 in NetSuite; check number none in Procore, 10442 in NetSuite; "
            + "invoice 58821 in Procore, 58820 in NetSuite (payment 44010 of "));
        Assert.That(step.Problems[1].Message, Does.Contain("there: amount none in Procore, 4,000.00 in NetSuite; date").And.Not.Contain("check number"));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "payment-differs", "payment-differs" }));
    }

    [Test(Description = "reset_payment; E504")]
    public async Task A_payment_that_is_gone_in_NetSuite_and_taken_over_in_Procore_is_told_and_its_row_kept()
    {
        var step = await DoAsync(new PaymentAction(PaymentStep.Leave, Row, Shown: Shown with { OriginId = null }));

        Assert.That((calls, step.Counts.Failed, step.Problems.Single().Code), Is.EqualTo((Array.Empty<string>(), 1, "E504")));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "payment-left" }));
    }

    [Test]
    public async Task A_refused_payment_stops_no_other_and_its_row_says_in_which_step_it_failed()
    {
        rig.Procore.Setup(procore => procore.CreateContractPaymentAsync(Place, Write, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RejectedException(new Problem("E904", "Procore refuses.", "date: is in a closed month"), 422));

        var step = await DoAsync(new PaymentAction(PaymentStep.Create, Row with { ProcoreId = null }, Write), new PaymentAction(PaymentStep.Remove, Row with { PaymentId = new("8813") }, Shown: Shown));

        Assert.That((step.Counts.Failed, step.Counts.Removed, step.Problems.Single().Code), Is.EqualTo((1, 1, "E904")));
        Assert.That(saved[0].FailedIn, Is.EqualTo("run-1:3"));
        Assert.That(rig.Links.Decisions, Is.EqualTo(new[] { "payment-refused", "payment-removed" }));
    }

    [TestCase("run-1:2", 0, Description = "told by an earlier step of this run")]
    [TestCase("run-1:3", 1, Description = "this step, done again")]
    [TestCase("run-0:9", 1, Description = "an earlier run")]
    public async Task What_failed_is_tried_once_a_run(string failedIn, int made)
    {
        var step = await DoAsync(new PaymentAction(PaymentStep.Create, Row with { ProcoreId = null, FailedIn = failedIn }, Write));

        Assert.That(step.Counts.New, Is.EqualTo(made));
    }

    private Task<ImportStep> DoAsync(params IReadOnlyList<PaymentAction> actions) => writer.WriteAsync(
        rig.Connection,
        new ImportRun { ConnectionId = "acme", Kind = ImportKind.Payments, RunId = "run-1", Step = 3, RequestedBy = "Procore user 9", StartedAt = RoomRig.Now },
        new CommitmentWork(Place, "commitment SC-1 of project 1234", []),
        actions,
        CancellationToken.None);
}
