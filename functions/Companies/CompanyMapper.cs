using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>
/// Turns a vendor into the company that it becomes, or into what a linked company takes over. A field that is empty in NetSuite is left as it is in
/// Procore: nobody said that it should be emptied.
/// </summary>
public static class CompanyMapper
{
    /// <param name="updateAddress">Linked companies take over the address too.</param>
    public static ImportedEntity Map(VendorRow source, bool updateAddress)
    {
        List<(string Name, object? Value)> fields =
        [
            ("name", Trim(source.Name)),
            ("business_phone", Trim(source.Phone)),
            ("fax_number", Trim(source.Fax)),
            ("email_address", Trim(source.Email)),
            ("website", Trim(source.Url)),
        ];
        List<(string Name, object? Value)> address =
        [
            ("address", Trim(source.Address?.Line1)),
            ("city", Trim(source.Address?.City)),
            ("state_code", Trim(source.Address?.State)),
            ("zip", Trim(source.Address?.Zip)),
            ("country_code", Trim(source.Address?.Country)),
        ];

        return new ImportedEntity(
            source.Id,
            source.Number,
            source.Name,
            source.ExternalId,
            source.Inactive,
            IsWanted: source.IsOurs && !source.Inactive,
            Staged: Filled([.. fields, .. address, ("is_active", true)]),
            Update: Filled([.. fields, .. updateAddress ? address : []]));
    }

    private static Dictionary<string, object?> Filled(IEnumerable<(string Name, object? Value)> fields) =>
        fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    private static string? Trim(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
