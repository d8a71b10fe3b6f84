using System.Text.Json.Serialization;

namespace ProcoreNetSuite.Procore;

/// <summary>A payment issued on a commitment as Procore shows it (procore-api.md 8.11). Method and invoice date can be written but are not shown.</summary>
public sealed record ContractPayment
{
    public required long Id { get; init; }

    public long? RequisitionId { get; init; }

    /// <summary>In the contract's currency.</summary>
    public decimal? Amount { get; init; }

    public DateOnly? Date { get; init; }

    public string? CheckNumber { get; init; }

    public string? InvoiceNumber { get; init; }

    public string? Notes { get; init; }

    public string? OriginId { get; init; }

    /// <summary>Set only for a payment that was made through Procore Pay.</summary>
    public string? ExternalPaymentId { get; init; }
}

/// <summary>Where a payment belongs: a commitment of a project.</summary>
public sealed record ContractPlace(long ProjectId, long ContractId);

/// <summary>What a payment shall be.</summary>
/// <param name="Amount">In the contract's currency, to the cent.</param>
/// <param name="Method">check, credit_card or electronic; null for anything else.</param>
public sealed record ContractPaymentWrite(
    string OriginId, long RequisitionId, decimal Amount, DateOnly Date, string? Method, string? CheckNumber, string? InvoiceNumber, string? Notes)
{
    /// <summary>Digits after the point of the currency: how the amount is written, not what it is.</summary>
    [JsonIgnore]
    public int Decimals { get; init; } = 2;
}
