using System.Text.Encodings.Web;
using System.Text.Json;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Links;

/// <summary>
/// Writes a record to NetSuite exactly once, at every possible crash: claim, verify an older unfinished claim, write, sort the answer, link
/// (design: "Exactly one effect"; connector-behaviour.md 5.4).
/// </summary>
public sealed partial class ExactlyOnce(ILinkStore links, TimeProvider time)
{
    private readonly LinkChanges changes = new(links, time);

    /// <summary>A write whose answer is missing may still be on its way for so long.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>A write is not begun so near the lease's end that it could still be on its way when the next owner looks.</summary>
    private static readonly TimeSpan LatestStart = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>May be called again with the same write, by the same message or another one: there is one record and one link.</summary>
    /// <returns>Done with NetSuite's id; Waiting if the outcome is unknown, somebody else is writing or NetSuite is down; Rejected if NetSuite
    /// refuses, or holds something else under the external id.</returns>
    public Task<SyncOutcome> WriteAsync(RemoteWrite write, CancellationToken cancellationToken) => SortAsync(() =>
    {
        var payload = PayloadOf(write);

        return write.Seen is { IsPair: true } linked
            ? LookAgainAsync(write, linked, TableKeys.Hash(payload), cancellationToken)
            : ClaimAndSendAsync(write, payload, cancellationToken);
    });

    private static async Task<SyncOutcome> SortAsync(Func<Task<SyncOutcome>> work)
    {
        try
        {
            return await work();
        }
        catch (RejectedException refusal)
        {
            return SyncOutcome.Rejected(refusal.Problem);
        }
        catch (ThrottledException refusal)
        {
            return SyncOutcome.Waiting(refusal.Problem, refusal.After);
        }
        catch (UnavailableException failure)
        {
            return SyncOutcome.Waiting(failure.Problem) with { Answer = failure.Answer };
        }
    }

    private static string PayloadOf(RemoteWrite write) => JsonSerializer.Serialize(write.Payload, write.Payload.GetType(), Json);

    private static Link ClaimOf(RemoteWrite write, string payload) =>
        (write.Seen ?? new Link { Key = write.Key, State = LinkState.Writing }) with
        {
            State = LinkState.Writing,
            OperationId = write.OperationId,
            ExternalId = write.ExternalId,
            PayloadHash = TableKeys.Hash(payload),
            LeaseUntil = write.LeaseUntil,
            Name = write.Name,
            Amount = write.Amount,
            ProjectId = write.ProjectId,
            Bill = write.Bill,
            ReportedAt = null,
        };

    private static SyncOutcome Busy(RemoteWrite write, TimeSpan? delay) =>
        SyncOutcome.Waiting(new Problem("E414", $"{write.Name} is being written to NetSuite by another message."), delay);

    private async Task<SyncOutcome> ClaimAndSendAsync(RemoteWrite write, string payload, CancellationToken cancellationToken)
    {
        var claim = ClaimOf(write, payload);
        var now = time.GetUtcNow();
        if (write.Seen is { State: LinkState.Writing or LinkState.Unknown } unfinished)
        {
            var wait = unfinished.LeaseUntil - now;
            var mayArrive = wait > TimeSpan.Zero;
            if (mayArrive && unfinished.State is LinkState.Writing && unfinished.OperationId != write.OperationId)
            {
                return Busy(write, wait);
            }

            if (await write.Find(cancellationToken) is { } found)
            {
                return await AdoptAsync(write, claim, found, payload, cancellationToken);
            }

            // Not there yet is not the same as never sent.
            if (mayArrive)
            {
                return SyncOutcome.Waiting(new Problem("E414", $"Checking whether NetSuite kept {write.Name}.", unfinished.Failure?.Words), wait);
            }

            if (unfinished.Failure is { Times: >= MostFailures } failure)
            {
                if (!await IsOutageAsync(write.Key, failure, cancellationToken))
                {
                    return await RefuseAsync(write, claim, "refused-by-netsuite", payload, Failing(write.Name, failure), cancellationToken);
                }

                claim = claim with { Failure = null };
            }
        }

        // After the look-up, which may have taken its time.
        if (IsTooLate(write))
        {
            return SyncOutcome.Waiting(new Problem("E902", $"There was no time left to write {write.Name}."), ShortWait);
        }

        return await links.TrySaveAsync(claim, cancellationToken) is { } mine
            ? await SendAsync(write, mine, payload, cancellationToken)
            : Busy(write, ShortWait);
    }

    private bool IsTooLate(RemoteWrite write) => write.LeaseUntil - time.GetUtcNow() < LatestStart;

    private async Task<SyncOutcome> SendAsync(RemoteWrite write, Link claim, string payload, CancellationToken cancellationToken)
    {
        var (id, other) = await TrySendAsync(write, claim, payload, cancellationToken);

        return id is { } written ? await LinkAsync(write, claim, written, "written", payload, cancellationToken) : other!;
    }

