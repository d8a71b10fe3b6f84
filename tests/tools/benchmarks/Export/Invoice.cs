using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>An approved invoice that was sent to accounting.</summary>
/// <param name="Amounts">Work of each line; line n is on the project's WBS code n.</param>
internal sealed record Invoice(long Id, string Number, SiteProject Project, SiteVendor Vendor, IReadOnlyList<decimal> Amounts)
{
    public decimal Total => Amounts.Sum();
}

/// <summary>An accepted export: the ERP Request, and its invoices with the details that have to be closed.</summary>
internal sealed record ExportRequest(long Id, IReadOnlyList<(Invoice Invoice, long Detail)> Invoices);
