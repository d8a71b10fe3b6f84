using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>Why two records can't become a pair, with names and ids of both sides.</summary>
internal static class LinkConflicts
{
    /// <param name="holder">Procore id of the record that has it.</param>
    public static LinkConflictException RecordIsTaken(Link wanted, long holder, Link? held) => new(
        $"NetSuite record {wanted.NetSuiteId} is linked to {Say(held?.Name, holder)} and can't be linked to {Say(wanted)} as well.", held);

    /// <summary>Null if <paramref name="wanted"/> may replace what is stored for its Procore record.</summary>
    public static LinkConflictException? Between(Link current, Link wanted)
    {
        if (current.IsPair && current.NetSuiteId != wanted.NetSuiteId)
        {
            return new($"{Say(current)} is linked to NetSuite record {current.NetSuiteId} and can't be linked to {wanted.NetSuiteId} as well.", current);
        }

        // Somebody linked this pair and a user unlinked it while this writer slept: its record is gone.
        return current is { State: LinkState.Unlinked } && current.NetSuiteId == wanted.NetSuiteId && current.ETag != wanted.ETag
            ? new($"{Say(current)} was unlinked from NetSuite record {current.NetSuiteId} in the meantime.", current)
            : null;
    }

    private static string Say(Link link) => Say(link.Name, link.Key.ProcoreId);

    private static string Say(string? name, long procoreId) => name is null ? $"Procore record {procoreId}" : $"{name} (Procore record {procoreId})";

    /// <summary>The conflict as the person reads it who asked for the export.</summary>
    public static Problem ProblemOf(EntityType entity, LinkConflictException conflict)
    {
        var code = entity switch
        {
            EntityType.SubcontractorInvoice => "E409",
            EntityType.WbsCode => "E102",
            EntityType.Project => "E201",
            _ => "E302",
        };

        return new(code, conflict.Message) { OtherRemedy = "Unlink the other one in Procore first, then export again." };
    }
}