    /// <returns>The id of what is written now and has to be linked, or how it ended otherwise.</returns>
    private async Task<(NetSuiteId? Written, SyncOutcome? Other)> TrySendAsync(
        RemoteWrite write, Link claim, string payload, CancellationToken cancellationToken)
    {
        try
        {
            var id = await write.Write(cancellationToken);
            if (write.Seen is { State: LinkState.Unknown })
            {
                ConnectorMetrics.UnknownEnded("written");
            }

            return (id, null);
        }
        catch (RejectedException refusal)
        {
            return (null, refusal.IsDuplicate && await write.Find(cancellationToken) is { } found
                ? await AdoptAsync(write, claim, found, payload, cancellationToken)
                : await RefuseAsync(write, claim, "refused-by-netsuite", payload, refusal.Problem, cancellationToken));
        }
        catch (Exception failure) when (failure is ThrottledException or UnavailableException { Answer: null })
        {
            await GiveBackAsync(claim, cancellationToken);
            throw;
        }
        catch (UnknownOutcomeException unknown)
        {
            return (null, await WaitAsync(write, claim, payload, unknown.Problem, unknown.Answer, cancellationToken));
        }
        catch (UnavailableException failure)
        {
            return (null, await WaitAsync(write, claim, payload, failure.Problem, failure.Answer, cancellationToken));
        }
    }

    /// <summary>NetSuite may have kept it: whoever comes next looks, once what was sent must have arrived.</summary>
    private async Task<SyncOutcome> WaitAsync(RemoteWrite write, Link claim, string payload, Problem problem, string? answer, CancellationToken cancellationToken)
    {
        ConnectorMetrics.OutcomeIsUnknown();
        await RememberAsync(write, "unknown", payload, problem.ToString(), cancellationToken);
        var now = time.GetUtcNow();
        await links.TrySaveAsync(
            claim with { State = LinkState.Unknown, LeaseUntil = now + Settling, Failure = Next(claim.Failure, answer, problem.Detail, now) }, cancellationToken);

        return SyncOutcome.Waiting(problem, Settling);
    }

    private Task<SyncOutcome> AdoptAsync(RemoteWrite write, Link claim, Existing found, string payload, CancellationToken cancellationToken)
    {
        if (found.Difference is { } difference)
        {
            return RefuseAsync(write, claim, "not-adopted", payload, difference, cancellationToken);
        }

        ConnectorMetrics.DuplicatePrevented("adopted");
        if (write.Seen is { State: LinkState.Unknown })
        {
            ConnectorMetrics.UnknownEnded("adopted");
        }

        return LinkAsync(write, claim, found.Id, "adopted", payload, cancellationToken);
    }

    private Link PairOf(RemoteWrite write, Link claim, NetSuiteId id) =>
        claim with { NetSuiteId = id, Failure = null, WrittenAt = write.LinksTo is null ? time.GetUtcNow() : null };

    /// <summary>The history comes first: after the link nobody would come back to add it.</summary>
    private async Task<SyncOutcome> LinkAsync(
        RemoteWrite write, Link claim, NetSuiteId id, string decision, string payload, CancellationToken cancellationToken)
    {
        await links.AppendHistoryAsync([EndOf(write, decision, payload, id)], cancellationToken);
        try
        {
            await links.LinkAsync(PairOf(write, claim, id), cancellationToken);

            return SyncOutcome.Done(id);
        }
        catch (LinkConflictException conflict)
        {
            return await RefuseAsync(write, claim, "conflict", payload, LinkConflicts.ProblemOf(write.Key.Entity, conflict), cancellationToken);
        }
    }

    /// <summary>Whoever lost the claim has no say any more: its new owner will tell Procore how it ended.</summary>
    private async Task<SyncOutcome> RefuseAsync(
        RemoteWrite write, Link claim, string decision, string payload, Problem problem, CancellationToken cancellationToken)
    {
        await RememberAsync(write, decision, payload, problem.ToString(), cancellationToken);

        return await GiveBackAsync(claim, cancellationToken) ? SyncOutcome.Rejected(problem) : Busy(write, ShortWait);
    }

    /// <summary>Ends a claim of which nothing more will reach NetSuite.</summary>
    private async Task<bool> GiveBackAsync(Link claim, CancellationToken cancellationToken) =>
        await links.TrySaveAsync(
            claim with { State = claim.NetSuiteId is null ? LinkState.Open : LinkState.Unlinked, LeaseUntil = null, Failure = null }, cancellationToken) is not null;

    private Task RememberAsync(RemoteWrite write, string decision, string payload, string came, CancellationToken cancellationToken) =>
        links.AppendHistoryAsync([Entry(write, decision, payload, came)], cancellationToken);

    /// <summary>How it came to its record.</summary>
    private HistoryEntry EndOf(RemoteWrite write, string decision, string payload, NetSuiteId id) => write.LinksTo is { } there && there.Id == id
        ? new(write.Key, write.OperationId, "linked", time.GetUtcNow(), write.Who, null, $"{there.Words}; nothing was sent.")
        : Entry(write, decision, payload, $"NetSuite record {id}");

    private HistoryEntry Entry(RemoteWrite write, string decision, string payload, string came) =>
        new(write.Key, write.OperationId, decision, time.GetUtcNow(), write.Who, payload, came);
}
