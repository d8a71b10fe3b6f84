using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Makes subcontractor invoices whose figures agree, as Procore sends them.</summary>
public static class InvoiceBuilder
{
    public const long Concrete = 77001;
    public const long Steel = 77002;

    /// <summary>An approved invoice; its summary follows from the lines.</summary>
    public static SubcontractorInvoice Invoice(params InvoiceItem[] items) => new SubcontractorInvoice
    {
        Id = 58820,
        Number = 7,
        InvoiceNumber = "INV-0007",
        Status = "approved",
        ProjectId = 598134325841112,
        CommitmentId = 701973,
        ContractName = "SC-1234-001 - Structural steel",
        VendorId = 35,
        VendorName = "Acme Steel LLC",
        RequisitionStart = new DateOnly(2026, 4, 1),
        RequisitionEnd = new DateOnly(2026, 4, 30),
        BillingDate = new DateOnly(2026, 4, 28),
        CurrencyConfiguration = new CurrencyConfiguration("USD", "USD"),
        Items = items,
        ItemPackages = [new ItemPackage(1, 701973, null, "SC-1234-001", "Structural steel", "Approved")],
        Summary = SummaryOf([.. items.Where(item => item.ItemType != "contract_detail_item")]),
    };

    /// <summary>A line of work, with its totals to date.</summary>
    public static InvoiceItem Line(decimal work, decimal held = 0, decimal released = 0, long code = Concrete, decimal before = 0) => new()
    {
        Id = 341256 + (long)work,
        ItemType = "contract_item",
        LineItemId = code,
        Position = 1,
        DescriptionOfWork = "Erect frame",
        WbsCode = new WbsCode { Id = code, FlatCode = code == Concrete ? "03-300.S" : "05-100.S" },
        WorkCompletedThisPeriod = work,
        MaterialsPresentlyStored = 0,
        MaterialsPresentlyStoredFromPreviousProgress = 0,
        TotalCompletedAndStoredToDate = before + work,
        TotalCompletedAndStoredToDateFromPrevious = before,
        WorkCompletedRetainageRetainedThisPeriod = held,
        WorkCompletedRetainageReleasedThisPeriod = released,
        MaterialsStoredRetainageCurrentlyRetained = 0,
        MaterialsStoredRetainageReleasedThisPeriod = 0,
    };

    public static SubcontractorInvoice WithPaymentDue(this SubcontractorInvoice invoice, decimal due) =>
        invoice with { Summary = invoice.Summary! with { CurrentPaymentDue = due } };

    /// <summary>The same line as a detail item.</summary>
    public static InvoiceItem AsDetail(this InvoiceItem line) => line with { ItemType = "contract_detail_item", LineItemId = null };

    /// <summary>procore-api.md 8.10: what the G702 shows of lines that had no stored materials before.</summary>
    private static InvoiceSummary SummaryOf(IReadOnlyList<InvoiceItem> lines)
    {
        var gross = lines.Sum(line => line.WorkCompletedThisPeriod + line.MaterialsPresentlyStored - line.MaterialsPresentlyStoredFromPreviousProgress);
        var work = lines.Sum(line => line.WorkCompletedRetainageRetainedThisPeriod - line.WorkCompletedRetainageReleasedThisPeriod);
        var before = lines.Sum(line => line.WorkCompletedRetainageFromPreviousApplication ?? 0);
        var materials = lines.Sum(line => line.MaterialsStoredRetainageCurrentlyRetained);

        return new InvoiceSummary(
            gross - work - materials, null, lines.Sum(line => line.TotalCompletedAndStoredToDateFromPrevious) + gross, before + work, materials, before + work + materials);
    }
}
