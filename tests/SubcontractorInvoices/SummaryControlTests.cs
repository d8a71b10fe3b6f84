using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.InvoiceBuilder;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

/// <summary>connector-behaviour.md 7.4.4, 13.4: gross and retainage are controlled against the G702, each by itself, before the net.</summary>
public sealed class SummaryControlTests
{
    [Test(Description = "acceptance case 33")]
    public void A_missing_line_that_is_wholly_retained_is_told_by_gross_and_by_retainage()
    {
        var whole = Invoice(Line(1000, 100), Line(500.55m, 500.55m));

        Assert.That(Messages(whole with { Items = [whole.Items[0]] }), Is.EqualTo(new[]
        {
            "The lines' work and materials of this period make 1,000.00, but the summary's total to date grew by 1,500.55: 500.55 apart. A line may be missing.",
            "The lines hold 100.00 and release 0.00 of retainage on work this period, so it grows by 100.00, but in the summary it grew by 600.55: 500.55 apart. A line may be missing.",
        }));
    }

    [TestCase(true, Description = "two lines swap a cent of work")]
    [TestCase(false, Description = "a line is missing that releases what it holds on a stored material")]
    public void Figures_that_are_off_the_same_way_are_told_though_the_net_agrees(bool isGross)
    {
        var invoice = Later(Line(1000, 100, 40, before: 300) with { WorkCompletedRetainageFromPreviousApplication = 30 });
        var summary = invoice.Summary!;
        var wrong = isGross
            ? summary with { TotalCompletedAndStoredToDate = 1300.01m }
            : summary with { CompletedWorkRetainageAmount = 89.99m, StoredMaterialsRetainageAmount = 0.01m };

        Assert.That(Messages(invoice), Is.Empty);
        Assert.That(Messages(invoice with { Summary = wrong }), isGross
            ? Is.EqualTo(new[] { "The lines' work and materials of this period make 1,000.00, but the summary's total to date grew by 1,000.01: 0.01 apart. A line may be missing." })
            : Is.EqualTo(new[]
            {
                "The lines hold 100.00 and release 40.00 of retainage on work this period, so it grows by 60.00, but in the summary it grew by 59.99: 0.01 apart. A line may be missing.",
                "The lines hold 0.00 and release 0.00 of retainage on stored materials this period, so it grows by 0.00, but in the summary it grew by 0.01: 0.01 apart. A line may be missing.",
            }));
    }

    [Test]
    public void Retainage_on_stored_materials_is_compared_with_what_the_previous_invoice_left_and_what_moved()
    {
        var before = Line(0) with { MaterialsPresentlyStored = 1000, TotalCompletedAndStoredToDate = 1000, MaterialsStoredRetainageCurrentlyRetained = 100 };
        var now = Line(200, 20, before: 1000) with
        {
            MaterialsPresentlyStored = 700,
            MaterialsPresentlyStoredFromPreviousProgress = 700,
            WorkCompletedRetainageFromPreviousApplication = 30,
            MaterialsRetainageRetainedMoved = 30,
            MaterialsStoredRetainageReleasedThisPeriod = 25,
            MaterialsStoredRetainageCurrentlyRetained = 45,
        };
        var invoice = (Later(now) with { Summary = new(205, null, 1200, 50, 45, 95) });

        Assert.That(Messages(invoice, Invoice(before)), Is.Empty);
        Assert.That(Messages(invoice with { Summary = invoice.Summary! with { StoredMaterialsRetainageAmount = 46 } }, Invoice(before)).Single(), Does.StartWith(
            "The lines hold 0.00 and release 25.00 of retainage on stored materials this period, so it grows by -25.00, but in the summary it grew by -24.00: 1.00 apart."));
        Assert.That(Messages(invoice with { Summary = new(205, null, null, null, 45, 96) }, Invoice(before)).Single(), Does.StartWith(
            "The lines hold 20.00 and release 25.00 of retainage this period, so it grows by -5.00, but in the summary it grew by -4.00: 1.00 apart."));
        Assert.That(Messages(invoice with { Summary = new(205, null, null, 50, null, 94) }, Invoice(before)).Single(), Does.Contain("-6.00"));
        Assert.That(Messages(invoice with { Summary = new(205, null, null, 50, 45, 94) }, Invoice(before)), Is.Empty, "work and materials are the better witnesses");
    }

