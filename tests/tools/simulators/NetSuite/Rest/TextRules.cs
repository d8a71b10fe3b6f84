using System.Text.RegularExpressions;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>What a text may hold (specification 8.1): length, email, phone, state, external id.</summary>
internal static partial class TextRules
{
    private static readonly HashSet<string> Emails = new(StringComparer.OrdinalIgnoreCase) { "email", "altEmail" };
    private static readonly HashSet<string> Phones = new(StringComparer.OrdinalIgnoreCase) { "phone", "altPhone", "mobilePhone", "homePhone", "fax", "addrPhone" };

    public static void Check(FieldType field, string text, string path)
    {
        if (text.Length > field.MaxLength)
        {
            throw NetSuiteException.User($"The field {field.Name} contained more than the maximum number ( {field.MaxLength} ) of characters allowed.", path);
        }

        if (text.Length == 0)
        {
            return;
        }

        if (text.Any(char.IsControl))
        {
            // It chokes on them (corrections).
            throw new NetSuiteException(500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: m3control") { ErrorPath = path };
        }

        if (Emails.Contains(field.Name) && !Email().IsMatch(text))
        {
            throw NetSuiteException.User($"The field {field.Name} must contain a valid email address: {text}", path);
        }

        if (Phones.Contains(field.Name) && text.Length < 7)
        {
            throw NetSuiteException.User("Phone number should have seven digits or more.", path);
        }

        if (field.Name == "externalId" && !ExternalId().IsMatch(text))
        {
            throw NetSuiteException.User($"Invalid external id: {text}. Use letters, digits, underscores and hyphens only.", path);
        }
    }

    public static void CheckAddress(Dictionary<string, object> address, string path)
    {
        var country = address.GetValueOrDefault("country") is ChoiceValue choice ? choice.Id : "US";
        if (address.GetValueOrDefault("state") is string state && !Countries.Knows(country, state))
        {
            throw NetSuiteException.InvalidValue(state, "state", path + ".state");
        }
    }

    [GeneratedRegex(@"^[^@\s,;<>""]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$")]
    private static partial Regex Email();

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex ExternalId();
}
