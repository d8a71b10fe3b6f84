using System.Globalization;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>The NetSuite ids a bill needs, all found already.</summary>
public sealed record VendorBillReferences(
    string ExternalId,
    NetSuiteId Vendor,
    NetSuiteId Job,
    AccountingPeriod Period,
    string Currency,
    NetSuiteId RetainageItem,
    IReadOnlyDictionary<long, NetSuiteId> ItemByWbsCode)
{
    /// <summary>The job's number, for sentences about it.</summary>
    public string? JobNumber { get; init; }

    /// <summary>The bill's day, where it is not the invoice's own: its period is closed.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>How bills are numbered: see <see cref="NetSuiteSettings.BillNumber"/>.</summary>
    public string NumberTemplate { get; init; } = "{invoice}";
}

/// <summary>Turns a subcontractor invoice into a vendor bill, or names everything that is missing, all at once (connector-behaviour.md 7.4.1).</summary>
public static class VendorBillMapper
{
    /// <summary>Longest Reference No. (assumed, 7.4.1).</summary>
    private const int LongestReference = 45;

    private const int LongestLineDescription = 999;

    /// <summary>The bill's date: the billing date, or the end of the period.</summary>
    public static DateOnly? DateOf(SubcontractorInvoice source) => source.BillingDate ?? source.RequisitionEnd;

    /// <summary>What can be said of the invoice's head before anything is looked up.</summary>
    public static IEnumerable<Problem> CheckHead(SubcontractorInvoice source, string baseCurrency, string numberTemplate = "{invoice}")
    {
        if (string.IsNullOrWhiteSpace(source.InvoiceNumber))
        {
            yield return new Problem("E404", "Invoice number can't be blank.");
        }
        else if (NumberOf(source, numberTemplate) is { Length: > LongestReference } number)
        {
            yield return new Problem("E304", $"Invoice number {number} has {number.Length} characters; NetSuite allows {LongestReference}.");
        }

        if (DateOf(source) is null)
        {
            yield return new Problem("E404", "Billing date can't be blank.");
        }

        if (source.CurrencyConfiguration?.CurrencyIsoCode is { } currency && !currency.Equals(baseCurrency, StringComparison.OrdinalIgnoreCase))
        {
            yield return new Problem("E410", $"The invoice is in {currency}; the connection books in {baseCurrency} only.");
        }

        foreach (var item in source.Items.Where(item => item.WbsCode is null && item.WorkCompletedThisPeriod is not (null or 0)))
        {
            yield return new Problem("E411", $"The invoice's {GrossLine.NameOf(item)} has no budget code.");
        }
    }

    /// <summary>Quantity 1 and rate = amount; zero lines left out; retainage held and released as two lines, never netted (7.4.3).</summary>
    public static Mapped<VendorBill> Map(SubcontractorInvoice source, InvoiceAmounts amounts, VendorBillReferences references)
    {
        var problems = amounts.Lines
            .Where(line => line.Item.WbsCode is not { } code || !references.ItemByWbsCode.ContainsKey(code.Id))
            .Select(line => line.Item.WbsCode is { } code
                ? new Problem("E411", $"Budget code {code.FlatCode} of {GrossLine.NameOf(line.Item)} has no NetSuite item.")
                : new Problem("E411", $"The invoice's {GrossLine.NameOf(line.Item)} has no budget code."))
            .Distinct()
            .ToList();
        if (problems.Count > 0)
        {
            return problems;
        }

        var lines = amounts.Lines
            .Select((line, index) => new VendorBillLine(
                references.ItemByWbsCode[line.Item.WbsCode!.Id], references.Job, Describe(index + 1, line.Item.DescriptionOfWork), line.Gross))
            .Append(new VendorBillLine(references.RetainageItem, references.Job, "Retainage held", -amounts.Held))
            .Append(new VendorBillLine(references.RetainageItem, references.Job, "Retainage released", amounts.Released))
            .Where(line => line.Amount != 0);

        return new VendorBill(
            references.ExternalId,
            references.Vendor,
            NumberOf(source, references.NumberTemplate),
            references.Date ?? DateOf(source)!.Value,
            references.Period.Id,
            references.Currency,
            Memo(source, references.Date),
            [.. lines])
        { Names = Names(source, amounts, references) };
    }

    private static Dictionary<NetSuiteId, string> Names(SubcontractorInvoice source, InvoiceAmounts amounts, VendorBillReferences references)
    {
        var names = amounts.Lines.Select(line => line.Item.WbsCode!).DistinctBy(code => references.ItemByWbsCode[code.Id])
            .ToDictionary(code => references.ItemByWbsCode[code.Id], code => $"for budget code {code.FlatCode}");
        names[references.RetainageItem] = "for retainage";
        names[references.Job] = references.JobNumber ?? "of the invoice";
        if (source.VendorName is { } vendor)
        {
            names[references.Vendor] = vendor;
        }

        return names;
    }

    private static string Describe(int number, string? work)
    {
        var text = $"{number}. {work}".TrimEnd();

        return PlainText.Cut(text, LongestLineDescription);
    }

    private static string NumberOf(SubcontractorInvoice source, string template) => template
        .Replace("{commitment}", source.CommitmentNumber, StringComparison.Ordinal)
        .Replace("{invoice}", source.InvoiceNumber, StringComparison.Ordinal);

    private static string Memo(SubcontractorInvoice source, DateOnly? booked)
    {
        var moved = booked is not null && DateOf(source) is { } date && date != booked
            ? string.Create(CultureInfo.InvariantCulture, $", dated {date:yyyy-MM-dd} in a closed period")
            : "";
        var period = source is { RequisitionStart: { } start, RequisitionEnd: { } end }
            ? string.Create(CultureInfo.InvariantCulture, $", {start:yyyy-MM-dd} to {end:yyyy-MM-dd}")
            : "";

        return $"Procore invoice {source.Number?.ToString(CultureInfo.InvariantCulture) ?? source.InvoiceNumber}, {source.ContractName}{period}{moved}";
    }
}
