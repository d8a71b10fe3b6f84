using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <summary>What was decided about a record, by whom, and what came of it.</summary>
/// <param name="OperationId">The message or run that led to it.</param>
/// <param name="Who">Procore user id of the person who asked, or an operator's name; null if nobody is known.</param>
/// <param name="What">In a word, such as linked or unlinked.</param>
/// <param name="Came">In words.</param>
public sealed record Decision(string OperationId, string? Who, string What, string Came);

/// <summary>
/// The one place where a link's state changes, beside <see cref="ExactlyOnce"/>, which writes: each change leaves a line in the record's history (connector-behaviour.md
/// 13.5). The history comes first: after the link nobody would come back to add it. Any of it may be repeated.
/// </summary>
public sealed class LinkChanges(ILinkStore links, TimeProvider time)
{
    /// <summary>Stores a pair that is there already: nothing is sent.</summary>
    /// <exception cref="LinkConflictException">Either record is linked to another one.</exception>
    public async Task<Link> LinkAsync(Link link, Decision why, CancellationToken cancellationToken)
    {
        await RememberAsync(link.Key, why, cancellationToken);

        return await links.LinkAsync(link with { OperationId = why.OperationId }, cancellationToken);
    }

    /// <summary>Ends the pair; see <see cref="ILinkStore.UnlinkAsync"/>.</summary>
    public async Task UnlinkAsync(Link link, Decision why, CancellationToken cancellationToken)
    {
        await RememberAsync(link.Key, why, cancellationToken);
        await links.UnlinkAsync(link, cancellationToken);
    }

    /// <summary>The operation takes the pair into its hands, so that its next delivery knows it again. No state changes.</summary>
    /// <returns>Null if someone else was faster.</returns>
    public Task<Link?> TryTakeAsync(Link link, string operationId, CancellationToken cancellationToken) => links.TrySaveAsync(link with { OperationId = operationId }, cancellationToken);

    /// <summary>Keeps what was found out about NetSuite's record of a pair, if it is still the same pair.</summary>
    /// <param name="problem">What is wrong with it; null if it is as it was sent.</param>
    /// <returns>True if it was not so before.</returns>
    public async Task<bool> MarkAsync(Link seen, LinkState state, Problem? problem, string operationId, string? who, CancellationToken cancellationToken)
    {
        for (var link = seen; link is { IsPair: true } && link.NetSuiteId == seen.NetSuiteId; link = await links.FindAsync(seen.Key, cancellationToken))
        {
            if (link.State == state && (problem is null || link.Problems.Contains(problem)))
            {
                return false;
            }

            var came = problem?.ToString() ?? $"NetSuite record {link.NetSuiteId} is as it was sent.";
            await RememberAsync(link.Key, new(operationId, who, $"found-{state.ToString().ToLowerInvariant()}", came), cancellationToken);
            var marked = link with { State = state, Problems = problem is null ? [] : [problem], ParkedAt = problem is null ? null : time.GetUtcNow() };
            if (await links.TrySaveAsync(marked, cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Keeps where a linked bill books its amounts, if that was not kept yet: later comparisons need it. No state changes.</summary>
    public async Task KeepAsync(Link seen, BillHead bill, string operationId, string? who, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(seen.Key, cancellationToken) is { IsPair: true, Bill.Distribution: null } link && link.NetSuiteId == seen.NetSuiteId)
        {
            await RememberAsync(link.Key, new(operationId, who, "kept", "Items, projects and amounts of the bill's lines are compared from now on, with those it has today."), cancellationToken);
            await links.TrySaveAsync(link with { Bill = bill }, cancellationToken);
        }
    }

    /// <summary>Keeps another name of a pair's record, in the operation's hands: what was reserved under the old name is anybody's. No state changes.</summary>
    public async Task RenameAsync(Link seen, string name, Decision why, CancellationToken cancellationToken)
    {
        await RememberAsync(seen.Key, why, cancellationToken);
        for (var link = seen; link is { IsPair: true } && link.NetSuiteId == seen.NetSuiteId && link.Name != name; link = await links.FindAsync(seen.Key, cancellationToken))
        {
            await links.TrySaveAsync(link with { Name = name, OperationId = why.OperationId }, cancellationToken);
        }
    }

    /// <summary>Parks records with their problems; see <see cref="ILinkStore.ParkAsync"/>.</summary>
    /// <param name="why">How they were refused.</param>
    public async Task ParkAsync(
        IReadOnlyList<(LinkKey Key, string? Name, IReadOnlyList<Problem> Problems)> parked, IReadOnlyList<HistoryEntry> why, CancellationToken cancellationToken)
    {
        await links.AppendHistoryAsync(why, cancellationToken);
        await links.ParkAsync(parked, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Notes that Procore was told; see <see cref="ILinkStore.MarkReportedAsync"/>.</summary>
    /// <param name="why">What it was told.</param>
    public async Task ReportAsync(
        IReadOnlyList<(LinkKey Key, long? RequestDetailId, bool Succeeded)> reported, IReadOnlyList<HistoryEntry> why, CancellationToken cancellationToken)
    {
        await links.AppendHistoryAsync(why, cancellationToken);
        await links.MarkReportedAsync(reported, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>A decision that changes no state.</summary>
    public Task RememberAsync(LinkKey key, Decision why, CancellationToken cancellationToken) =>
        links.AppendHistoryAsync([new HistoryEntry(key, why.OperationId, why.What, time.GetUtcNow(), why.Who, null, why.Came)], cancellationToken);
}
