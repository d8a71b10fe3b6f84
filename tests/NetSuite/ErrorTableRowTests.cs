using System.Text;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using static ProcoreNetSuite.NetSuite.ErrorMeaning;

namespace ProcoreNetSuite.Tests.NetSuite;

/// <summary>
/// An answer for each row of the error table, and what it means for a bill, written out beside the table (netsuite-api.md 7.2; connector-behaviour.md 9): a row that
/// is dropped, moved or changed leaves its answer to another row, or to none.
/// </summary>
public sealed class ErrorTableRowTests
{
    /// <summary>Status, o:errorCode, text, meaning, and the code of the problem with a bill; no code where it isn't a refusal but is tried again.</summary>
    private static readonly (int Status, string? Code, string Detail, ErrorMeaning Meaning, string? Problem)[] answers =
    [
        (429, null, "Too many requests.", ConcurrencyLimit, null),
        (400, "CONCURRENCY_LIMIT_EXCEEDED", "Request blocked.", ConcurrencyLimit, null),
        (400, "SSS_REQUEST_LIMIT_EXCEEDED", "Request blocked.", ConcurrencyLimit, null),
        (400, "USER_ERROR", "Concurrent request limit exceeded. Request blocked.", ConcurrencyLimit, null),
        (400, "USER_ERROR", "Request limit exceeded.", ConcurrencyLimit, null),
        (401, "USER_ERROR", "Unauthorized.", Login, "E903"),
        (403, "INVALID_LOGIN", "Invalid login attempt.", Login, "E903"),
        (400, "INSUFFICIENT_PERMISSION", "Your role is too weak.", Permission, "E903"),
        (403, "USER_ERROR", "Forbidden.", Permission, "E903"),
        (400, "USER_ERROR", "Your current role does not have permission to perform this action.", Permission, "E903"),
        (400, "USER_ERROR", "You do not have permission to enter bills.", Permission, "E903"),
        (400, "USER_ERROR", "Permission Violation: this page is not for your role.", Permission, "E903"),
        (400, "USER_ERROR", "You need the 'Bills' permission to access this page.", Permission, "E903"),
        (404, "NONEXISTENT_ID", "Record type 'vendorBill' does not exist.", NoSuchRecordType, "E903"),
        (404, "USER_ERROR", "Record type 'vendorBill' does not exist.", NoSuchRecordType, "E903"),
        (404, "USER_ERROR", "The record instance does not exist.", NotFound, "E413"),
        (400, "NONEXISTENT_ID", "That key is unknown.", NotFound, "E413"),
        (400, "USER_ERROR", "The transaction type specified is incorrect.", WrongTransactionType, "E413"),
        (400, "USER_ERROR", "The transaction date you specified is not within the date range of your accounting period.", ClosedPeriod, "E412"),
        (400, "USER_ERROR", "You cannot post to a closed period.", ClosedPeriod, "E412"),
        (400, "USER_ERROR", "The A/P period is locked.", ClosedPeriod, "E412"),
        (400, "DUP_ENTITY", "Another vendor has this name.", Duplicate, "E409"),
        (400, "DUP_ITEM", "Another item has this name.", Duplicate, "E409"),
        (400, "DUP_RCRD", "Another bill has this number.", Duplicate, "E409"),
        (409, "USER_ERROR", "Conflict.", Duplicate, "E409"),
        (400, "USER_ERROR", "This record already exists.", Duplicate, "E409"),
        (400, "USER_ERROR", "Uniqueness error.", Duplicate, "E409"),
        (400, "USER_ERROR", "This number has already been used.", Duplicate, "E409"),
        (400, "USER_ERROR", "The external ID is already taken.", Duplicate, "E409"),
        (400, "USER_ERROR", "The field tranid contained more than the maximum number ( 45 ) of characters allowed.", FieldTooLong, "E304"),
        (400, "USER_ERROR", "The memo exceeds the maximum of 999 characters.", FieldTooLong, "E304"),
        (400, "USER_ERROR", "You do not have permissions to set a value for element memo due to one of the following reasons: 1) The field is read-only; 2) An associated feature is disabled.", FieldNotOnForm, "E308"),
        (400, "USER_ERROR", "Phone number should have seven digits or more.", ShortPhone, "E304"),
        (400, "USER_ERROR", "Auto-Generated numbers allow no override.", NumberingNotAllowed, "E204"),
        (400, "USER_ERROR", "Auto-numbering is on for this record.", NumberingNotAllowed, "E204"),
        (400, "USER_ERROR", "Please enter value(s) for: Department, Class.", MissingField, "E308"),
        (400, "USER_ERROR", "Please enter a value for Class.", MissingField, "E308"),
        (400, "USER_ERROR", "You must enter a value for Location.", MissingField, "E308"),
        (400, "USER_ERROR", "You must enter at least one line.", MissingField, "E308"),
        (400, "MISSING_REQD_ARGUMENT", "The class is missing.", MissingField, "E308"),
        (400, "USER_ERROR", "Record has been changed.", RecordChanged, "E904"),
        (400, "RCRD_HAS_BEEN_CHANGED", "Somebody was faster.", RecordChanged, "E904"),
        (400, "USER_ERROR", "This record has been locked by a user defined workflow.", Locked, "E413"),
        (400, "USER_ERROR", "The record is locked.", Locked, "E413"),
        (400, "USER_ERROR", "An approved bill cannot be edited.", Locked, "E413"),
        (400, "USER_ERROR", "A paid bill cannot be edited.", Locked, "E413"),
        (400, "USER_ERROR", "Invalid state ZZ.", InvalidStateOrCountry, "E305"),
        (400, "USER_ERROR", "Invalid country XX.", InvalidStateOrCountry, "E305"),
        (400, "USER_ERROR", "The state ZZ of country US is not valid.", InvalidStateOrCountry, "E305"),
        (400, "INVALID_KEY_OR_REF", "There is no department 7.", InvalidReference, "E413"),
        (400, "USER_ERROR", "You have entered an Invalid Field Value 640 for the following field: item", InvalidReference, "E413"),
        (400, "USER_ERROR", "Invalid department reference key 7.", InvalidReference, "E413"),
        (400, "USER_ERROR", "Invalid reference.", InvalidReference, "E413"),
        (400, "USER_ERROR", "The subsidiary does not match the vendor's.", ErrorMeaning.Subsidiary, "E306"),
        (400, "USER_ERROR", "Invalid subsidiary.", ErrorMeaning.Subsidiary, "E306"),
        (400, "USER_ERROR", "The currency is not one of the vendor's.", Currency, "E307"),
        (400, "USER_ERROR", "Invalid currency.", Currency, "E307"),
        (400, "INVALID_CONTENT", "Unknown property foo.", InvalidContent, "E903"),
        (400, "INVALID_PARAMETER", "Invalid search query. Field 'subsidiary' for record 'vendor' was not found. Reason: NOT_EXPOSED", InvalidQuery, "E903"),
        (400, "USER_ERROR", "Invalid search query. Field 'currency' for record 'vendor' was not found. Reason: NOT_EXPOSED", InvalidQuery, "E903"),
        (400, "INVALID_REQUEST", "The request is broken.", InvalidContent, "E903"),
        (405, "USER_ERROR", "Method not allowed.", InvalidContent, "E903"),
        (415, "USER_ERROR", "Unsupported media type.", InvalidContent, "E903"),
        (408, "USER_ERROR", "Timeout.", ServerError, null),
        (500, "USER_ERROR", "Internal error.", ServerError, null),
        (502, null, "Bad gateway.", ServerError, null),
        (503, null, "Service unavailable.", ServerError, null),
        (504, null, "Gateway timeout.", ServerError, null),
        (400, "UNEXPECTED_ERROR", "An unexpected error occurred.", ServerError, null),
    ];

