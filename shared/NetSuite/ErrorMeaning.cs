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
