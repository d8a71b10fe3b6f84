using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.SubcontractorInvoices;

/// <summary>A budget code that was renumbered after its item was made.</summary>
/// <param name="Code">As it is now.</param>
/// <param name="Name">That an item made today would have.</param>
/// <param name="Item">Its link, with the name that the item was made with.</param>
internal sealed record RenumberedCode(string Code, string Name, Link Item);

/// <summary>
/// Budget codes keep their items when they are renumbered: the bill says so, and the item is renamed where the settings want it. Codes whose numbers were given to each other
/// are refused: nobody could tell by an item's name which of them is meant (connector-behaviour.md 13.7).
/// </summary>
public sealed class RenumberedCodes(ILinkStore links, LinkChanges changes)
{
    internal async Task<IReadOnlyList<InvoiceDraft>> CheckAsync(SyncWork work, IReadOnlyList<InvoiceDraft> drafts, CancellationToken cancellationToken)
    {
        var looked = new List<InvoiceDraft>();
        foreach (var draft in drafts)
        {
            looked.Add(draft is { IsOpen: true, Renumbered.Count: > 0 } ? await CheckAsync(work, draft, cancellationToken) : draft);
        }

        return looked;
    }

    private async Task<InvoiceDraft> CheckAsync(SyncWork work, InvoiceDraft draft, CancellationToken cancellationToken)
    {
        var names = draft.Renumbered.Select(code => code.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var holders = new Dictionary<string, Link>(StringComparer.OrdinalIgnoreCase);
        await foreach (var link in links.ListAsync(work.Connection.Id, EntityType.WbsCode, draft.Project!.Key.ProcoreId, cancellationToken))
        {
            if (link is { IsPair: true, Name: { } name } && names.Contains(name))
            {
                holders[name] = link;
            }
        }

        List<Problem> problems =
        [
            .. draft.Renumbered.Where(code => holders.ContainsKey(code.Name)).Select(code => new Problem(
                "E102",
                $"Budget code {code.Code} was renumbered after its item {code.Item.Name} (NetSuite record {code.Item.NetSuiteId}) was made, and item {code.Name} (record {holders[code.Name].NetSuiteId}) belongs to another budget code of the project.")
            {
                OtherRemedy = "Give the budget codes back the numbers that they had when their items were made, then export again.",
            }),
        ];
        if (problems.Count > 0)
        {
            return draft.End(SyncOutcome.Rejected(problems));
        }

        List<string> notes = [];
        foreach (var code in draft.Renumbered)
        {
            if (!work.Connection.Settings.RenameItems)
            {
                notes.Add($"Note: budget code {code.Code} is booked on item {code.Item.Name} (NetSuite record {code.Item.NetSuiteId}), made before the code was renumbered.");
                continue;
            }

            var (note, failure) = await Outcomes.TryAsync(() => RenameAsync(work, code, cancellationToken));
            if (note is null && failure!.Status is not SyncStatus.Rejected)
            {
                return draft.End(failure);
            }

            notes.Add(note ?? $"Note: item {code.Item.Name} (NetSuite record {code.Item.NetSuiteId}) could not be renamed to {code.Name}: {failure!.Problems[0].Message}");
        }

        return draft with { Notes = [.. draft.Notes, .. notes] };
    }

    /// <summary>May be repeated: it is set, not changed.</summary>
    private async Task<string> RenameAsync(SyncWork work, RenumberedCode code, CancellationToken cancellationToken)
    {
        var id = code.Item.NetSuiteId!.Value;
        await work.Connection.NetSuite.RenameItemAsync(id, code.Name, cancellationToken);
        await changes.RenameAsync(code.Item, code.Name, new(work.OperationId, work.Who, "renamed", $"NetSuite item {id} is called {code.Name} as its budget code, no longer {code.Item.Name}."), cancellationToken);

        return $"Note: item {code.Item.Name} (NetSuite record {id}) is called {code.Name} now, as its budget code.";
    }
}
