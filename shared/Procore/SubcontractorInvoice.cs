using System.Text.Json.Serialization;

namespace ProcoreNetSuite.Procore;

/// <summary>
/// A subcontractor invoice, view extended; the API says requisition (procore-api.md 8.10).
/// Amounts are in the invoice's currency, as given.
/// </summary>
public sealed record SubcontractorInvoice
{
    public required long Id { get; init; }

    public int? Number { get; init; }

    public string? InvoiceNumber { get; init; }

    /// <summary>draft, under_review, revise_and_resubmit, approved, approved_as_noted or pending_owner_approval.</summary>
    public string? Status { get; init; }

    /// <summary>Where it stands in ERP Integrations (7.8, words assumed): ready_to_export, exporting, synced, failed_to_export, rejected; null if it was never sent or taken back.</summary>
    public string? ErpStatus { get; init; }

    public long? ProjectId { get; init; }

    public long? CommitmentId { get; init; }

    /// <summary>Number and title of the commitment, such as "SC-1234-001 - Structural steel".</summary>
    public string? ContractName { get; init; }

    public long? VendorId { get; init; }

    public string? VendorName { get; init; }

    public long? PreviousRequisitionId { get; init; }

    public DateOnly? RequisitionStart { get; init; }

    public DateOnly? RequisitionEnd { get; init; }

    public DateOnly? BillingDate { get; init; }

    public string? OriginId { get; init; }

    public CurrencyConfiguration? CurrencyConfiguration { get; init; }

    public InvoiceSummary? Summary { get; init; }

    /// <summary>Older answers name the summary so.</summary>
    [JsonInclude]
    internal InvoiceSummary? G702 { get; init; }

    public IReadOnlyList<InvoiceItem> Items { get; init; } = [];

    public IReadOnlyList<ItemPackage> ItemPackages { get; init; } = [];

    /// <summary>What the invoice's summary (G702) says is to be paid now; before tax (assumed, 8.10).</summary>
    [JsonIgnore]
    public decimal? CurrentPaymentDue => Figures?.CurrentPaymentDue;

    /// <summary>The summary, however Procore names it.</summary>
    [JsonIgnore]
    public InvoiceSummary? Figures => Summary ?? G702;

    /// <summary>Status of the commitment itself, from the package that is no change order.</summary>
    [JsonIgnore]
    public string? CommitmentStatus => Contract?.Status;

    /// <summary>Number of the commitment itself.</summary>
    [JsonIgnore]
    public string? CommitmentNumber => Contract?.Number;

    /// <summary>How much is billed to date beyond the commitment with its change orders, in the invoice's currency; null if that isn't so or not known.</summary>
    [JsonIgnore]
    public decimal? BeyondCommitment =>
        Figures is { TotalCompletedAndStoredToDate: { } billed, ContractSumToDate: { } sum } && billed > sum ? billed - sum : null;

    [JsonIgnore]
    private ItemPackage? Contract => ItemPackages.FirstOrDefault(package => package.ChangeOrderId is null);
}

/// <summary>Currencies of a record, ISO 4217; null where the company has one only.</summary>
public sealed record CurrencyConfiguration(string? CurrencyIsoCode, string? BaseCurrencyIsoCode);

/// <summary>The figures of the invoice's summary (G702) that are used here, in its currency. All but the payment due are balances at the end of the period.</summary>
/// <param name="CompletedWorkRetainageAmount">Retainage held on work.</param>
/// <param name="StoredMaterialsRetainageAmount">Retainage held on stored materials.</param>
/// <param name="TotalRetainage">Both together.</param>
/// <param name="TaxApplicableToThisPayment">Tax of this period. The payment due is taken to be without it (assumed, 8.10).</param>
public sealed record InvoiceSummary(
    decimal? CurrentPaymentDue, decimal? ContractSumToDate = null, decimal? TotalCompletedAndStoredToDate = null, decimal? CompletedWorkRetainageAmount = null,
    decimal? StoredMaterialsRetainageAmount = null, decimal? TotalRetainage = null, decimal? TaxApplicableToThisPayment = null);

/// <summary>The contract or one of its change orders, as the invoice groups its lines.</summary>
public sealed record ItemPackage(long? Id, long? ContractId, long? ChangeOrderId, string? Number, string? Title, string? Status);

/// <summary>One line of an invoice. Ids are unique only within their item type.</summary>
public sealed record InvoiceItem
{
    public required long Id { get; init; }

    /// <summary>contract_item, contract_detail_item, change_order_item or whole_change_order_item.</summary>
    public string? ItemType { get; init; }

    public long? LineItemId { get; init; }

    /// <summary>The id of the same line on the previous invoice; null on the first.</summary>
    public long? PreviousProgressId { get; init; }

    public int? Position { get; init; }

    public string? DescriptionOfWork { get; init; }

    public WbsCode? WbsCode { get; init; }

    public decimal? WorkCompletedThisPeriod { get; init; }

    public decimal? MaterialsPresentlyStored { get; init; }

    public decimal? MaterialsPresentlyStoredFromPreviousProgress { get; init; }

    public decimal? TotalCompletedAndStoredToDate { get; init; }

    public decimal? TotalCompletedAndStoredToDateFromPrevious { get; init; }

    /// <summary>Held on work before this period, with what moved to it from stored materials.</summary>
    public decimal? WorkCompletedRetainageFromPreviousApplication { get; init; }

    public decimal? WorkCompletedRetainageRetainedThisPeriod { get; init; }

    public decimal? WorkCompletedRetainageReleasedThisPeriod { get; init; }

    public decimal? MaterialsStoredRetainageCurrentlyRetained { get; init; }

    public decimal? MaterialsStoredRetainageReleasedThisPeriod { get; init; }

    /// <summary>Retainage that went over to previous work together with the stored materials it was held on: neither held nor released anew.</summary>
    public decimal? MaterialsRetainageRetainedMoved { get; init; }
}
