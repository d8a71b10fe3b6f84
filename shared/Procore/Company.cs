namespace ProcoreNetSuite.Procore;

/// <summary>A company of Procore's directory; the API says vendor (procore-api.md 8.3).</summary>
public sealed record Company
{
    public required long Id { get; init; }

    public string? Name { get; init; }

    public string? Address { get; init; }

    public string? City { get; init; }

    /// <summary>ISO-3166-2 without the country, such as CA.</summary>
    public string? StateCode { get; init; }

    /// <summary>ISO-3166 alpha-2.</summary>
    public string? CountryCode { get; init; }

    public string? Zip { get; init; }

    public string? BusinessPhone { get; init; }

    public string? FaxNumber { get; init; }

    public string? EmailAddress { get; init; }

    public string? Website { get; init; }

    public bool? IsActive { get; init; }

    public string? OriginId { get; init; }

    public string? OriginCode { get; init; }

    public BusinessRegister? BusinessRegister { get; init; }
}

/// <summary>A tax id: type ABN or EIN (case differs between write and read).</summary>
public sealed record BusinessRegister(string? Type, string? Identifier);