    /// <summary>Meaning, record type, field as NetSuite may write it, and the code of its own that the field has.</summary>
    private static readonly (ErrorMeaning Meaning, RecordType Type, string Field, string Problem)[] fields =
    [
        (MissingField, RecordType.Item, "Expense Account", "E105"),
        (MissingField, RecordType.Item, "Account", "E105"),
        (InvalidReference, RecordType.Item, "expenseAccount", "E105"),
        (InvalidReference, RecordType.Item, "account", "E105"),
        (MissingField, RecordType.Job, "Customer", "E206"),
        (MissingField, RecordType.Job, "Parent", "E206"),
        (MissingField, RecordType.Job, "Client", "E206"),
        (InvalidReference, RecordType.Job, "customer", "E206"),
        (InvalidReference, RecordType.Job, "parent", "E206"),
        (FieldNotOnForm, RecordType.Job, "entityId", "E204"),
        (InvalidReference, RecordType.Job, "subsidiary", "E205"),
        (InvalidReference, RecordType.Vendor, "subsidiary", "E306"),
        (InvalidReference, RecordType.VendorBill, "subsidiary", "E306"),
        (InvalidReference, RecordType.VendorBill, "currency", "E307"),
        (InvalidReference, RecordType.Vendor, "currency", "E307"),
        (InvalidReference, RecordType.VendorBill, "postingPeriod", "E412"),
        (InvalidReference, RecordType.Vendor, "state", "E305"),
        (InvalidReference, RecordType.Vendor, "country", "E305"),
        (FieldTooLong, RecordType.Item, "itemId", "E101"),
        (FieldTooLong, RecordType.Item, "Name", "E101"),
        (FieldTooLong, RecordType.Item, "Item Name/Number", "E101"),
    ];

    [TestCaseSource(nameof(answers))]
    public void An_answer_means_what_netsuite_means_by_it(object written)
    {
        var (status, code, detail, meaning, problem) = ((int, string?, string, ErrorMeaning, string?))written;
        var said = new NetSuiteError(status, code, detail, null);

        Assert.That(said.Meaning, Is.EqualTo(meaning));
        if (problem is not null)
        {
            using var message = new HttpResponseMessage();
            var answer = new HttpAnswer(status, Encoding.UTF8.GetBytes(StubNetSuite.Error(code ?? "", detail, status)), message);
            Assert.That(Refusal.Of(answer, new Sent(RecordType.VendorBill, "invoice INV-1001")).Problem.Code, Is.EqualTo(problem));
        }
    }

    [Test]
    public void Each_row_of_the_table_has_one_answer_that_it_is_the_first_to_fit() => Assert.That(
        answers.Select(one => ErrorTable.Rows.FirstOrDefault(row => row.Fits(new NetSuiteError(one.Status, one.Code, one.Detail, null)))),
        Is.EquivalentTo(ErrorTable.Rows));

    [TestCaseSource(nameof(fields))]
    public void A_field_has_a_code_of_its_own(object written)
    {
        var (meaning, type, field, problem) = ((ErrorMeaning, RecordType, string, string))written;

        Assert.That(ErrorTable.CodeOf(meaning, type, field), Is.EqualTo(problem));
        Assert.That(ProblemCatalog.Codes, Does.Contain(problem));
    }

    [Test]
    public void Each_row_of_fields_is_written_out_here() => Assert.That(ErrorTable.Fields, Has.Length.EqualTo(fields.Length));
}
