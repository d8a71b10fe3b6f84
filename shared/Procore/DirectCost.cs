using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcoreNetSuite.Procore;

/// <summary>A direct cost as it shall be (procore-api.md 8.12), always approved.</summary>
/// <param name="Type">invoice or expense; can't change once the cost is there.</param>
/// <param name="VendorId">Null leaves Procore's as it is; an invoice needs one to begin with.</param>
/// <param name="Lines">By origin id.</param>
public sealed record DirectCost(
    long ProjectId, string OriginId, string Type, long? VendorId, string? InvoiceNumber, string? Description, DateOnly? Date, IReadOnlyList<DirectCostLine> Lines)
{
    public const string Invoice = "invoice";
    public const string Expense = "expense";

    /// <summary>Two costs that hold the same have the same.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));
}

/// <summary>A line of a direct cost.</summary>
/// <param name="Amount">In the company's currency, to the cent; negative for a credit.</param>
public sealed record DirectCostLine(string? OriginId, long? WbsCodeId, string? Description, decimal Amount);

/// <summary>A direct cost as Procore shows it.</summary>
public sealed record DirectCostFound
{
    public required long Id { get; init; }

    public string? OriginId { get; init; }

    public string? DirectCostType { get; init; }

    public long? VendorId { get; init; }

    public string? InvoiceNumber { get; init; }

    public string? Description { get; init; }

    public DateOnly? ReceivedDate { get; init; }

    public IReadOnlyList<DirectCostLineFound> LineItems { get; init; } = [];

    /// <summary>The same in our words, for a comparison.</summary>
    public DirectCost AsSent(long projectId) => new(
        projectId, OriginId ?? "", DirectCostType ?? "", VendorId, InvoiceNumber, Description, ReceivedDate,
        [
            .. LineItems.OrderBy(line => line.OriginId, StringComparer.Ordinal)
                .Select(line => new DirectCostLine(line.OriginId, line.WbsCode?.Id, line.Description, (line.Amount ?? 0m) + 0.00m)),
        ]);
}

/// <summary>A line as Procore shows it.</summary>
public sealed record DirectCostLineFound
{
    public required long Id { get; init; }

    /// <summary>Null where the line is shown with its cost.</summary>
    public LineHolder? Holder { get; init; }

    /// <summary>The direct cost it is on; null where Procore doesn't say. That the holder is the cost is inferred (procore-api.md, corrections).</summary>
    [JsonIgnore]
    public long? DirectCostId => Holder?.Id;

    public string? OriginId { get; init; }

    public string? Description { get; init; }

    public decimal? Amount { get; init; }

    public WbsCode? WbsCode { get; init; }
}

/// <summary>What a line belongs to.</summary>
public sealed record LineHolder(long Id, string? HolderType);
