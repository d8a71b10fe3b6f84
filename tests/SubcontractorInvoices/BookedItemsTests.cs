using NUnit.Framework;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;
using static ProcoreNetSuite.Tests.Builders.InvoiceBuilder;

namespace ProcoreNetSuite.Tests.SubcontractorInvoices;

/// <summary>procore-api.md 8.10: of a line and its details one level is booked; connector-behaviour.md 13.4: matched by figures, or refused by name.</summary>
public sealed class BookedItemsTests
{
    [Test]
    public void A_line_with_detail_items_is_booked_by_its_details_only()
    {
        var amounts = Read(Line(1000), Line(600).AsDetail(), Line(400).AsDetail());

        Assert.That(amounts.Lines.Select(line => line.Gross), Is.EqualTo(new[] { 600m, 400m }));
    }

    [TestCase(1000, 50, Description = "work")]
    [TestCase(0, 50, Description = "retainage released alone")]
    public void A_line_without_details_stays_beside_a_detailed_one_of_the_same_code(decimal work, decimal released)
    {
        var amounts = Read(Line(700, 70), Line(work, 0, released), Line(work, 0, released).AsDetail());

        Assert.That((amounts.Gross, amounts.Held, amounts.Released), Is.EqualTo((700 + work, 70m, released)));
    }

