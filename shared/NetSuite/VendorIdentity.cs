namespace ProcoreNetSuite.NetSuite;

/// <summary>By what two companies are taken for one: the same name to a bookkeeper, or the same tax id.</summary>
public static class VendorIdentity
{
    /// <returns>Spelled the same for all that mean the same; empty if there is neither.</returns>
    public static IReadOnlyList<string> Of(string name, string? taxId) =>
    [
        .. VendorName.Normalise(name) is { Length: > 0 } known ? new[] { $"name {known}" } : [],
        .. TaxId(taxId) is { Length: > 0 } digits ? new[] { $"tax id {digits}" } : [],
    ];

    /// <summary>Its letters and digits, without what people put between them.</summary>
    internal static string TaxId(string? text) => string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
