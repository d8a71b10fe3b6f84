using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.InvoiceBuilder;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

public sealed class InvoiceAmountsTests
{
    [TestCase(10000.00, 1000.00, 0, 9000.00, Description = "acceptance case 1: 10 % held")]
    [TestCase(333.33, 0, 0, 333.33, Description = "no retainage")]
    [TestCase(0, 0, 5300.00, 5300.00, Description = "acceptance case 3: final release only")]
    [TestCase(1200.10, 120.01, 500.00, 1580.09, Description = "acceptance case 4: hold and release in one invoice")]
    [TestCase(1000.00, 1000.00, 0, 0, Description = "all of it held: cost and retainage must be on the books (7.4.5)")]
    public void What_is_due_is_the_work_less_what_is_held_plus_what_is_released(decimal work, decimal held, decimal released, decimal net)
    {
        var amounts = Read(Invoice(Line(work, held, released)));

        Assert.That((amounts.Gross, amounts.Held, amounts.Released, amounts.Net), Is.EqualTo((work, held, released, net)));
    }

    [Test(Description = "acceptance case 2; connector-behaviour.md 7.4.2")]
    public void Stored_material_that_moves_into_work_completed_is_no_second_cost()
    {
        var stored = Line(0) with { MaterialsPresentlyStored = 500, TotalCompletedAndStoredToDate = 500 };
        var moved = Line(500) with
        {
            MaterialsPresentlyStoredFromPreviousProgress = 500,
            TotalCompletedAndStoredToDate = 500,
            TotalCompletedAndStoredToDateFromPrevious = 500,
        };

        var first = Read(Invoice(stored));
        var second = InvoiceAmounts.Read(Invoice(moved), Invoice(stored), "USD");

        Assert.That(first.Gross, Is.EqualTo(500));
        Assert.That(second.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E408" }), "nothing is left to bill");
    }

    [Test(Description = "connector-behaviour.md 7.4.3: held = retained on work + change of what is held on stored materials")]
    public void Retainage_on_stored_materials_counts_by_its_change_since_the_previous_invoice()
    {
        var before = Line(0) with { MaterialsPresentlyStored = 400, TotalCompletedAndStoredToDate = 400, MaterialsStoredRetainageCurrentlyRetained = 40 };
        var now = Line(0) with
        {
            MaterialsPresentlyStored = 1000,
            MaterialsPresentlyStoredFromPreviousProgress = 400,
            TotalCompletedAndStoredToDate = 1000,
            TotalCompletedAndStoredToDateFromPrevious = 400,
            MaterialsStoredRetainageCurrentlyRetained = 100,
        };

        var amounts = InvoiceAmounts.Read(Invoice(now).WithPaymentDue(540), Invoice(before), "USD").Value!;

        Assert.That((amounts.Gross, amounts.Held, amounts.Net), Is.EqualTo((600m, 60m, 540m)));
    }

    [TestCase(300, 30, 70, Description = "a part is still stored")]
    [TestCase(1000, 100, 0, Description = "everything is built in")]
    public void Retainage_that_moves_with_its_materials_to_work_is_neither_held_nor_released(decimal moved, decimal retainageMoved, decimal retainageLeft)
    {
        var stored = Line(0) with { MaterialsPresentlyStored = 1000, TotalCompletedAndStoredToDate = 1000, MaterialsStoredRetainageCurrentlyRetained = 100 };
        var builtIn = Line(200, held: 20, before: 1000) with
        {
            MaterialsPresentlyStored = 1000 - moved,
            MaterialsPresentlyStoredFromPreviousProgress = 1000 - moved,
            MaterialsStoredRetainageCurrentlyRetained = retainageLeft,
            MaterialsRetainageRetainedMoved = retainageMoved,
        };
        var invoice = Invoice(builtIn).WithPaymentDue(180) with { PreviousRequisitionId = 1 };

        var amounts = InvoiceAmounts.Read(invoice, Invoice(stored), "USD");

        Assert.That(InvoiceAmounts.NeedsPrevious(invoice));
        Assert.That(amounts.Problems, Is.Empty);
        Assert.That(amounts.Value!.Held, Is.EqualTo(20m));
        Assert.That(amounts.Value.Gross, Is.EqualTo(200m));
    }

    [Test(Description = "acceptance case 5; E406")]
    public void One_cent_off_names_both_totals()
    {
        var problems = InvoiceAmounts.Read(Invoice(Line(10000, 1000)).WithPaymentDue(9000.01m), null, "USD").Problems;

        Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(new[] { "E406" }));
        Assert.That(problems[0].Message, Does.Contain("9,000.00").And.Contain("9,000.01").And.Contain("0.01 apart"));
    }

