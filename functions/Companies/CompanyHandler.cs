using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>Companies to vendors: reload, map, reserve name and tax id, look for duplicates, write. A linked company is marked again and never written again.</summary>
public sealed class CompanyHandler(VendorLookup lookup, CompanyLinker linker, Reserver reserver, ILinkStore links, ExactlyOnce once, TimeProvider time) : ISyncHandler
{
    public string Queue => QueueNames.Companies;

    public LinkKey KeyOf(SyncMessage message, SyncItem item) => new(message.ConnectionId, EntityType.Company, item.ProcoreId);

    public async Task<IReadOnlyList<SyncOutcome>> HandleAsync(SyncWork work, CancellationToken cancellationToken)
    {
        var outcomes = new List<SyncOutcome>();
        foreach (var task in work.Tasks)
        {
            outcomes.Add(await Outcomes.SortAsync(() => work.Message.Command switch
            {
                SyncCommand.Export => ExportAsync(work, task, cancellationToken),
                SyncCommand.Unlink => UnlinkAsync(work, task, cancellationToken),
                SyncCommand.Link => linker.LinkAsync(work, task, cancellationToken),
                SyncCommand.Merge => linker.MergeAsync(work, task, cancellationToken),
                _ => Task.FromResult(SyncOutcome.Skipped($"Companies know no command {work.Message.Command}.")),
            }));
        }

        return outcomes;
    }

    private async Task<SyncOutcome> ExportAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        var externalId = ExternalIds.InNetSuite(work.Connection.CompanyId, EntityType.Company, task.Key.ProcoreId);
        if (task.Link is { State: LinkState.Linked or LinkState.Changed, NetSuiteId: { } known })
        {
            return await MarkAsync(work, task, externalId, known, cancellationToken);
        }

        if (await work.Connection.Procore.FindCompanyAsync(task.Key.ProcoreId, cancellationToken) is not { } company)
        {
            return task.Item.RequestDetailId is null
                ? SyncOutcome.Skipped($"Company {task.Key.ProcoreId} is no longer in the directory.")
                : SyncOutcome.Rejected(new Problem("E301", $"Company {task.Key.ProcoreId} is no longer in the directory.")
                {
                    OtherRemedy = "Add the company to Procore's directory again, then export it.",
                });
        }

        var mapped = VendorMapper.Map(company, externalId);
        if (mapped.Value is not { } vendor)
        {
            return SyncOutcome.Rejected(mapped.Problems) with { Name = company.Name };
        }

        return await reserver.RunAsync(
            work,
            task,
            vendor.CompanyName,
            VendorIdentity.Of(vendor.CompanyName, company.BusinessRegister?.Identifier),
            "name or tax id",
            other => new Problem("E302", $"NetSuite vendor {other.Link!.Name} ({other.Link.NetSuiteId}) is already linked to company {other.Name} ({other.Key.ProcoreId})."),
            () => WriteAsync(work, task, company, vendor, cancellationToken),
            cancellationToken);
    }

    private async Task<SyncOutcome> WriteAsync(SyncWork work, SyncTask task, Company company, Vendor vendor, CancellationToken cancellationToken)
    {
        var externalId = vendor.ExternalId;
        var duplicates = await lookup.FindDuplicatesAsync(work.Connection, company, vendor, cancellationToken);
        if (duplicates.Count > 0)
        {
            return SyncOutcome.Rejected(duplicates) with { Name = company.Name };
        }

        var outcome = await once.WriteAsync(
            new RemoteWrite(
                task.Key,
                task.Link,
                externalId,
                vendor.CompanyName,
                vendor,
                Amount: null,
                work.OperationId,
                work.LeaseUntil,
                work.Who,
                token => work.Connection.NetSuite.UpsertVendorAsync(vendor, token),
                token => VendorLookup.FindAsync(work.Connection, externalId, token)),
            cancellationToken);

        return outcome is { Status: SyncStatus.Done, NetSuiteId: { } id }
            ? await MarkAsync(work, task, externalId, id, cancellationToken)
            : outcome;
    }

    private static async Task<SyncOutcome> MarkAsync(
        SyncWork work, SyncTask task, string externalId, NetSuiteId id, CancellationToken cancellationToken)
    {
        var vendor = await work.Connection.NetSuite.FindVendorAsync(externalId, cancellationToken);
        var number = vendor?.Id == id ? vendor.Number : null;

        return SyncOutcome.Done(
            id, [new ExternalData(ItemTypes.Vendor, task.Key.ProcoreId, work.Connection.OriginId("vendor", id.Value), number ?? id.Value)]);
    }

    /// <summary>The vendor in NetSuite stays as it is. Bills that were made with it keep it: they hold the vendor themselves.</summary>
    private async Task<SyncOutcome> UnlinkAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Link is { State: LinkState.Writing or LinkState.Unknown } busy)
        {
            return SyncOutcome.Waiting(new Problem("E414", $"{busy.Name} is being written to NetSuite."));
        }

        if (task.Link is { State: LinkState.Linked or LinkState.Changed or LinkState.Orphaned } link)
        {
            await links.AppendHistoryAsync(
                [
                    new HistoryEntry(
                        link.Key, work.OperationId, "unlinked", time.GetUtcNow(), work.Who, null, $"NetSuite vendor {link.NetSuiteId} stays as it is."),
                ],
                cancellationToken);
            await links.UnlinkAsync(link, cancellationToken);
        }

        return task.Item.RequestDetailId is null
            ? SyncOutcome.Skipped("The pair is unlinked.")
            : SyncOutcome.Done(null, [new ExternalData(ItemTypes.Vendor, task.Key.ProcoreId, null)]);
    }
}
