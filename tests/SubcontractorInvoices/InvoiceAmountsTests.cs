using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.Money;
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

    [Test]
    public void A_line_that_is_new_since_the_previous_invoice_had_no_retainage_before()
    {
        var old = Line(0) with { MaterialsPresentlyStored = 400, TotalCompletedAndStoredToDate = 400, MaterialsStoredRetainageCurrentlyRetained = 40 };
        var kept = old with { MaterialsPresentlyStoredFromPreviousProgress = 400, TotalCompletedAndStoredToDateFromPrevious = 400 };
        var (sameId, otherKind) = (old with { LineItemId = 5 }, old with { ItemType = "change_order_item" });

        var amounts = InvoiceAmounts.Read(Invoice(kept, sameId, otherKind).WithPaymentDue(720), Invoice(old) with { PreviousRequisitionId = null }, "USD").Value!;

        Assert.That((amounts.Gross, amounts.Held), Is.EqualTo((800m, 80m)));
    }

    [Test(Description = "procore-api.md 8.10: previous_progress_id; a detail bears no line_item_id")]
    public void Each_detail_is_compared_with_itself_on_the_previous_invoice()
    {
        InvoiceItem Stored(long id, decimal retained) => Line(0).AsDetail() with { Id = id, MaterialsStoredRetainageCurrentlyRetained = retained };
        var now = new[] { Stored(11, 45) with { PreviousProgressId = 1 }, Stored(12, 75) with { PreviousProgressId = 2 }, Stored(13, 10) with { PreviousProgressId = 9 } };

        Assert.That(
            now.Select(item => LineFigures.Of(item, Invoice(Stored(1, 40), Stored(2, 60), Stored(9, 3) with { ItemType = "contract_item" })).Held), Is.EqualTo(new[] { 5m, 15m, 10m }));
    }

    [TestCase(nameof(InvoiceItem.MaterialsStoredRetainageCurrentlyRetained))]
    [TestCase(nameof(InvoiceItem.MaterialsStoredRetainageReleasedThisPeriod))]
    [TestCase(nameof(InvoiceItem.MaterialsPresentlyStoredFromPreviousProgress))]
    [TestCase(nameof(InvoiceItem.MaterialsRetainageRetainedMoved))]
    public void The_previous_invoice_is_read_if_one_line_says_anything_of_stored_materials(string field)
    {
        var plain = Line(1) with { MaterialsStoredRetainageReleasedThisPeriod = null };
        var stored = Line(1);
        typeof(InvoiceItem).GetProperty(field)!.SetValue(stored, 0.01m);

        Assert.That(InvoiceAmounts.NeedsPrevious(Invoice(plain, stored) with { PreviousRequisitionId = 1 }));
        Assert.That(InvoiceAmounts.NeedsPrevious(Invoice(plain, stored)), Is.False, "there is none");
        Assert.That(InvoiceAmounts.NeedsPrevious(Invoice(plain, Line(2)) with { PreviousRequisitionId = 1 }), Is.False);
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

    [TestCase(1, 0, true)]
    [TestCase(1, 0.01, false)]
    [TestCase(-1, 0.01, false)]
    public void The_largest_amount_is_believed_and_a_larger_one_is_not(int sign, decimal over, bool isBelieved)
    {
        var amount = sign * (Amounts.Largest + over);
        var problems = InvoiceAmounts.Read(Invoice(Line(1)) with { Items = [Line(1) with { WorkCompletedRetainageFromPreviousApplication = amount }] }, null, "USD").Problems;

        Assert.That(problems.Any(problem => problem.Message.Contains("larger than", StringComparison.Ordinal)), Is.Not.EqualTo(isBelieved));
    }

    [Test]
    public void Held_and_released_of_different_lines_add_up_and_lines_of_zero_are_left_out()
    {
        var amounts = Read(Invoice(Line(100, 10) with { Position = 1 }, Line(0, 0, 7) with { Position = 2 }, Line(-20, -2) with { Position = 3 }));

        Assert.That((amounts.Gross, amounts.Held, amounts.Released, amounts.Net), Is.EqualTo((80m, 8m, 7m, 79m)));
        Assert.That(amounts.Lines.Select(line => (line.Item.Position, line.Gross)), Is.EqualTo(new[] { (1, 100m), ((int?)3, -20m) }));
    }

    [TestCase(0.005, 0, 0)]
    [TestCase(0, 0.005, 0)]
    [TestCase(0, 0, 0.005)]
    public void A_fraction_of_a_cent_is_found_in_each_figure(decimal work, decimal held, decimal released) => Assert.That(
        $"{InvoiceAmounts.Read(Invoice(Line(100 + work, 10 + held, 5 + released)), null, "USD").Problems.Single()}", Does.StartWith("E405").And.Contain("5 has more decimals than USD"));

    [TestCase(12, "line 12 \"Erect frame\"")]
    [TestCase(null, "line ? \"Erect frame\"")]
    public void A_line_goes_by_its_number_and_work(int? position, string name) => Assert.That(GrossLine.NameOf(Line(1) with { Position = position }), Is.EqualTo(name));

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
