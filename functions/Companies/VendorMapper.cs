using System.Net.Mail;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>Turns a company of the directory into a vendor, or names everything that NetSuite would refuse.</summary>
public static class VendorMapper
{
    /// <summary>Limits of NetSuite's vendor fields (connector-behaviour.md 7.3), in characters. The state's is in force where NetSuite has no list of states.</summary>
    private const int NameLimit = 83, AddressLimit = 150, PhoneLimit = 21, UrlLimit = 100, StateLimit = 30;

    /// <summary>Of a phone number.</summary>
    private const int FewestDigits = 7;

    private const string NameField = "name";

    public static Mapped<Vendor> Map(Company source, string externalId)
    {
        var name = Trim(source.Name);
        var url = WithScheme(Trim(source.Website));
        var vendor = new Vendor
        {
            ExternalId = externalId,
            CompanyName = name ?? "",
            Email = Trim(source.EmailAddress),
            Phone = Trim(source.BusinessPhone),
            Fax = Trim(source.FaxNumber),
            Url = url,
            Address = MapAddress(source),
        };
        List<Problem> problems = [.. Check(source, vendor, name ?? $"Company {source.Id}")];

        return problems.Count > 0 ? problems : vendor;
    }

    private static IEnumerable<Problem> Check(Company source, Vendor vendor, string name)
    {
        if (source.IsActive is false)
        {
            yield return new Problem("E301", $"{name} is inactive in Procore's directory.");
        }

        if (vendor.CompanyName.Length == 0)
        {
            yield return new Problem("E304", $"{name} has no name.") { OtherRemedy = "Fill the field in Procore, then export again." };
        }

        var tooLong = new[]
        {
            TooLong(NameField, vendor.CompanyName, NameLimit), TooLong("address", vendor.Address?.Line1, AddressLimit),
            TooLong("state", vendor.Address?.State, StateLimit), TooLong("business phone", vendor.Phone, PhoneLimit),
            TooLong("fax number", vendor.Fax, PhoneLimit), TooLong("website", vendor.Url, UrlLimit),
        };
        foreach (var problem in tooLong.OfType<Problem>())
        {
            yield return problem;
        }

        if (vendor.Url is { } url && !IsWebAddress(url))
        {
            yield return new Problem("E304", $"The website of {name}, \"{source.Website}\", is not a web address.") { Private = source.Website };
        }

        foreach (var (field, number) in new[] { ("business phone", vendor.Phone), ("fax number", vendor.Fax) })
        {
            if (number?.Count(char.IsAsciiDigit) < FewestDigits)
            {
                yield return new Problem("E304", $"The {field} of {name}, \"{number}\", has fewer than {FewestDigits} digits, which NetSuite doesn't take.") { Private = number };
            }
        }

        if (vendor.Email is { } email && !IsOneAddress(email))
        {
            yield return new Problem("E304", $"The email of {name}, \"{email}\", is not one email address.") { Private = email };
        }

        if (vendor.Address is { } address && Regions.Check(name, address) is { } invalid)
        {
            yield return invalid;
        }
    }

    private static Address? MapAddress(Company source)
    {
        var (line, city, state, zip) = (Trim(source.Address), Trim(source.City), Trim(source.StateCode), Trim(source.Zip));

        return (line ?? city ?? state ?? zip) is null
            ? null
            : new Address(Trim(source.Name) ?? "", line, city, state?.ToUpperInvariant(), zip, Trim(source.CountryCode)?.ToUpperInvariant() ?? "");
    }

    private static Problem? TooLong(string field, string? value, int limit) => value?.Length > limit
        ? new Problem("E304", $"The {field} \"{value}\" has {value.Length} characters; NetSuite allows {limit}.") { Private = field == NameField ? null : value }
        : null;

    private static string? WithScheme(string? website) =>
        website is null || website.Contains("://", StringComparison.Ordinal) ? website : $"https://{website}";

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.Host.Contains('.', StringComparison.Ordinal)
        && !url.Any(char.IsWhiteSpace);

    private static bool IsOneAddress(string email) =>
        MailAddress.TryCreate(email, out var address)
        && address.Address == email
        && address.Host.Contains('.', StringComparison.Ordinal)
        && !email.Any(character => character is ',' or ';' || char.IsWhiteSpace(character));

    private static string? Trim(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
