using NUnit.Framework;
using ProcoreNetSuite.Functions.BillPayments;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.BillPayments;

/// <summary>connector-behaviour.md 7.5: what is to be done about each payment of a bill.</summary>
public sealed class PaymentPlanTests
{
    private static readonly ContractPlace Place = new(598134325841112, 701973);
    private static readonly SubcontractorInvoice Invoice = InvoiceBuilder.Invoice();
    private static readonly BillPayment Payment = new(new("8812"), new("4711"), "10442", null, new DateOnly(2026, 5, 20), 9_000.00m, null, "Bank", true);
    private static readonly ContractPaymentWrite Write = CommitmentPaymentMapper.Map(Payment, Invoice, "ns:A:vendorPayment:8812:4711");

    private static readonly ContractPayment Shown = new()
    {
        Id = 44010,
        RequisitionId = Invoice.Id,
        Amount = 9_000.00m,
        Date = new DateOnly(2026, 5, 20),
        CheckNumber = "10442",
        InvoiceNumber = "INV-0007",
        OriginId = Write.OriginId,
    };

    private static readonly IssuedPayment Row = new()
    {
        ConnectionId = "acme",
        PaymentId = Payment.PaymentId,
        BillId = Payment.BillId,
        ProjectId = Place.ProjectId,
        ContractId = Place.ContractId,
        RequisitionId = Invoice.Id,
        ProcoreId = 44010,
        PayloadHash = PaymentPlan.HashOf(Write),
    };

    [Test]
    public void A_payment_that_Procore_does_not_show_is_made() => Assert.That(Plan([Payment], []), Is.EqualTo(new[] { PaymentStep.Create }));

    [Test]
    public void One_that_is_as_it_should_be_is_kept() => Assert.That(Plan([Payment], [Shown], Row), Is.EqualTo(new[] { PaymentStep.Keep }));

    [Test]
    public void One_whose_answer_was_lost_is_recognised_by_its_origin_id() => Assert.That(Plan([Payment], [Shown]), Is.EqualTo(new[] { PaymentStep.Keep }));

    [Test]
    public void Another_amount_date_or_number_changes_it([Values(0, 1, 2)] int which)
    {
        var edited = which switch
        {
            0 => Payment with { Amount = 4_500m },
            1 => Payment with { Date = new DateOnly(2026, 5, 21) },
            _ => Payment with { Number = "10443" },
        };

        Assert.That(Plan([edited], [Shown], Row), Is.EqualTo(new[] { PaymentStep.Change }));
    }

    [Test(Description = "the method can't be read back")]
    public void Another_method_changes_it() => Assert.That(Plan([Payment with { AccountType = "CredCard" }], [Shown], Row), Is.EqualTo(new[] { PaymentStep.Change }));

    [Test]
    public void A_change_that_was_begun_is_done_to_its_end([Values] bool unlocked) =>
        Assert.That(Plan([Payment], [unlocked ? Shown with { OriginId = null } : Shown], Row with { PayloadHash = null }), Is.EqualTo(new[] { PaymentStep.Change }));

    [Test]
    public void A_voided_pending_or_unapplied_payment_is_removed([Values] bool isPosted) =>
        Assert.That(Plan([isPosted ? Payment with { Amount = 0 } : Payment with { IsPosted = false }], [Shown], Row), Is.EqualTo(new[] { PaymentStep.Remove }));

    [Test]
    public void A_pending_payment_that_was_never_brought_is_nothing() => Assert.That(Plan([Payment with { IsPosted = false }], []), Is.Empty);

    [Test]
    public void A_payment_that_NetSuite_does_not_name_any_more_is_removed([Values] bool withRow) =>
        Assert.That(withRow ? Plan([], [Shown], Row) : Plan([], [Shown]), Is.EqualTo(new[] { PaymentStep.Remove }));

    [Test]
    public void One_that_is_gone_on_both_sides_is_forgotten() => Assert.That(Plan([], [], Row), Is.EqualTo(new[] { PaymentStep.Forget }));

    [Test(Description = "reset_payment, procore-api.md 7.5")]
    public void One_that_Procores_staff_took_over_is_left_alone()
    {
        var reset = Shown with { OriginId = null };

        Assert.That(Plan([Payment with { Amount = 1m }], [reset], Row), Is.EqualTo(new[] { PaymentStep.Keep }));
        Assert.That(Plan([], [reset], Row), Is.EqualTo(new[] { PaymentStep.Leave }));
    }

    [Test]
    public void Payments_on_other_bills_of_people_and_of_other_accounts_are_not_touched()
    {
        ContractPayment[] others =
        [
            Shown with { OriginId = "ns:A:vendorPayment:8812:4712" }, Shown with { Id = 2, OriginId = null }, Shown with { Id = 3, OriginId = "ns:B:vendorPayment:1:4711" },
        ];

        Assert.That(Plan([], others), Is.Empty);
    }

    [Test(Description = "7.5: Procore Pay")]
    public void A_payment_by_Procore_Pay_is_not_brought_back_and_accounts_for_one()
    {
        var pay = Shown with { OriginId = null, ExternalPaymentId = "pay-1" };

        Assert.That(Plan([Payment, Payment with { PaymentId = new("8813") }], [pay]), Is.EqualTo(new[] { PaymentStep.Keep, PaymentStep.Create }));
        Assert.That(Plan([Payment with { ExternalId = "procore-4400123-payment-7" }], []), Is.EqualTo(new[] { PaymentStep.Keep }));
        Assert.That(Plan([Payment with { IsPosted = false }], [pay with { OriginId = Write.OriginId }]), Is.Empty, "not even when it is voided");
    }

    [Test(Description = "7.5: only payments of bills that are linked")]
    public void Nothing_is_made_for_a_bill_that_is_linked_to_no_invoice()
    {
        var actions = Make(null, [Payment, Payment with { PaymentId = new("8813"), IsPosted = false }], [Shown, Shown with { Id = 5, OriginId = "ns:A:vendorPayment:8813:4711" }]);

        Assert.That(actions.Select(action => (action.Step, action.Shown?.Id)), Is.EqualTo(new[] { (PaymentStep.Remove, (long?)5) }));
    }

    private static IEnumerable<PaymentStep> Plan(IReadOnlyList<BillPayment> payments, IReadOnlyList<ContractPayment> shown, params IReadOnlyList<IssuedPayment> rows) =>
        Make(Invoice, payments, shown, rows).Select(action => action.Step);

    private static IReadOnlyList<PaymentAction> Make(
        SubcontractorInvoice? invoice, IReadOnlyList<BillPayment> payments, IReadOnlyList<ContractPayment> shown, params IReadOnlyList<IssuedPayment> rows) =>
        new PaymentPlan("acme", 4400123, id => $"ns:A:vendorPayment:{id}").Make(Place, new PaidInvoice(Payment.BillId, invoice, rows), payments, shown);
}
