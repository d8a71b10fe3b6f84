using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Links;

/// <content>A record that is linked already.</content>
public sealed partial class ExactlyOnce
{
    /// <summary>What to do where NetSuite's record is of no use any more; support's reset is for records that Procore shows as not synced.</summary>
    public const string UnlinkFirst = "Unlink it in Procore, or have Procore's support reset it, then export it again.";

    /// <summary>A linked record that a person deleted in NetSuite.</summary>
    public static Problem Gone(string name, NetSuiteId? id) =>
        new("E415", $"{name} was exported as NetSuite record {id}, which is no longer there.") { OtherRemedy = UnlinkFirst };

    /// <summary>The record is linked already: is it still there, and still what we would send?</summary>
    private async Task<SyncOutcome> LookAgainAsync(RemoteWrite write, Link linked, string hash, CancellationToken cancellationToken)
    {
        var isOurs = linked.OperationId == write.OperationId;
        if (linked.State is LinkState.Linked && isOurs && linked.PayloadHash == hash)
        {
            ConnectorMetrics.DuplicatePrevented("linked");

            return SyncOutcome.Done(linked.NetSuiteId);
        }

        var found = await write.Find(cancellationToken);
        if (found is null || found.Id != linked.NetSuiteId)
        {
            var gone = Gone(write.Name, linked.NetSuiteId);
            await changes.MarkAsync(linked, LinkState.Orphaned, gone, write.OperationId, write.Who, cancellationToken);

            return SyncOutcome.Rejected(gone);
        }

        if (linked.PayloadHash is { } sent && sent != hash && !isOurs)
        {
            var what = write.Key.Entity is EntityType.SubcontractorInvoice ? "The requisition" : write.Name;

            return SyncOutcome.Rejected(new Problem("E416", $"{what} is still in NetSuite. Please delete it before retrying."));
        }

        if (found.Difference is { } difference)
        {
            await changes.MarkAsync(linked, LinkState.Changed, difference, write.OperationId, write.Who, cancellationToken);

            return SyncOutcome.Rejected(difference);
        }

        if (linked.State is not LinkState.Linked)
        {
            await changes.MarkAsync(linked, LinkState.Linked, null, write.OperationId, write.Who, cancellationToken);
        }

        ConnectorMetrics.DuplicatePrevented("linked");

        return SyncOutcome.Done(linked.NetSuiteId);
    }
}
