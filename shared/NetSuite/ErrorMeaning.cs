namespace ProcoreNetSuite.NetSuite;

/// <summary>What a refusal means for the connector.</summary>
internal enum ErrorMeaning
{
    /// <summary>NetSuite refused, for a reason that is not in the table.</summary>
    Unrecognised,
    Login,
    Permission,
    NotFound,
    NoSuchRecordType,
    WrongTransactionType,
    ConcurrencyLimit,
    ClosedPeriod,
    Duplicate,
    MissingField,
    InvalidReference,
    FieldTooLong,

    /// <summary>The form of the connector's role hides the field or shows it only, or NetSuite fills it itself. It says "permissions", and the role has nothing to do with it.</summary>
    FieldNotOnForm,
    ShortPhone,
    InvalidStateOrCountry,
    Subsidiary,
    Currency,
    NumberingNotAllowed,
    RecordChanged,
    Locked,
    InvalidContent,
    InvalidQuery,
    ServerError,
}
