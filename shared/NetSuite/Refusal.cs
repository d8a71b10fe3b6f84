using System.Text.RegularExpressions;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.NetSuite;

/// <summary>What was sent or asked for, in words, so that a refusal can name it.</summary>
/// <param name="Name">The record as people know it.</param>
/// <param name="Names">Names of the records it refers to, by internal id.</param>
internal sealed record Sent(RecordType Type, string Name, IReadOnlyDictionary<NetSuiteId, string>? Names = null)
{
    /// <summary>Asks for the form of a new record, which saves nothing (netsuite-api.md 3.11).</summary>
    public bool IsForm { get; init; }
}

/// <summary>Turns NetSuite's refusals into the connector's codes and sentences (connector-behaviour.md 9).</summary>
internal static partial class Refusal
{
    /// <summary>The exception for a refusal of which it is certain that nothing was written.</summary>
    public static RejectedException Of(HttpAnswer answer, Sent sent)
    {
        var errors = NetSuiteError.ReadAll(answer);
        var error = errors.FirstOrDefault(each => each.Meaning is not ErrorMeaning.Unrecognised) ?? errors[0];
        var meaning = error.Meaning;
        var (code, message) = Word(meaning, error, sent);

        return new RejectedException(new Problem(code, char.ToUpperInvariant(message[0]) + message[1..], Detail(answer, errors))
        {
            OtherRemedy = RemedyOf(meaning, code, FieldOf(meaning, error), sent),
            IsReference = errors.Any(each => each.Meaning is ErrorMeaning.InvalidReference or ErrorMeaning.NotFound),
            Private = meaning is ErrorMeaning.InvalidReference ? ValueOf(error, sent).Unknown : null,
        }, answer.Status)
        {
            IsDuplicate = meaning is ErrorMeaning.Duplicate,
            IsClosedPeriod = code == "E412",
            IsQuery = meaning is ErrorMeaning.InvalidQuery,
        };
    }

