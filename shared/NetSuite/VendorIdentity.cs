using System.Security.Cryptography;
using System.Text;

namespace ProcoreNetSuite.NetSuite;

/// <summary>By what two companies are taken for one; the stronger evidence first.</summary>
public enum SameBy
{
    TaxId,
    Name,
}

/// <summary>Something that only one of the companies that are the same may have.</summary>
/// <param name="What">Spelled the same by all who mean the same.</param>
/// <param name="Label">What it is, in a word.</param>
/// <param name="Apart">Companies that both have one, and different ones, may both have it; null for none.</param>
public sealed record IdentityKey(string What, string Label, string? Apart = null)
{
    /// <summary>Nobody may read or guess it where it is kept.</summary>
    public bool IsPrivate { get; init; }
}

/// <summary>
/// Who is the same company (connector-behaviour.md 13.2), in one place: names by <see cref="VendorName"/>, tax ids by <see cref="NetSuite.TaxId"/>.
/// Two different real tax ids make two companies, and one makes one, whatever the names; without two to compare, the names decide.
/// </summary>
/// <param name="Names">Normal forms of all names it goes by.</param>
/// <param name="TaxId">Null if it has none that can be one.</param>
public sealed record VendorIdentity(IReadOnlyList<string> Names, string? TaxId)
{
    /// <summary>
    /// What is reserved while the company is written. Two companies that are the same have one in common: the tax id, or a name with which one of them has no tax id.
    /// A company with a tax id marks its names with it, so that one of another tax id may have them too; one without meets both. The name can be held by one of them at a time:
    /// the second one waits while the first is being written, and takes the name over once it is in NetSuite, where whoever comes then finds it.
    /// </summary>
    /// <remarks>A tax id is nobody else's business: its hash stands for it, and nothing of that is kept but what no one can guess it from.</remarks>
    public IReadOnlyList<IdentityKey> Keys
    {
        get
        {
            var hash = TaxId is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TaxId)));

            return [.. Names.Select(name => new IdentityKey($"name {name}", "name", hash)), .. hash is null ? Array.Empty<IdentityKey>() : [new($"tax id {hash}", "tax id") { IsPrivate = true }]];
        }
    }

    public static VendorIdentity Of(string? taxId, params IEnumerable<string?> names) =>
        new([.. names.OfType<string>().SelectMany(VendorName.Forms).Distinct()], NetSuite.TaxId.Read(taxId));

    /// <summary>A vendor goes by its company's name, by its number where that is a name, and a person by first and last name, in either order.</summary>
    public static VendorIdentity Of(EntityFound vendor) => Of(
        vendor.TaxId, vendor.Name, vendor.Number, vendor.Person is { } person ? $"{person.First} {person.Last}" : null, vendor.Person is { } other ? $"{other.Last} {other.First}" : null);

    /// <returns>By what the two are the same company; null if they are not.</returns>
    public SameBy? Match(VendorIdentity other) => (TaxId, other.TaxId) switch
    {
        ({ } mine, { } theirs) => mine == theirs ? SameBy.TaxId : null,
        _ => Names.Intersect(other.Names).Any() ? SameBy.Name : null,
    };
}
