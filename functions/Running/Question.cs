using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>What an approver may answer beside a record: a text, so a word that is none of these is refused with them, never passed over (connector-behaviour.md 13.7).</summary>
/// <param name="Key">Of the field in Procore's metadata and requests.</param>
/// <param name="Label">As people read it.</param>
/// <param name="Code">Of the refusal.</param>
/// <param name="Words">Each with what it means.</param>
internal sealed record Question(string Key, string Label, string Code, IReadOnlyList<(string Word, string Meaning)> Words)
{
    public const string Export = "export", Link = "link", FirstOpen = "first_open";

    public static Question DuplicateBill { get; } =
        new(ErpRequestReader.DuplicateBillField, "Duplicate bill", "E409", [(Export, "a second bill"), (Link, "the bill that is there")]);

    public static Question DuplicateVendor { get; } =
        new(ErpRequestReader.DuplicateVendorField, "Duplicate vendor", "E303", [(Export, "another vendor"), (Link, "the vendor that was found")]);

    public static Question ClosedPeriod { get; } = new(ErpRequestReader.ClosedPeriodField, "Closed period", "E412", [(FirstOpen, "the first open day")]);

    /// <returns>Null if the answer can be obeyed, or there is none.</returns>
    public Problem? Check(string? answer) => answer is null || Words.Any(one => one.Word == answer) ? null
        : new(Code, $"\"{answer}\" is no answer in \"{Label}\".")
        {
            OtherRemedy = $"Export again with \"{Label}\" set to {string.Join(" or ", Words.Select(one => $"\"{one.Word}\" ({one.Meaning})"))}, or without an answer.",
        };
}
