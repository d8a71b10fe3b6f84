using NUnit.Framework;
using ProcoreNetSuite.Functions.BillPayments;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.BillPayments;

/// <summary>connector-behaviour.md 7.5: what is due = paid + credits + discounts + open, so that every invoice explains to zero.</summary>
public sealed class ReconciliationTests
{
    /// <summary>9,000.00 are due.</summary>
    private static readonly SubcontractorInvoice Invoice = InvoiceBuilder.Invoice(InvoiceBuilder.Line(10_000m, held: 1_000m));

    private static readonly BillBalance Balance = new(new("4711"), "INV-0007", Net: 9_000m, Tax: 0m, Credits: 0m, Open: 0m);

    [TestCase(9_000, 0, 0, null, null, Description = "paid in money alone")]
    [TestCase(8_000, 1_000, 0, 1_000, null)]
    [TestCase(8_820, 0, 0, null, 180)]
    [TestCase(7_820, 1_000, 0, 1_000, 180)]
    [TestCase(4_000, 1_000, 3_900, 1_000, 100, Description = "what is open is neither")]
    [TestCase(9_100, 0, 0, null, -100, Description = "more paid than the bill comes to is shown below zero, never dropped")]
    public void What_is_settled_without_a_payment_is_a_credit_or_a_discount(int paid, int credits, int open, int? credited, int? discounted)
    {
        var settled = Reconciliation.Settled(7, Paid(Invoice), [Pay(paid)], Balance with { Credits = credits, Open = open });

        Assert.That(settled.Select(one => (one.ProjectId, one.Count, one.Sum)), Is.EqualTo(new[] { credited, discounted }.OfType<int>().Select(sum => (7L, 1, (decimal)sum))));
        Assert.That(settled.Select(one => one.Reason), Is.All.EndsWith("invoice INV-0007 of Acme Steel LLC"));
        Assert.That(settled.Any(one => one.Reason.Contains("credits", StringComparison.Ordinal)), Is.EqualTo(credited is not null));
        Assert.That(settled.Any(one => one.Reason.Contains("discounts", StringComparison.Ordinal)), Is.EqualTo(discounted is not null));
    }

    [Test]
    public void Tax_is_part_of_what_is_settled_and_a_payment_that_does_not_pay_is_not()
    {
        var taxed = Balance with { Tax = 900m, Open = 400m };

        Assert.That(Reconciliation.Settled(7, Paid(Invoice), [Pay(9_500m)], taxed), Is.Empty);
        Assert.That(
            Reconciliation.Settled(7, Paid(Invoice), [Pay(9_000m), Pay(500m) with { IsPosted = false }], taxed).Single().Sum, Is.EqualTo(500m));
    }

    [Test(Description = "E503")]
    public void A_cent_more_than_is_due_is_said_and_what_is_due_to_the_cent_is_not()
    {
        var problem = Unexplained(Invoice, [Pay(9_000.01m)], Balance)!;

        Assert.That(problem.Code, Is.EqualTo("E503"));
        Assert.That(problem.Message, Does.StartWith("Invoice INV-0007 of Acme Steel LLC").And.Contain("9,000.01").And.Contain("9,000.00").And.Contain("bill INV-0007").And.Contain("record 4711"));
        Assert.That(Unexplained(Invoice, [Pay(9_000m)], Balance), Is.Null);
        Assert.That(Unexplained(Invoice, [Pay(9_000m)], null), Is.Null, "nobody knows how the bill stands");
        Assert.That(Unexplained(Invoice, [Pay(9_000.01m)], null)?.Code, Is.EqualTo("E503"), "but what was paid is known");
    }

    [Test]
    public void Only_what_is_brought_counts_as_paid()
    {
        Assert.That(Reconciliation.Unexplained(Paid(Invoice), [Pay(9_900m)], [Pay(9_000m)], Balance with { Tax = 900m }), Is.Null, "tax is none of Procore's");
        Assert.That(Unexplained(Invoice, [Pay(9_000m), Pay(1m) with { IsPosted = false }], Balance), Is.Null);
        Assert.That(Unexplained(Invoice, [Pay(5_000m), Pay(4_000.01m)], Balance)?.Code, Is.EqualTo("E503"), "all of them together");
    }

    [TestCase(9_000.01)]
    [TestCase(8_999.99)]
    public void A_bill_that_comes_to_something_else_than_is_due_is_said_with_all_its_figures(decimal net)
    {
        var problem = Reconciliation.Unexplained(
            Paid(Invoice), [Pay(4_000m), Pay(11m)], [Pay(3_636.36m), Pay(10m)], Balance with { Net = net, Tax = 900m, Credits = 500m, Open = net - 3_773m })!;

        Assert.That(problem.Code, Is.EqualTo("E415"));
        Assert.That(problem.Message, Does.StartWith("Invoice INV-0007 of Acme Steel LLC: 9,000.00 is due").And.Contain("bill INV-0007 (NetSuite record 4711)"));
        Assert.That(problem.Message, Does.Contain($"comes to {net:#,0.00} and 900.00 tax"));
        Assert.That(problem.Message, Does.Contain("4,011.00 paid").And.Contain("500.00 in credits").And.Contain("162.00 in discounts").And.Contain($"{net - 3_773m:#,0.00} open"));
        Assert.That(problem.OtherRemedy, Does.Contain("Compare"));
    }

    [Test]
    public void Of_a_bill_without_tax_none_is_named() =>
        Assert.That(Unexplained(Invoice, [], Balance with { Net = 8_000m })!.Message, Does.Contain("comes to 8,000.00: ").And.Not.Contain("tax"));

    [Test]
    public void An_invoice_without_a_number_goes_by_its_id() =>
        Assert.That(Unexplained(Invoice with { InvoiceNumber = null }, [Pay(9_001m)], Balance)!.Message, Does.StartWith("Invoice 58820 of Acme Steel LLC"));

    [Test]
    public void Where_nothing_says_what_is_due_nothing_is_compared()
    {
        Assert.That(Unexplained(null, [Pay(99_000m)], Balance), Is.Null);
        Assert.That(Unexplained(Invoice with { Summary = null }, [Pay(99_000m)], Balance with { Net = 1m }), Is.Null);
    }

    private static Problem? Unexplained(SubcontractorInvoice? invoice, IReadOnlyList<BillPayment> payments, BillBalance? balance) =>
        Reconciliation.Unexplained(Paid(invoice), payments, payments, balance);

    private static PaidInvoice Paid(SubcontractorInvoice? invoice) => new(Balance.Id, invoice, []);

    private static BillPayment Pay(decimal amount) => new(new("8812"), Balance.Id, "10442", null, new DateOnly(2026, 5, 20), amount, null, "Bank", IsPosted: true);
}
