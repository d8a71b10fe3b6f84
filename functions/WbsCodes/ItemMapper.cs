using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.WbsCodes;

/// <summary>Turns a WBS code into an Other Charge item, or says why it can't be one. A name is never cut: two codes could fall together.</summary>
public static class ItemMapper
{
    /// <summary>Limits of NetSuite's item fields (connector-behaviour.md 7.1), in characters.</summary>
    private const int NameLimit = 60, DisplayNameLimit = 60;

    /// <param name="projectNumber">As it was when the project was first exported: items keep it, whatever becomes of the number.</param>
    public static Mapped<OtherChargeItem> Map(WbsCode source, string projectNumber, string externalId)
    {
        var code = source.FlatCode?.Trim() ?? "";
        var name = $"{projectNumber}-{code}";
        List<Problem> problems = [.. Check(source, code, name)];
        var description = string.IsNullOrWhiteSpace(source.Description) ? code : source.Description.Trim();

        return problems.Count > 0 ? problems : new OtherChargeItem(externalId, name, Cut(description), description);
    }

    private static IEnumerable<Problem> Check(WbsCode source, string code, string name)
    {
        if (code.Length == 0)
        {
            yield return new Problem("E411", $"WBS code {source.Id} has no code of its own.");
            yield break;
        }

        if (name.Length > NameLimit)
        {
            yield return new Problem("E101", $"{code} makes a name of {name.Length} characters, {name}; NetSuite allows {NameLimit}.");
        }

        if (source.SegmentItems.All(item => item.Type != "line_item_type"))
        {
            yield return new Problem("E103", $"{code} has no cost type.");
        }

        if (CostCodeRules.IsSingle(source))
        {
            yield return new Problem("E104", $"{code} is a cost code of a single tier; cost codes need two tiers.");
        }
    }

    /// <summary>To the limit, and never through the middle of a character.</summary>
    private static string Cut(string text) => text.Length <= DisplayNameLimit
        ? text
        : text[..(char.IsHighSurrogate(text[DisplayNameLimit - 1]) ? DisplayNameLimit - 1 : DisplayNameLimit)].TrimEnd();
}
