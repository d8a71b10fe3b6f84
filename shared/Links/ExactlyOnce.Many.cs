using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Links;

/// <content>A batch: its claims, its history and its links are stored together, so that a record costs no table calls of its own.</content>
public sealed partial class ExactlyOnce
{
    /// <summary>Two rows for each pair, a hundred in a transaction.</summary>
    private const int MostTogether = 50;

    /// <summary>
    /// As <see cref="WriteAsync"/> for each, all at once. What no message has begun yet is claimed together and linked together; whatever stands in the way of that sends each its own way.
    /// </summary>
    /// <param name="writes">All of one connection and entity, and with one lease.</param>
    /// <returns>The outcomes, in the same order.</returns>
    public async Task<IReadOnlyList<SyncOutcome>> WriteManyAsync(IReadOnlyList<RemoteWrite> writes, CancellationToken cancellationToken)
    {
        List<Attempt> fresh =
        [
            .. writes.Where(write => write.Seen is null or { State: LinkState.Open or LinkState.Unlinked }).DistinctBy(write => write.Key).Take(MostTogether)
                .Select(write => (Write: write, Payload: PayloadOf(write)))
                .Select(one => new Attempt(one.Write, one.Payload, ClaimOf(one.Write, one.Payload))),
        ];
        if (fresh.Count < 2 || IsTooLate(fresh[0].Write)
            || await links.TrySaveManyAsync([.. fresh.Select(attempt => attempt.Claim)], cancellationToken) is not { } claims)
        {
            return await Task.WhenAll(writes.Select(write => WriteAsync(write, cancellationToken)));
        }

        var together = SendTogetherAsync([.. fresh.Zip(claims, (attempt, claim) => attempt with { Claim = claim })], cancellationToken);

        return await Task.WhenAll(writes.Select(write =>
            fresh.FindIndex(attempt => ReferenceEquals(attempt.Write, write)) is >= 0 and var place ? AtAsync(together, place) : WriteAsync(write, cancellationToken)));
    }

    private static async Task<SyncOutcome> AtAsync(Task<IReadOnlyList<SyncOutcome>> together, int place) => (await together)[place];

    /// <summary>What is written gets its link whatever happens to its neighbours.</summary>
    private async Task<IReadOnlyList<SyncOutcome>> SendTogetherAsync(IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        var sent = attempts.Select(attempt => SendOneAsync(attempt, cancellationToken)).ToList();
        await ((Task)Task.WhenAll(sent)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<(Attempt Attempt, NetSuiteId Id)> written =
        [
            .. attempts.Zip(sent).Where(pair => pair.Second.IsCompletedSuccessfully && pair.Second.Result.Written is not null)
                .Select(pair => (pair.First, pair.Second.Result.Written!.Value)),
        ];
        var linked = new Queue<SyncOutcome>(await LinkTogetherAsync(written, cancellationToken));

        return [.. (await Task.WhenAll(sent)).Select(end => end.Other ?? linked.Dequeue())];
    }

    private async Task<(NetSuiteId? Written, SyncOutcome? Other)> SendOneAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        NetSuiteId? written = null;
        var other = await SortAsync(async () =>
        {
            (written, var ended) = await TrySendAsync(attempt.Write, attempt.Claim, attempt.Payload, cancellationToken);

            return ended!;
        });

        return (written, other);
    }

    /// <summary>The history comes first: after the links nobody would come back to add it.</summary>
    private async Task<IReadOnlyList<SyncOutcome>> LinkTogetherAsync(
        IReadOnlyList<(Attempt Attempt, NetSuiteId Id)> written, CancellationToken cancellationToken)
    {
        if (written.Count == 0)
        {
            return [];
        }

        await links.AppendHistoryAsync(
            [.. written.Select(one => EndOf(one.Attempt.Write, "written", one.Attempt.Payload, one.Id))], cancellationToken);

        // Two invoices may have been given the same bill by hand: the second has to be refused by name.
        var isOneEach = written.DistinctBy(one => one.Id).Count() == written.Count;

        return isOneEach && await links.TryLinkManyAsync([.. written.Select(one => PairOf(one.Attempt.Write, one.Attempt.Claim, one.Id))], cancellationToken)
            ? [.. written.Select(one => SyncOutcome.Done(one.Id))]
            : await Task.WhenAll(written.Select(one =>
                LinkAsync(one.Attempt.Write, one.Attempt.Claim, one.Id, "written", one.Attempt.Payload, cancellationToken)));
    }

    /// <param name="Payload">What is sent, as JSON.</param>
    private sealed record Attempt(RemoteWrite Write, string Payload, Link Claim);
}
