using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>What becomes of a company that is probably in NetSuite already (connector-behaviour.md 13.2): the approver decides, and every refusal says how.</summary>
internal static class DuplicateVendor
{
    private const string ByExport = "export again with \"Duplicate vendor\" set to \"export\" (another vendor)";

    /// <summary>Whether it matters what is alike in NetSuite: who says that it is another company has been told.</summary>
    public static bool MindsOthers(string? answer) => answer is not Question.Export;

    /// <summary>Whether the company may go on although another one has its name or tax id: to be another one is what the answer says; of which one a link is meant, the look into NetSuite decides.</summary>
    public static bool MayPass(string? answer, Holder other) => answer is Question.Export || (answer == Question.Link && other.IsWritten);

    /// <summary>
    /// What the answer comes to for a company that is linked already: who decides something must read what holds. The words are true as well where this very answer led to the link, and a
    /// later copy of its message comes because Procore could not be told.
    /// </summary>
    /// <param name="vendor">Its vendor in words, with its record.</param>
    /// <param name="isOurs">That one was made of this company, so that an export anew would end at it.</param>
    /// <returns>A line for the approver, or why the answer can't be obeyed.</returns>
    public static (string? Note, Problem? Problem) DecideLinked(string name, string answer, string vendor, bool isOurs) => (answer, isOurs) switch
    {
        (Question.Export, false) => (null, new("E302", $"{name} is linked to NetSuite vendor {vendor} already, so \"export\" in \"Duplicate vendor\" makes no other vendor of it.")
        {
            OtherRemedy = "To get another one, unlink the company in Procore, or have Procore's support reset it, then export it again with this answer; to keep that one, export it again without an answer.",
        }),
        (Question.Export, true) => ($"Note: {name} is NetSuite vendor {vendor}, which was made of it. An export makes no second vendor of a company, whatever the answer in \"Duplicate vendor\".", null),
        _ => ($"Note: {name} is linked to NetSuite vendor {vendor} and stays so, whatever the answer in \"Duplicate vendor\". To link another vendor, unlink the company in Procore first.", null),
    };

    /// <summary>Another company is in NetSuite with the same name or tax id.</summary>
    public static Problem IsTaken(Holder other, string label) =>
        new("E302", $"NetSuite vendor {other.Link!.Name} (record {other.Link.NetSuiteId}) has the same {label} and is already linked to company {other.Name} ({other.Key.ProcoreId}).");

    /// <param name="name">The company's.</param>
    /// <param name="matches">Without the vendor that an earlier export of this company made; none if nobody minds them.</param>
    /// <param name="isThere">That one is in NetSuite.</param>
    /// <param name="subsidiary">Name of the connector's.</param>
    /// <returns>The vendor to link; or why the company can't be written; or neither: write it.</returns>
    public static (EntityFound? LinkTo, IReadOnlyList<Problem> Problems) Decide(
        string name, string? answer, IReadOnlyList<VendorMatch> matches, bool isThere, string subsidiary) => answer switch
        {
            Question.Link when matches.Count > 0 => Choose(name, matches, subsidiary),
            Question.Link when !isThere => (null, [new("E303", $"There is no vendor like {name} to link to.") { OtherRemedy = "Export again without an answer in \"Duplicate vendor\"." }]),
            _ => (null, [.. Explain(name, matches, subsidiary)]),
        };

    /// <summary>Who has the tax id is meant, not who has only the name; and who can be linked, not who can't.</summary>
    private static (EntityFound? LinkTo, IReadOnlyList<Problem> Problems) Choose(string name, IReadOnlyList<VendorMatch> matches, string subsidiary)
    {
        var strongest = matches.Min(match => match.By);
        List<VendorMatch> meant = [.. matches.Where(match => match.By == strongest)];
        List<VendorMatch> free = [.. meant.Where(match => match.Holder is null)];
        List<VendorMatch> usable = [.. free.Where(match => match.IsUsable)];

        return usable.Count switch
        {
            1 => (usable[0].Vendor, []),
            0 => (null, [.. Explain(name, free.Count > 0 ? free : meant, subsidiary)]),
            _ => (null, [new("E303", $"More than one vendor is like {name}: {Names(usable)}.") { OtherRemedy = Several }]),
        };
    }

    private static string Several => $"Refresh the vendors list and link the company to one of them in Ready to Import, or {ByExport}.";

    private static IEnumerable<Problem> Explain(string name, IReadOnlyList<VendorMatch> matches, string subsidiary)
    {
        foreach (var match in matches.Where(match => match.Holder is not null))
        {
            yield return new("E302", $"NetSuite vendor {match.Vendor} has the same {Word(match.By)} and is already linked to company {match.Holder!.Name} ({match.Holder.Key.ProcoreId}).");
        }

        List<VendorMatch> free = [.. matches.Where(match => match.Holder is null)];
        List<VendorMatch> usable = [.. free.Where(match => match.IsUsable)];
        if (usable.Count > 0)
        {
            yield return new("E303", $"{name} is probably in NetSuite already: {Names(usable)}.") { OtherRemedy = usable.Count > 1 ? Several : null };
        }

        foreach (var match in free.Where(match => !match.IsUsable))
        {
            yield return Unusable(name, match, subsidiary);
        }
    }

    /// <summary>All that keeps bills from being booked on it, at once.</summary>
    private static Problem Unusable(string name, VendorMatch match, string subsidiary)
    {
        var label = match.Vendor.Label;
        var found = $"NetSuite vendor {match.Vendor} has the same {Word(match.By)} as {name}, but";
        var (code, why, repair) = match.Vendor switch
        {
            { IsOurs: false, Inactive: true } => ("E306", $"not the subsidiary {subsidiary}, and is inactive", $"Add subsidiary {subsidiary} to vendor {label} in NetSuite and make it active there"),
            { IsOurs: false } => ("E306", $"not the subsidiary {subsidiary}", $"Add subsidiary {subsidiary} to vendor {label} in NetSuite"),
            _ => ("E303", "is inactive", $"Make vendor {label} active in NetSuite"),
        };

        return new(code, $"{found} {why}.") { OtherRemedy = $"{repair}, then export again with \"Duplicate vendor\" set to \"link\"; or {ByExport}." };
    }

    private static string Names(IReadOnlyList<VendorMatch> matches) => string.Join(", ", matches.Select(match => $"vendor {match.Vendor}, by {Word(match.By)}"));

    private static string Word(SameBy by) => by is SameBy.TaxId ? "tax id" : "name";
}