    [Test(Description = "E405")]
    public void A_line_whose_two_formulas_differ_is_named_with_both_figures()
    {
        var line = Line(10000) with { TotalCompletedAndStoredToDate = 10000.50m };

        var problems = InvoiceAmounts.Read(Invoice(line), null, "USD").Problems;

        Assert.That(problems.Single().Code, Is.EqualTo("E405"));
        Assert.That(problems.Single().Message, Does.Contain("10,000.00").And.Contain("10,000.50").And.Contain("Erect frame"));
    }

    [TestCase(-1, "E407", Description = "acceptance case 19: negative net")]
    [TestCase(0, "E408", Description = "acceptance case 19: nothing to export")]
    public void An_invoice_that_can_be_no_bill_says_so(decimal work, string code)
    {
        var problems = InvoiceAmounts.Read(Invoice(Line(work)), null, "USD").Problems;

        Assert.That(problems.Single().Code, Is.EqualTo(code));
    }

    [Test(Description = "connector-behaviour.md 5.3: never rounded in silence")]
    public void A_fraction_of_a_cent_blocks_the_invoice()
    {
        var problems = InvoiceAmounts.Read(Invoice(Line(10.005m)), null, "USD").Problems;

        Assert.That(problems.Single().Message, Does.Contain("10.005"));
    }

    [Test]
    public void An_amount_beyond_belief_blocks_its_invoice_and_no_other()
    {
        var huge = Line(1) with { WorkCompletedThisPeriod = decimal.MaxValue };

        var problems = InvoiceAmounts.Read(Invoice(Line(1)) with { Items = [Line(1), huge, huge] }, null, "USD").Problems;

        Assert.That(problems.Single().ToString(), Does.StartWith("E405: On line").And.Contain("larger than 1,000,000,000,000,000.00"));
    }

    [Test(Description = "procore-api.md 8.10: book one level only")]
    public void A_line_with_detail_items_is_booked_by_its_details_only()
    {
        var detail = Line(600) with { ItemType = "contract_detail_item" };
        var other = Line(400) with { ItemType = "contract_detail_item" };

        var amounts = Read(Invoice(Line(1000), detail, other).WithPaymentDue(1000));

        Assert.That(amounts.Lines.Select(line => line.Gross), Is.EqualTo(new[] { 600m, 400m }));
    }

    [TestCase(1000, 50, Description = "work")]
    [TestCase(0, 50, Description = "retainage released alone")]
    public void A_line_without_details_stays_beside_a_detailed_one_of_the_same_code(decimal work, decimal released)
    {
        var detail = Line(work, 0, released) with { ItemType = "contract_detail_item" };

        var amounts = Read(Invoice(Line(700, 70), Line(work, 0, released), detail).WithPaymentDue(630 + work + released));

        Assert.That((amounts.Gross, amounts.Held, amounts.Released), Is.EqualTo((700 + work, 70m, released)));
    }

    [Test]
    public void Whatever_the_lines_are_their_control_total_passes_and_a_cent_more_never_does()
    {
        var cents = Gen.Int[0, 100_000_00].Select(number => number / 100m);
        var line = Gen.Select(cents, cents, cents, (work, held, released) => Line(work + 1, Math.Min(held, work), released));

        line.Array[1, 20].Sample(lines =>
        {
            var invoice = Invoice(lines);

            return InvoiceAmounts.Read(invoice, null, "USD").Value?.Net == invoice.CurrentPaymentDue
                && InvoiceAmounts.Read(invoice.WithPaymentDue(invoice.CurrentPaymentDue!.Value + 0.01m), null, "USD").Value is null;
        });
    }

    private static InvoiceAmounts Read(SubcontractorInvoice invoice) => InvoiceAmounts.Read(invoice, null, "USD").Value!;
}
