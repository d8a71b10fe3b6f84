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

        Assert.That(Plan([Payment], [reset], Row), Is.EqualTo(new[] { PaymentStep.Keep }));
        Assert.That(Plan([Payment], [reset with { Notes = "ours now", InvoiceNumber = "7" }], Row), Is.EqualTo(new[] { PaymentStep.Keep }), "texts are theirs");
        Assert.That(Plan([Payment with { AccountType = "CredCard" }], [reset], Row), Is.EqualTo(new[] { PaymentStep.Keep }), "the method can't be read back");
        Assert.That(Plan([], [reset], Row), Is.EqualTo(new[] { PaymentStep.Leave }));
    }

    [Test(Description = "reset_payment; 13.4")]
    public void One_that_Procores_staff_took_over_is_compared_with_NetSuite_and_a_difference_is_told([Range(0, 4)] int which)
    {
        var reset = Shown with { OriginId = null };
        var edited = which switch
        {
            0 => reset with { Amount = 9_400m },
            1 => reset with { Date = new DateOnly(2026, 5, 21) },
            2 => reset with { CheckNumber = "10443" },
            3 => reset with { RequisitionId = 1 },
            _ => reset with { Amount = null },
        };

        Assert.That(Plan([Payment], [edited], Row), Is.EqualTo(new[] { PaymentStep.Tell }));
        Assert.That(Plan([Payment with { Amount = 4_500m }], [reset], Row), Is.EqualTo(new[] { PaymentStep.Tell }), "edited in NetSuite");
        Assert.That(Plan([Payment], [edited with { ExternalPaymentId = "pay-1" }], Row), Is.EqualTo(new[] { PaymentStep.Keep }), "Procore Pay's own");
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

    [Test]
    public void One_difference_is_enough_to_change_it_also_if_its_row_was_lost([Range(0, 5)] int which, [Values] bool withRow)
    {
        var edited = which switch
        {
            0 => Shown with { RequisitionId = 1 },
            1 => Shown with { Amount = 9_000.01m },
            2 => Shown with { Date = new DateOnly(2026, 5, 19) },
            3 => Shown with { CheckNumber = null },
            4 => Shown with { InvoiceNumber = "INV-0008" },
            _ => Shown with { Notes = "edited" },
        };

        Assert.That(withRow ? Plan([Payment], [edited], Row) : Plan([Payment], [edited]), Is.EqualTo(new[] { PaymentStep.Change }));
    }

    [Test]
    public void An_empty_text_is_no_text() =>
        Assert.That(Plan([Payment with { Memo = " " }], [Shown with { Notes = "" }]), Is.EqualTo(new[] { PaymentStep.Keep }));

    [Test]
    public void A_row_without_Procores_id_is_a_creation_whose_answer_was_lost() =>
        Assert.That(Plan([Payment], [Shown], Row with { ProcoreId = null, PayloadHash = null }), Is.EqualTo(new[] { PaymentStep.Keep }));

    [Test(Description = "7.5: only money that Procore Pay moved on this invoice is accounted for by it")]
    public void Money_of_Procore_Pay_on_another_invoice_or_of_another_amount_and_payments_of_people_account_for_none()
    {
        var pay = Shown with { OriginId = null, ExternalPaymentId = "pay-1" };
        ContractPayment[] others =
        [
            pay with { RequisitionId = 1 }, pay with { RequisitionId = null }, pay with { Amount = 9_000.01m }, pay with { ExternalPaymentId = null }, pay with { OriginId = "ns:A:vendorPayment:1:2" },
        ];

        foreach (var other in others)
        {
            Assert.That(Plan([Payment], [other]), Is.EqualTo(new[] { PaymentStep.Create }), $"{other}");
        }
    }

    [TestCase("procore-4400123-payment-7", PaymentStep.Keep)]
    [TestCase("PROCORE-4400123-payment-7", PaymentStep.Keep)]
    [TestCase("procore-44001239-payment-7", PaymentStep.Create, Description = "another company of that Procore")]
    [TestCase("4400123-payment-7", PaymentStep.Create)]
    public void A_payment_that_came_from_Procore_is_known_by_its_external_id(string externalId, PaymentStep step) =>
        Assert.That(Plan([Payment with { ExternalId = externalId }], []), Is.EqualTo(new[] { step }));

    [Test]
    public void A_payment_that_Procore_shows_as_ours_is_brought_up_to_date_whatever_its_external_id_in_NetSuite() => Assert.That(
        Plan([Payment with { ExternalId = "procore-4400123-payment-7", Amount = 4_500m }], [Shown], Row), Is.EqualTo(new[] { PaymentStep.Change }));

    [Test]
    public void A_payment_by_Procore_Pay_that_bears_our_origin_id_is_kept_and_its_row_forgotten_once_it_is_gone()
    {
        var pay = Shown with { ExternalPaymentId = "pay-1" };

        Assert.That(Plan([Payment with { Amount = 1m }], [pay], Row), Is.EqualTo(new[] { PaymentStep.Keep }));
        Assert.That(Plan([], [pay], Row), Is.EqualTo(new[] { PaymentStep.Forget }));
        Assert.That(Plan([], [pay]), Is.Empty);
    }

    [Test]
    public void Without_its_origin_id_a_payment_is_ours_only_by_the_id_in_its_row()
    {
        var unlocked = Row with { PayloadHash = null };

        Assert.That(Plan([Payment], [Shown with { Id = 2, OriginId = null }], unlocked), Is.EqualTo(new[] { PaymentStep.Create }), "another payment, of a person");
        Assert.That(Plan([Payment], [Shown with { OriginId = "ns:A:vendorPayment:1:2" }], unlocked), Is.EqualTo(new[] { PaymentStep.Create }), "it is another one's now");
        Assert.That(Plan([], [Shown with { OriginId = null }], unlocked), Is.EqualTo(new[] { PaymentStep.Remove }));
    }

    [Test]
    public void What_is_to_be_done_names_the_commitment_of_today_and_what_Procore_shows()
    {
        var moved = Make(Invoice, [Payment], [Shown], Row with { ProjectId = 1, ContractId = 0 }).Single();
        var made = Make(Invoice, [Payment], []).Single();
        var stray = Make(null, [], [Shown with { RequisitionId = 77 }]).Single();
        var nothing = Make(null, [], [Shown with { RequisitionId = null }]).Single();

        Assert.That((moved.Row.ProjectId, moved.Row.ContractId, moved.Write, moved.Shown), Is.EqualTo((Place.ProjectId, Place.ContractId, Write, Shown)));
        Assert.That((made.Row.ConnectionId, made.Row.PaymentId, made.Row.BillId, made.Row.ContractId), Is.EqualTo(("acme", Payment.PaymentId, Payment.BillId, Place.ContractId)));
        Assert.That((made.Row.RequisitionId, made.Row.ProcoreId), Is.EqualTo((Invoice.Id, (long?)null)));
        Assert.That((stray.Step, stray.Row.RequisitionId, stray.Row.ProcoreId), Is.EqualTo((PaymentStep.Remove, 77L, (long?)44010)));
        Assert.That(nothing.Row.RequisitionId, Is.Zero);
    }

    [Test]
    public void Payments_of_an_invoice_that_Procore_hides_are_held_each_once_and_only_those_that_pay()
    {
        var link = new Link { Key = new LinkKey("acme", EntityType.SubcontractorInvoice, 58820), State = LinkState.Linked, ProjectId = 10 };
        BillPayment[] payments = [Payment, Payment with { PaymentId = new("8813") }, Payment with { PaymentId = new("8814"), IsPosted = false }, Payment with { PaymentId = new("8815"), Amount = 0 }];
        var plan = new PaymentPlan("acme", 4400123, "USD", id => $"ns:A:vendorPayment:{id}");

        var held = plan.Hold(new HiddenBill(Payment.BillId, link, [Row], null), payments);
        var nowhere = plan.Hold(new HiddenBill(Payment.BillId, link with { ProjectId = null }, [], null), payments);

        Assert.That(held[0], Is.EqualTo(Row));
        Assert.That(
            (held.Count, held[1].ConnectionId, held[1].PaymentId, held[1].BillId, held[1].ProjectId, held[1].ContractId, held[1].RequisitionId),
            Is.EqualTo((2, "acme", new NetSuiteId("8813"), Payment.BillId, 10L, 0L, 58820L)));
        Assert.That(nowhere.Select(row => row.ProjectId), Is.EqualTo(new[] { 0L, 0L }));
    }

    [TestCase("ns:A:vendorPayment:8812:4711", true)]
    [TestCase("NS:a:vendorpayment:8812:4711", true)]
    [TestCase("ns:B:vendorPayment:8812:4711", false)]
    [TestCase("ns:A:vendorPayment::4711", false)]
    [TestCase("ns:A:vendorPayment:8812:", false)]
    [TestCase("ns:A:vendorPayment:8812", false)]
    [TestCase("ns:A:vendorPayment:8812:4711:1", false)]
    [TestCase("ns:A:vendorBill:8812:4711", false)]
    [TestCase(null, false)]
    public void An_origin_id_of_ours_names_payment_and_bill(string? origin, bool isOurs) => Assert.That(
        PaymentPlan.ReadOrigin(origin, "A"), Is.EqualTo(isOurs ? ((NetSuiteId, NetSuiteId)?)(new("8812"), new("4711")) : null));

    [Test]
    public void The_payment_that_bears_our_origin_id_counts_before_the_one_that_its_row_names()
    {
        ContractPayment[] both = [Shown with { OriginId = null }, Shown with { Id = 44012 }];

        Assert.That(Make(Invoice, [Payment], both, Row).Single().Shown!.Id, Is.EqualTo(44012));
        Assert.That(Make(Invoice, [], both, Row).Single().Shown!.Id, Is.EqualTo(44012));
    }

    [Test]
    public void What_is_known_of_a_payment_goes_with_what_is_to_be_done()
    {
        Assert.That(Make(Invoice, [Payment with { Amount = 1m }], [Shown], Row).Single().Row, Is.EqualTo(Row));
        Assert.That(Make(Invoice, [Payment with { IsPosted = false }], [Shown], Row).Single().Row, Is.EqualTo(Row));
    }

    [TestCase("JPY", 0)]
    [TestCase("USD", 2)]
    [TestCase("KWD", 3)]
    public void A_payment_is_written_with_the_currencys_decimals(string currency, int decimals) => Assert.That(
        new PaymentPlan("acme", 4400123, currency, id => $"ns:A:vendorPayment:{id}").Make(Place, new PaidInvoice(Payment.BillId, Invoice, []), [Payment], []).Single().Write!.Decimals, Is.EqualTo(decimals));

    private static IEnumerable<PaymentStep> Plan(IReadOnlyList<BillPayment> payments, IReadOnlyList<ContractPayment> shown, params IReadOnlyList<IssuedPayment> rows) =>
        Make(Invoice, payments, shown, rows).Select(action => action.Step);

    private static IReadOnlyList<PaymentAction> Make(
        SubcontractorInvoice? invoice, IReadOnlyList<BillPayment> payments, IReadOnlyList<ContractPayment> shown, params IReadOnlyList<IssuedPayment> rows) =>
        new PaymentPlan("acme", 4400123, "USD", id => $"ns:A:vendorPayment:{id}").Make(Place, new PaidInvoice(Payment.BillId, invoice, rows), payments, shown);
}