    [Test]
    public void What_Procore_does_not_give_is_not_compared_by_itself_but_the_net_always_is()
    {
        var invoice = Invoice(Line(1000, 100)) with { Summary = new InvoiceSummary(900) };

        Assert.That(Messages(invoice), Is.Empty);
        Assert.That(Messages(invoice.WithPaymentDue(901)).Single(), Does.Contain("1.00 apart"));
        Assert.That(Messages(invoice with { Summary = new InvoiceSummary(null) }), Is.EqualTo(new[] { "The invoice shows no current payment due, so its lines can't be checked." }));
        Assert.That(Messages(invoice with { Summary = null }), Is.EqualTo(new[] { "The invoice shows no current payment due, so its lines can't be checked." }));
        Assert.That(Messages(invoice with { Summary = null, G702 = new InvoiceSummary(900, null, 1001) }).Single(), Does.Contain("grew by 1,001.00"), "older answers name it so");
    }

    [TestCase(945, 45, "The current payment due of 945.00 includes tax of 45.00; the lines make 900.00 without it. Tax is not exported: NetSuite adds it by its own tax codes.")]
    [TestCase(946, 45, "The lines make 900.00 (work and materials 1,000.00, retainage held 100.00, released 0.00), but the current payment due is 946.00: 46.00 apart.")]
    [TestCase(900, 45, null, Description = "outside the payment due, as assumed")]
    public void Tax_inside_the_payment_due_is_named(decimal due, decimal tax, string? message)
    {
        var invoice = Invoice(Line(1000, 100));

        Assert.That(Messages(invoice with { Summary = invoice.Summary! with { CurrentPaymentDue = due, TaxApplicableToThisPayment = tax } }), Is.EqualTo(message is null ? [] : new[] { message }));
    }

    [Test]
    public void Without_the_retainage_of_earlier_periods_that_of_this_one_is_not_known()
    {
        var wrong = Invoice(Line(1000, 100)) with { Summary = new InvoiceSummary(900, null, 1000, 101, 0, 101) };

        Assert.That(Messages(wrong), Has.Count.EqualTo(1), "the first invoice had none before");
        Assert.That(Messages(wrong with { PreviousRequisitionId = 1 }), Is.Empty);
        Assert.That(
            Messages(wrong with { PreviousRequisitionId = 1, Items = [.. wrong.Items, Line(0) with { WorkCompletedRetainageFromPreviousApplication = 0 }] }),
            Has.Count.EqualTo(1), "one line that says it is enough: a new one may have nothing to say");
    }

    [TestCase(-1, -100.0, "E407")]
    [TestCase(0, 0.0, "E408")]
    public void That_it_can_be_no_bill_is_said_only_if_the_figures_agree(decimal work, decimal due, string code)
    {
        var invoice = Invoice(Line(work * 100)).WithPaymentDue(due);

        Assert.That(InvoiceAmounts.Read(invoice, null, "USD").Problems.Select(problem => problem.Code), Is.EqualTo(new[] { code }));
        Assert.That(
            InvoiceAmounts.Read(invoice with { Summary = invoice.Summary! with { TotalCompletedAndStoredToDate = 7 } }, null, "USD").Problems.Select(problem => problem.Code),
            Is.EqualTo(new[] { "E406" }));
    }

    [TestCase(0, 5, Description = "held alone")]
    [TestCase(5, 0, Description = "released alone")]
    public void Retainage_alone_makes_a_bill_or_a_negative_one(decimal released, decimal held)
    {
        var problems = InvoiceAmounts.Read(Invoice(Line(0, held, released)), null, "USD").Problems;

        Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(held > 0 ? new[] { "E407" } : []));
    }

    private static SubcontractorInvoice Later(params InvoiceItem[] items) => Invoice(items) with { PreviousRequisitionId = 58701 };

    private static IReadOnlyList<string> Messages(SubcontractorInvoice invoice, SubcontractorInvoice? previous = null)
    {
        var problems = InvoiceAmounts.Read(invoice, previous, "USD").Problems;
        Assert.That(problems.Select(problem => problem.Code), Is.All.EqualTo("E406"));

        return [.. problems.Select(problem => problem.Message)];
    }
}
