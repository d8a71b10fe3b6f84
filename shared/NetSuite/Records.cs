using System.Text.Json.Serialization;

namespace ProcoreNetSuite.NetSuite;

/// <summary>A bill to create (netsuite-api.md 8.4). Amounts in <see cref="Currency"/>, to the cent.</summary>
/// <param name="Reference">Reference No.: the vendor's invoice number.</param>
/// <param name="Currency">ISO 4217; the subsidiary's base currency.</param>
/// <param name="PostingPeriod">Always given, never left to the date.</param>
public sealed record VendorBill(
    string ExternalId,
    NetSuiteId Vendor,
    string Reference,
    DateOnly Date,
    NetSuiteId PostingPeriod,
    string Currency,
    string Memo,
    IReadOnlyList<VendorBillLine> Lines)
{
    /// <summary>Sum of the lines, before tax.</summary>
    public decimal Total => Lines.Sum(line => line.Amount);

    [JsonIgnore]
    public BillDistribution Distribution => new(Lines.Select(line => (new BillPlace(line.Item, null, line.Job, line.Amount < 0), line.Amount)));

    /// <summary>Names of the records this bill refers to, by id, for sentences about a refusal: NetSuite itself names only ids. Never sent.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<NetSuiteId, string>? Names { get; init; }
}

/// <summary>An item line: quantity 1, rate = amount. Positive is cost, negative is retainage held.</summary>
/// <param name="Job">The project, on every line.</param>
public sealed record VendorBillLine(NetSuiteId Item, NetSuiteId Job, string Description, decimal Amount);

/// <summary>A vendor to create or update (8.1). Null fields are not sent.</summary>
public sealed record Vendor
{
    public required string ExternalId { get; init; }

    public required string CompanyName { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Fax { get; init; }

    /// <summary>Web address, with its scheme.</summary>
    public string? Url { get; init; }

    public Address? Address { get; init; }
}

/// <param name="State">Short code.</param>
/// <param name="Country">ISO-3166 alpha-2.</param>
public sealed record Address(string Addressee, string? Line1, string? City, string? State, string? Zip, string Country);

/// <summary>A job to create or update (8.2).</summary>
/// <param name="Number">Job ID (entityId).</param>
/// <param name="EstimatedRevenue">In the subsidiary's base currency.</param>
public sealed record Job(
    string ExternalId, string Number, string Name, DateOnly? StartDate, DateOnly? EstimatedEndDate, decimal? EstimatedRevenue);

/// <summary>An Other Charge item for purchase (8.3).</summary>
public sealed record OtherChargeItem(string ExternalId, string Name, string DisplayName, string PurchaseDescription);

/// <summary>A bill as NetSuite holds it.</summary>
/// <param name="Total">Sum of its item and expense lines, before tax, in the bill's currency.</param>
/// <param name="Voided">A voided bill counts as gone for an unlink.</param>
public sealed record BillFound(
    NetSuiteId Id, string? ExternalId, string? Reference, NetSuiteId? Vendor, DateOnly? Date, decimal Total, int LineCount, bool Voided)
{
    /// <summary>Null where it was not asked for.</summary>
    public BillDistribution? Distribution { get; init; }

    /// <summary>The places of <see cref="Distribution"/> in words.</summary>
    public IReadOnlyDictionary<BillPlace, string> Places { get; init; } = new Dictionary<BillPlace, string>();

    /// <summary>Somebody refused it in NetSuite's approval.</summary>
    public bool IsRejected { get; init; }

    /// <summary>The accounting period it is posted in; null where it was not asked for.</summary>
    public BillPeriod? Period { get; init; }
}

/// <summary>An accounting period as a bill names it.</summary>
public sealed record BillPeriod(NetSuiteId Id, string? Name);

/// <summary>By which people know a bill: NetSuite lets a vendor have two bills of one number, the connector does not.</summary>
/// <param name="Reference">Reference No., as it is written; blanks around it and capitals make no difference.</param>
public sealed record BillNumber(NetSuiteId Vendor, string Reference)
{
    /// <summary>The same for all that mean the same.</summary>
    public override string ToString() => $"{Vendor} {Reference.Trim().ToUpperInvariant()}";

    public bool Equals(BillNumber? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}

/// <summary>A vendor or job as NetSuite holds it.</summary>
public sealed record EntityFound(
    NetSuiteId Id, string? Number, string? Name, string? ExternalId, string? TaxId, NetSuiteId? Subsidiary, bool Inactive)
{
    /// <summary>Of a vendor that is an individual; null for all others.</summary>
    public PersonName? Person { get; init; }

    /// <summary>It can be used in the connector's subsidiary, if only as a second one. Only searches for vendors look.</summary>
    public bool IsOurs { get; init; } = true;

    /// <summary>What people call it.</summary>
    public string Label => (Name ?? (Person is { } person ? $"{person.First} {person.Last}".Trim() : null)) is { Length: > 0 } name ? name : Number ?? Id.Value;

    /// <summary>As people find it: by name, number and internal id.</summary>
    public override string ToString() => Number is null || Number == Label ? $"{Label} (record {Id})" : $"{Label} (number {Number}, record {Id})";
}

/// <summary>How an individual is called.</summary>
public sealed record PersonName(string First, string Last);

/// <summary>An item as NetSuite holds it.</summary>
/// <param name="Type">OthCharge, Service, NonInvtPart, ...</param>
/// <param name="Subtype">Purchase, Sale or Resale.</param>
public sealed record ItemFound(NetSuiteId Id, string Name, string? ExternalId, string? Type, string? Subtype, bool Inactive)
{
    /// <summary>True for the kind of item that this connector makes.</summary>
    public bool IsOtherChargePurchase => Type == "OthCharge" && (Subtype is null or "Purchase");

    /// <summary>Those that may use it, by id and name, where it was read by itself; empty where the account has one only.</summary>
    public IReadOnlyList<(NetSuiteId Id, string Name)> Subsidiaries { get; init; } = [];

    /// <summary>Those below them may use it, too.</summary>
    public bool IncludesChildren { get; init; }
}

/// <summary>A transaction line that has an item.</summary>
/// <param name="Type">NetSuite's code of the type, such as VendBill.</param>
public sealed record ItemUse(NetSuiteId Item, NetSuiteId Transaction, string? Type, string? Number);

/// <summary>A month of the accounting calendar.</summary>
/// <param name="Locked">Accounts payable or everything is locked.</param>
public sealed record AccountingPeriod(NetSuiteId Id, string Name, DateOnly Start, DateOnly End, bool Closed, bool Locked)
{
    /// <summary>True if a bill can be posted into it.</summary>
    public bool IsOpen => !Closed && !Locked;
}
