using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>Companies to vendors: reload, map, reserve name and tax id, look for duplicates, write or link. A linked company is marked again and never written again.</summary>
public sealed class CompanyHandler(VendorLookup lookup, CompanyLinker linker, Reserver reserver, LinkChanges changes, ExactlyOnce once) : ISyncHandler
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
            // Linked by this very message, as it was answered, and interrupted before anybody was told.
            return task.Link.OperationId == work.OperationId
                ? await MarkAsync(work, task, known, cancellationToken)
                : await KeepAsync(work, task, known, externalId, cancellationToken);
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

        var (answer, refusal) = await ReadAnswerAsync(work, task, cancellationToken);
        if (refusal is not null)
        {
            return refusal with { Name = company.Name };
        }

        var identity = VendorIdentity.Of(company.BusinessRegister?.Identifier, vendor.CompanyName);
        var wish = new Wish(vendor.CompanyName, identity.Keys, DuplicateVendor.IsTaken)
        {
            IsAllowed = other => DuplicateVendor.MayPass(answer, other),
        };

        return await reserver.RunAsync(work, task, wish, () => WriteAsync(work, task, vendor, identity, answer, cancellationToken), cancellationToken);
    }

    private async Task<SyncOutcome> WriteAsync(SyncWork work, SyncTask task, Vendor vendor, VendorIdentity identity, string? answer, CancellationToken cancellationToken)
    {
        var (linkTo, problems) = await LookAsync(work.Connection, task.Key.ProcoreId, vendor, identity, answer, cancellationToken);
        if (problems.Count > 0)
        {
            return SyncOutcome.Rejected(problems) with { Name = vendor.CompanyName };
        }

        // An earlier message may have written the company without anybody knowing; whatever was chosen since, that vendor is it.
        var mayBeThere = linkTo is null || (task.Link is { State: LinkState.Writing or LinkState.Unknown } begun && begun.OperationId != work.OperationId);
        var outcome = await once.WriteAsync(
            new RemoteWrite(
                task.Key,
                task.Link,
                vendor.ExternalId,
                vendor.CompanyName,
                vendor,
                Amount: null,
                work.OperationId,
                work.LeaseUntil,
                work.Who,
                token => linkTo is null ? work.Connection.NetSuite.UpsertVendorAsync(vendor, token) : Task.FromResult(linkTo.Id),
                async token => mayBeThere && await work.Connection.NetSuite.FindVendorAsync(vendor.ExternalId, token) is { } found ? new Existing(found.Id, null)
                    : linkTo is null ? null
                    : new Existing(linkTo.Id, null))
            {
                LinksTo = linkTo is null ? null : (linkTo.Id, $"NetSuite vendor {linkTo}, as the approver chose ({ErpRequestReader.DuplicateVendorField} = {answer})"),
            },
            cancellationToken);

        return outcome is { Status: SyncStatus.Done, NetSuiteId: { } id }
            ? await MarkAsync(work, task, id, cancellationToken)
            : outcome;
    }

    private async Task<(EntityFound? LinkTo, IReadOnlyList<Problem> Problems)> LookAsync(
        Connection connection, long companyId, Vendor vendor, VendorIdentity identity, string? answer, CancellationToken cancellationToken)
    {
        var found = DuplicateVendor.MindsOthers(answer) ? await lookup.FindAsync(connection, companyId, identity, cancellationToken) : [];
        List<VendorMatch> others = [.. found.Where(match => match.Vendor.ExternalId != vendor.ExternalId)];
        var subsidiary = others.TrueForAll(match => match.Vendor.IsOurs) ? null : await connection.NetSuite.FindSubsidiaryAsync(cancellationToken);

        return DuplicateVendor.Decide(vendor.CompanyName, answer, others, others.Count < found.Count, subsidiary?.Name ?? connection.Settings.NetSuite.Subsidiary);
    }

    /// <returns>What the approver answered, if anything; or the outcome of the company, if nobody knows what that was or it is no answer.</returns>
    private static async Task<(string? Answer, SyncOutcome? Refusal)> ReadAnswerAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        var (answer, unread) = task.Item.HasAnswers
            ? await new ApproverAnswers(work).FindAsync(task.Key.ProcoreId, ErpRequestReader.DuplicateVendorField, cancellationToken)
            : (null, null);

        return (answer, unread ?? (Question.DuplicateVendor.Check(answer) is { } unknown ? SyncOutcome.Rejected(unknown) : null));
    }

    /// <summary>A company that is linked already: nothing is written, and who answered something is told what holds.</summary>
    private static async Task<SyncOutcome> KeepAsync(SyncWork work, SyncTask task, NetSuiteId id, string externalId, CancellationToken cancellationToken)
    {
        var (answer, refusal) = await ReadAnswerAsync(work, task, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var vendor = await work.Connection.NetSuite.FindVendorAsync(id, cancellationToken);
        var (note, problem) = answer is null
            ? (null, null)
            : DuplicateVendor.DecideLinked(task.Link!.Name ?? $"Company {task.Key.ProcoreId}", answer, vendor?.ToString() ?? $"record {id}", vendor?.ExternalId == externalId);

        return problem is null ? Mark(work, task, id, vendor) with { Notes = note is null ? [] : [note] } : SyncOutcome.Rejected(problem);
    }

    private static async Task<SyncOutcome> MarkAsync(SyncWork work, SyncTask task, NetSuiteId id, CancellationToken cancellationToken) =>
        Mark(work, task, id, await work.Connection.NetSuite.FindVendorAsync(id, cancellationToken));

    private static SyncOutcome Mark(SyncWork work, SyncTask task, NetSuiteId id, EntityFound? vendor) => SyncOutcome.Done(
        id, [new ExternalData(ItemTypes.Vendor, task.Key.ProcoreId, work.Connection.OriginId("vendor", id.Value), vendor?.Number ?? id.Value)]);

    /// <summary>The vendor in NetSuite stays as it is. Bills that were made with it keep it: they hold the vendor themselves.</summary>
    private async Task<SyncOutcome> UnlinkAsync(SyncWork work, SyncTask task, CancellationToken cancellationToken)
    {
        if (task.Link is { State: LinkState.Writing or LinkState.Unknown } busy)
        {
            return SyncOutcome.Waiting(new Problem("E414", $"{busy.Name} is being written to NetSuite."));
        }

        if (task.Link is { State: LinkState.Linked or LinkState.Changed or LinkState.Orphaned } link)
        {
            await changes.UnlinkAsync(link, new(work.OperationId, work.Who, "unlinked", $"NetSuite vendor {link.NetSuiteId} stays as it is."), cancellationToken);
        }

        return task.Item.RequestDetailId is null
            ? SyncOutcome.Skipped("The pair is unlinked.")
            : SyncOutcome.Done(null, [new ExternalData(ItemTypes.Vendor, task.Key.ProcoreId, null)]);
    }
}
