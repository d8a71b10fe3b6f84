using static ProcoreNetSuite.NetSuite.ErrorMeaning;

namespace ProcoreNetSuite.NetSuite;

/// <summary>One row: what an answer must have to mean <paramref name="Meaning"/>.</summary>
/// <param name="Status">HTTP status, or null for any.</param>
/// <param name="Code">o:errorCode, or null for any.</param>
/// <param name="Fragments">Texts that the detail must contain, all of them, in any case.</param>
internal sealed record ErrorRow(int? Status, string? Code, string[] Fragments, ErrorMeaning Meaning)
{
    public bool Fits(NetSuiteError error) =>
        (Status is null || Status == error.Status)
        && (Code is null || string.Equals(Code, error.Code, StringComparison.OrdinalIgnoreCase))
        && Fragments.All(fragment => error.Detail.Contains(fragment, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One row: a field that has a code of its own.</summary>
/// <param name="Type">Record type, or null for any.</param>
/// <param name="Field">Field name without spaces, lower case.</param>
internal sealed record FieldRow(ErrorMeaning Meaning, RecordType? Type, string Field, string Code);

/// <summary>NetSuite's errors as data (netsuite-api.md 7.2). The first row that fits counts, so the narrow ones come first.</summary>
internal static class ErrorTable
{
    public static readonly ErrorRow[] Rows =
    [
        // It says "permissions" under whichever code, and the role has nothing to do with it.
        new(null, null, ["permissions to set a value for element"], FieldNotOnForm),

        // By code, whatever the language of the text (connector-behaviour.md 13.7).
        new(429, null, [], ConcurrencyLimit),
        new(null, "CONCURRENCY_LIMIT_EXCEEDED", [], ConcurrencyLimit),
        new(null, "SSS_REQUEST_LIMIT_EXCEEDED", [], ConcurrencyLimit),
        new(401, null, [], Login),
        new(null, "INVALID_LOGIN", [], Login),
        new(null, "INSUFFICIENT_PERMISSION", [], Permission),
        new(404, "NONEXISTENT_ID", ["record type"], NoSuchRecordType),
        new(null, "NONEXISTENT_ID", [], NotFound),
        new(400, "DUP_ENTITY", [], Duplicate),
        new(400, "DUP_ITEM", [], Duplicate),
        new(400, "DUP_RCRD", [], Duplicate),
        new(400, "MISSING_REQD_ARGUMENT", [], MissingField),
        new(400, "RCRD_HAS_BEEN_CHANGED", [], RecordChanged),
        new(400, "INVALID_KEY_OR_REF", [], InvalidReference),
        new(null, "UNEXPECTED_ERROR", [], ServerError),

        // Sent for a query or an address, never for a record.
        new(400, "INVALID_PARAMETER", [], InvalidQuery),

        // By status.
        new(403, null, [], Permission),
        new(404, null, ["record type", "does not exist"], NoSuchRecordType),
        new(404, null, [], NotFound),
        new(405, null, [], InvalidContent),
        new(408, null, [], ServerError),
        new(409, null, [], Duplicate),
        new(415, null, [], InvalidContent),
        new(500, null, [], ServerError),
        new(502, null, [], ServerError),
        new(503, null, [], ServerError),
        new(504, null, [], ServerError),

        // What is left are NetSuite's general codes: only the text tells them apart.
        // A query's comes first, as it quotes names of fields and records.
        new(400, null, ["invalid search query"], InvalidQuery),
        new(400, null, ["concurrent request limit exceeded"], ConcurrencyLimit),
        new(400, null, ["request limit exceeded"], ConcurrencyLimit),
        new(400, null, ["does not have permission"], Permission),
        new(400, null, ["do not have permission"], Permission),
        new(400, null, ["permission violation"], Permission),
        new(400, null, ["you need", "permission"], Permission),
        new(400, null, ["transaction type specified is incorrect"], WrongTransactionType),
        new(400, null, ["within the date range of your accounting period"], ClosedPeriod),
        new(400, null, ["period", "closed"], ClosedPeriod),
        new(400, null, ["period", "locked"], ClosedPeriod),
        new(400, null, ["already exists"], Duplicate),
        new(400, null, ["uniqueness error"], Duplicate),
        new(400, null, ["already been used"], Duplicate),
        new(400, null, ["external id", "already"], Duplicate),
        new(400, null, ["more than the maximum number"], FieldTooLong),
        new(400, null, ["exceeds the maximum", "character"], FieldTooLong),
        new(400, null, ["phone number should have"], ShortPhone),
        new(400, null, ["auto-generated", "override"], NumberingNotAllowed),
        new(400, null, ["auto-numbering"], NumberingNotAllowed),
        new(400, null, ["please enter value"], MissingField),
        new(400, null, ["please enter a value"], MissingField),
        new(400, null, ["must enter a value"], MissingField),
        new(400, null, ["must enter at least one"], MissingField),
        new(400, null, ["record has been changed"], RecordChanged),
        new(400, null, ["locked by"], Locked),
        new(400, null, ["record", "is locked"], Locked),
        new(400, null, ["approved", "cannot"], Locked),
        new(400, null, ["paid", "cannot"], Locked),
        new(400, null, ["invalid state"], InvalidStateOrCountry),
        new(400, null, ["invalid country"], InvalidStateOrCountry),
        new(400, null, ["state", "country", "not valid"], InvalidStateOrCountry),
        new(400, null, ["invalid field value"], InvalidReference),
        new(400, null, ["invalid", "reference key"], InvalidReference),
        new(400, null, ["invalid reference"], InvalidReference),
        new(400, null, ["subsidiary", "not"], ErrorMeaning.Subsidiary),
        new(400, null, ["subsidiary", "invalid"], ErrorMeaning.Subsidiary),
        new(400, null, ["currency", "not"], Currency),
        new(400, null, ["currency", "invalid"], Currency),

        // The most general codes of all come last: NetSuite sends INVALID_CONTENT with texts of every kind.
        new(400, "INVALID_CONTENT", [], InvalidContent),
        new(400, "INVALID_REQUEST", [], InvalidContent),
    ];

    /// <summary>Fields whose absence or wrong value has a code of its own.</summary>
    public static readonly FieldRow[] Fields =
    [
        new(MissingField, RecordType.Item, "expenseaccount", "E105"),
        new(MissingField, RecordType.Item, "account", "E105"),
        new(InvalidReference, RecordType.Item, "expenseaccount", "E105"),
        new(InvalidReference, RecordType.Item, "account", "E105"),
        new(MissingField, RecordType.Job, "customer", "E206"),
        new(MissingField, RecordType.Job, "parent", "E206"),
        new(MissingField, RecordType.Job, "client", "E206"),
        new(InvalidReference, RecordType.Job, "customer", "E206"),
        new(InvalidReference, RecordType.Job, "parent", "E206"),
        new(FieldNotOnForm, RecordType.Job, "entityid", "E204"),
        new(InvalidReference, RecordType.Job, "subsidiary", "E205"),
        new(InvalidReference, RecordType.Vendor, "subsidiary", "E306"),
        new(InvalidReference, RecordType.VendorBill, "subsidiary", "E306"),
        new(InvalidReference, RecordType.VendorBill, "currency", "E307"),
        new(InvalidReference, RecordType.Vendor, "currency", "E307"),
        new(InvalidReference, RecordType.VendorBill, "postingperiod", "E412"),
        new(InvalidReference, null, "state", "E305"),
        new(InvalidReference, null, "country", "E305"),
        new(FieldTooLong, RecordType.Item, "itemid", "E101"),
        new(FieldTooLong, RecordType.Item, "name", "E101"),
        new(FieldTooLong, RecordType.Item, "itemname/number", "E101"),
    ];

    public static ErrorMeaning MeaningOf(NetSuiteError error) =>
        Rows.FirstOrDefault(row => row.Fits(error))?.Meaning ?? Unrecognised;

    /// <summary>The code that the field has for this meaning, or null.</summary>
    public static string? CodeOf(ErrorMeaning meaning, RecordType type, string? field)
    {
        var name = field?.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

        return Fields.FirstOrDefault(row => row.Meaning == meaning && (row.Type is null || row.Type == type) && row.Field == name)?.Code;
    }
}
