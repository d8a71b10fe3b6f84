using System.Security.Cryptography;
using System.Text;

namespace ProcoreNetSuite.NetSuite;

/// <summary>By what two companies are taken for one: the same name to a bookkeeper, or the same tax id.</summary>
public static class VendorIdentity
{
    /// <returns>Spelled the same for all that mean the same; empty if there is neither. A tax id is nobody else's business: its hash stands for it.</returns>
    public static IReadOnlyList<string> Of(string name, string? taxId) =>
    [
        .. VendorName.Normalise(name) is { Length: > 0 } known ? new[] { $"name {known}" } : [],
        .. TaxId(taxId) is { Length: > 0 } digits ? new[] { $"tax id {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digits)))}" } : [],
    ];

    /// <summary>Its letters and digits, without what people put between them.</summary>
    internal static string TaxId(string? text) => string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