    /// <summary>NetSuite's own words and the id its support asks for.</summary>
    public static string? Detail(HttpAnswer answer, IReadOnlyList<NetSuiteError>? known = null)
    {
        var errors = known ?? NetSuiteError.ReadAll(answer);
        var words = string.Join(" / ", errors.Select(each => $"{each.Code} {each.Detail}".Trim()).Where(text => text.Length > 0).Distinct());
        var operation = answer.Header("X-N-OperationId") is { Length: > 0 and < 100 } id ? $" [operation {id}]" : "";

        return (words + operation).Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Names the place, where the catalog's remedy doesn't.</summary>
    private static string? RemedyOf(ErrorMeaning meaning, string code, string? field, Sent sent) => meaning switch
    {
        ErrorMeaning.Duplicate when sent.Type == RecordType.Vendor =>
            "NetSuite allows a name once, unless it numbers its vendors: rename the company in Procore, such as by its city, or the other record in NetSuite, which may be a vendor, a customer or an employee, then export again.",
        ErrorMeaning.Duplicate when sent.Type == RecordType.VendorBill =>
            "Export again with \"Duplicate bill\" set to \"link\" (use that bill), or correct the number in Procore. For a second bill of the number: in NetSuite, set-up, Accounting Preferences, let Duplicate Number Warnings not block, then export again.",
        ErrorMeaning.RecordChanged => "Export again.",
        ErrorMeaning.ShortPhone => "Correct the number in Procore's directory, then export again.",
        ErrorMeaning.FieldNotOnForm when code == "E308" =>
            "In NetSuite, set-up: show the field on the form of the connector's role and let it be edited, or allow override of the number under Auto-Generated Numbers, then export again.",
        ErrorMeaning.InvalidReference when code == "E413" => field?.ToLowerInvariant() switch
        {
            "entity" => "In NetSuite, open the vendor: make it active and add the connector's subsidiary to it, then export again.",
            "item" => "In NetSuite, open the item: make it active and add the connector's subsidiary to it, then export again.",
            "customer" => "In NetSuite, open the project: make it active, then export again.",
            _ => "In NetSuite, see where this value comes from, the form, the item or the vendor, and choose one that is valid for the connector's subsidiary, then export again.",
        },
        ErrorMeaning.Locked => "In NetSuite, have whoever owns the workflow or approval let the record go, then export again.",
        ErrorMeaning.NotFound => "It was deleted in NetSuite: export it again, or unlink it in Procore first.",
        ErrorMeaning.Permission or ErrorMeaning.NoSuchRecordType when code == "E903" =>
            "In NetSuite, set-up: switch the feature on and give the connector's role the permission (Setup > Users/Roles > Manage Roles), then export again.",
        ErrorMeaning.InvalidContent or ErrorMeaning.InvalidQuery =>
            "Show NetSuite's words to your NetSuite administrator: what they name is switched off or hidden in set-up. If they name nothing of yours, it is a fault of the connector: report it.",
        ErrorMeaning.Unrecognised or ErrorMeaning.WrongTransactionType when code == "E413" => "Show NetSuite's words to your NetSuite administrator, then export again.",
        _ => null,
    };

    private static (string Code, string Message) Word(ErrorMeaning meaning, NetSuiteError error, Sent sent)
    {
        var type = sent.Type;
        var field = FieldOf(meaning, error);
        var own = ErrorTable.CodeOf(meaning, type, field);

        return meaning switch
        {
            ErrorMeaning.Login => ("E903", "NetSuite did not accept the connector's login."),
            ErrorMeaning.Permission when sent.IsForm => (type.Permission, $"The connector's NetSuite role may view {type.Label}s, but not create any{PermissionIn(error)}."),
            ErrorMeaning.Permission => (type.Permission, $"The connector's NetSuite role lacks a permission for this {type.Label}{PermissionIn(error)}."),
            ErrorMeaning.NoSuchRecordType => (type.Permission, $"NetSuite offers no {type.Label} to the connector: the feature is off or the role lacks the permission."),
            ErrorMeaning.ClosedPeriod => ("E412", $"The accounting period of {sent.Name} is closed or locked in NetSuite."),
            ErrorMeaning.Duplicate when type == RecordType.VendorBill => (type.Duplicate, $"NetSuite already has a bill with the number or external id of {sent.Name} and takes no second one."),
            ErrorMeaning.Duplicate => (type.Duplicate, $"NetSuite already has a record with the name, number or external id of {sent.Name}."),
            ErrorMeaning.MissingField => (own ?? "E308", $"NetSuite requires {field ?? "a field"} for {sent.Name}, and it is empty."),
            ErrorMeaning.FieldNotOnForm => (own ?? "E308", $"NetSuite's form for the connector doesn't let {field ?? "a field"} of {sent.Name} be set: it is hidden or only shown there, or NetSuite fills it itself."),
            ErrorMeaning.ShortPhone => ("E304", $"NetSuite wants a phone number of seven digits or more for {sent.Name}."),
            ErrorMeaning.InvalidReference when own == "E307" => (own, $"NetSuite does not allow the currency for {sent.Name}."),
            ErrorMeaning.InvalidReference when own == "E305" => (own, $"NetSuite does not know {field}{(ValueOf(error, sent) is { Unknown: { } value } ? $" {value}" : "")} in the address of {sent.Name}."),
            ErrorMeaning.InvalidReference => (own ?? "E413", Invalid(error, field, sent)),
            ErrorMeaning.FieldTooLong => (own ?? "E304", TooLong(error, field, sent)),
            ErrorMeaning.InvalidStateOrCountry => ("E305", $"NetSuite does not know the state or country of {sent.Name}."),
            ErrorMeaning.Subsidiary => (type.Subsidiary, $"{sent.Name} does not fit the connector's subsidiary in NetSuite."),
            ErrorMeaning.Currency => ("E307", $"NetSuite does not allow the currency for {sent.Name}."),
            ErrorMeaning.NumberingNotAllowed => ("E204", $"NetSuite numbers jobs itself and does not take the number of {sent.Name}."),
            ErrorMeaning.RecordChanged => ("E904", $"{sent.Name} was changed in NetSuite at the same moment."),
            ErrorMeaning.Locked => ("E413", $"NetSuite keeps {sent.Name} or a record it refers to locked."),
            ErrorMeaning.NotFound => ("E413", $"A record that {sent.Name} refers to is not in NetSuite."),
            ErrorMeaning.InvalidContent or ErrorMeaning.InvalidQuery =>
                ("E903", $"NetSuite did not understand the connector's {type.Label}: a field or feature is missing in this account."),
            _ => ("E413", $"NetSuite refused {sent.Name}."),
        };
    }

    private static string Invalid(NetSuiteError error, string? field, Sent sent)
    {
        var (known, unknown) = ValueOf(error, sent);
        var name = known ?? unknown;
        var what = (known, field) switch
        {
            (not null, "entity") => "vendor",
            (not null, "customer") => "project",
            _ => field ?? "a reference",
        };

        return $"NetSuite does not accept {what} {name ?? "of"} {(name is null ? "" : "for ")}{sent.Name}: "
            + "it is inactive, of the wrong kind, or not valid for the subsidiary.";
    }

    /// <returns>The name of the record that NetSuite doesn't accept; or what it says as it is: an id, or what stands in a field.</returns>
    private static (string? Known, string? Unknown) ValueOf(NetSuiteError error, Sent sent)
    {
        var value = ReferenceValue().Match(error.Detail) is { Success: true } match ? match.Groups["value"].Value : null;
        var known = value is null ? null : sent.Names?.GetValueOrDefault(new NetSuiteId(value));

        return (known, known is null ? value : null);
    }

    private static string TooLong(NetSuiteError error, string? field, Sent sent)
    {
        var limit = Limit().Match(error.Detail) is { Success: true } match ? $"; NetSuite allows {match.Groups[1].Value} characters" : "";

        return $"{field ?? "A field"} of {sent.Name} is too long{limit}.";
    }

    private static string PermissionIn(NetSuiteError error) =>
        PermissionName().Match(error.Detail) is { Success: true } match ? $": {match.Groups[1].Value}" : "";

    private static string? FieldOf(ErrorMeaning meaning, NetSuiteError error)
    {
        var named = meaning switch
        {
            ErrorMeaning.MissingField => MissingName().Match(error.Detail),
            ErrorMeaning.InvalidReference => ReferenceValue().Match(error.Detail),
            ErrorMeaning.FieldTooLong => LongName().Match(error.Detail),
            ErrorMeaning.FieldNotOnForm => ElementName().Match(error.Detail),
            _ => Match.Empty,
        };
        var text = named.Groups["field"].Value.Trim(' ', '.', ':', '\'', '"');

        return text.Length > 0 ? text : error.Path is { } path ? LastName(path) : null;
    }

    /// <summary>item.items[0].item is about item.</summary>
    private static string LastName(string path) => path[(path.LastIndexOf('.') + 1)..];

    [GeneratedRegex("values?\\(?s?\\)? for:?\\s*(?<field>[^.;]+)", RegexOptions.IgnoreCase)]
    private static partial Regex MissingName();

    [GeneratedRegex(
        "(invalid field value (?<value>\\S+) for the following field:?\\s*(?<field>[^.;,]+))|(invalid (?<field>[\\w ]+?) reference key (?<value>-?\\w+))",
        RegexOptions.IgnoreCase)]
    private static partial Regex ReferenceValue();

    [GeneratedRegex("field:?\\s+(?<field>[\\w /'\"]+?)\\s+(contained|contains|has|exceeds)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex LongName();

    [GeneratedRegex("for element:?\\s+(?<field>[\\w.]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ElementName();

    [GeneratedRegex("\\(\\s*(\\d+)\\s*\\)")]
    private static partial Regex Limit();

    [GeneratedRegex("need the '([^']{1,100})' permission", RegexOptions.IgnoreCase)]
    private static partial Regex PermissionName();
}