    [Test]
    public void Details_stand_for_the_lines_with_their_retainage_not_for_those_with_their_work_alone()
    {
        var held = Read(Line(500, 50) with { Position = 1 }, Line(500, 25) with { Position = 2 }, Line(500, 25).AsDetail() with { Position = 3 });
        var released = Read(Line(500, 0, 50) with { Position = 1 }, Line(500, 0, 25) with { Position = 2 }, Line(500, 0, 25).AsDetail() with { Position = 3 });

        Assert.That(held.Lines.Select(line => line.Item.Position), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(released.Lines.Select(line => line.Item.Position), Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public void Retainage_on_stored_materials_tells_lines_apart_too()
    {
        var stored = Line(0) with { MaterialsPresentlyStored = 100, TotalCompletedAndStoredToDate = 100, MaterialsStoredRetainageCurrentlyRetained = 10 };
        var released = Line(100) with { MaterialsStoredRetainageReleasedThisPeriod = 10, Position = 3 };

        Assert.That(Read(stored with { Position = 1 }, Line(100) with { Position = 2 }, stored.AsDetail() with { Position = 3 }).Lines.Select(line => line.Item.Position), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(
            BookedItems.Of([Line(100) with { Position = 1 }, released with { Position = 2 }, released.AsDetail()], null).Booked.Select(item => item.Position), Is.EqualTo(new[] { 1, 3 }));
    }

    [TestCase(12)]
    [TestCase(13)]
    [TestCase(30)]
    public void However_many_lines_a_code_has_only_those_with_details_are_replaced(int count)
    {
        // 1, 2, 4, 8 ...: every set of them has a sum of its own.
        InvoiceItem[] lines = [.. Enumerable.Range(0, count).Select(number => Line(1 << number, number) with { Position = number + 1 })];
        InvoiceItem[] details = [Line(3, 2).AsDetail() with { Position = 101 }, Line(1 << count - 1, count - 2).AsDetail() with { Position = 102 }];

        // The second and the last line make 2 + 2^(n-1); the first one's 1 belongs to it as well.
        var amounts = Read([.. lines, .. details]);

        Assert.That(amounts.Lines.Select(line => line.Item.Position), Is.EqualTo(Enumerable.Range(3, count - 3).Append(101).Append(102)));
        Assert.That((amounts.Gross, amounts.Held), Is.EqualTo(((decimal)(1 << count) - 1, count * (count - 1) / 2m)));
    }

    [Test]
    public void If_different_lines_make_what_the_details_make_the_lines_are_booked_and_none_is_guessed()
    {
        var amounts = Read(Line(100, 10) with { Position = 1 }, Line(200, 20) with { Position = 2 }, Line(300, 30) with { Position = 3 }, Line(300, 30).AsDetail());

        Assert.That(amounts.Lines.Select(line => line.Item.Position), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That((amounts.Gross, amounts.Held), Is.EqualTo((600m, 60m)));
    }

    [TestCase(true, 0.01, 0, 0, "1,000.01 (retainage held 100.00, released 0.00)")]
    [TestCase(false, 0.01, 0, 0, "1,000.01 (retainage held 100.00, released 0.00)")]
    [TestCase(false, 0, 0.01, 0, "1,000.00 (retainage held 100.01, released 0.00)")]
    [TestCase(true, 0, 0, 0.01, "1,000.00 (retainage held 100.00, released 0.01)")]
    public void Details_that_make_no_lines_are_refused_with_the_names_and_amounts_of_both(bool isOnly, decimal gross, decimal held, decimal released, string made)
    {
        InvoiceItem[] lines = isOnly ? [Line(1000, 100)] : [Line(1000, 100), Line(50) with { Position = 2, DescriptionOfWork = "Paint" }];

        var problem = InvoiceAmounts.Read(Invoice([.. lines, Line(1000 + gross, 100 + held, released).AsDetail() with { Position = 3 }]), null, "USD").Problems.Single();

        Assert.That(problem.Code, Is.EqualTo("E405"));
        Assert.That(problem.Message, Does.StartWith($"The details of budget code 03-300.S make {made}, but no lines of the code do. Details: line 3 \"Erect frame\" {made}. Lines: line 1 \"Erect frame\" 1,000.00 ("));
        Assert.That(problem.Message.Contains("line 2 \"Paint\" 50.00", StringComparison.Ordinal), Is.Not.EqualTo(isOnly));
        Assert.That(problem.Message, Does.Not.Contain(" more"));
    }

    [Test]
    public void Too_many_lines_to_tell_are_refused_with_the_first_ten_of_them()
    {
        var random = new Random(1);
        InvoiceItem[] lines = [.. Enumerable.Range(1, 200).Select(number => Line(random.Next(100_000, 100_000_000) / 100m) with { Position = number })];
        var detail = Line(lines.Take(100).Sum(line => line.WorkCompletedThisPeriod!.Value)).AsDetail();

        var problem = InvoiceAmounts.Read(Invoice([.. lines, detail]), null, "USD").Problems.Single();

        Assert.That(problem.Code, Is.EqualTo("E405"));
        Assert.That(problem.Message, Does.Contain("it can't be told which lines").And.Contain("line 10 ").And.Not.Contain("line 11 ").And.EndsWith(" and 190 more."));
        Assert.That(problem.Remedy, Does.Contain("enter its bill in NetSuite"));
    }

    [Test]
    public void Details_of_one_code_never_stand_for_lines_of_another_nor_for_change_orders()
    {
        var other = Line(1000, code: Steel);
        var change = Line(1000) with { ItemType = "change_order_item", LineItemId = 5 };

        Assert.That(Read(other, change, Line(1000), Line(1000).AsDetail()).Gross, Is.EqualTo(3000m));
        Assert.That(Problems(change, Line(1), Line(1000).AsDetail()), Is.EqualTo(new[] { "E405" }));
    }

    [Test]
    public void Details_whose_line_is_not_listed_are_booked_and_controlled_as_they_are()
    {
        var invoice = Invoice(Line(1000, 100)) with { Items = [Line(600, 60).AsDetail(), Line(400, 40).AsDetail()] };

        Assert.That(InvoiceAmounts.Read(invoice, null, "USD").Value!.Gross, Is.EqualTo(1000m));
        Assert.That(InvoiceAmounts.Read(invoice with { Items = [.. invoice.Items.Take(1)] }, null, "USD").Problems, Is.Not.Empty);
    }

    [Test]
    public void Details_of_zero_stand_for_lines_of_zero_and_their_earlier_periods_count_once()
    {
        var idle = Line(0, before: 800) with { WorkCompletedRetainageFromPreviousApplication = 80 };

        var amounts = Read(Line(700, 70) with { Position = 1 }, idle, idle.AsDetail());

        Assert.That(amounts.Lines.Select(line => line.Gross), Is.EqualTo(new[] { 700m }));
    }

    private static InvoiceAmounts Read(params InvoiceItem[] items)
    {
        var read = InvoiceAmounts.Read(Invoice(items), null, "USD");
        Assert.That(read.Problems, Is.Empty);

        return read.Value!;
    }

    private static IEnumerable<string> Problems(params InvoiceItem[] items) =>
        InvoiceAmounts.Read(Invoice(items), null, "USD").Problems.Select(problem => problem.Code);
}
