using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Which room does what an ERP Request asks for.</summary>
public static class Destinations
{
    /// <returns>Null for what is no work on single records: imports, and what isn't supported.</returns>
    public static (string Queue, SyncCommand Command, EntityType Entity)? Find(ErpWorkKind kind) => kind switch
    {
        ErpWorkKind.ExportCompany => (QueueNames.Companies, SyncCommand.Export, EntityType.Company),
        ErpWorkKind.UnlinkCompany => (QueueNames.Companies, SyncCommand.Unlink, EntityType.Company),
        ErpWorkKind.LinkCompany => (QueueNames.Companies, SyncCommand.Link, EntityType.Company),
        ErpWorkKind.MergeCompanies => (QueueNames.Companies, SyncCommand.Merge, EntityType.Company),
        ErpWorkKind.ExportProject => (QueueNames.Projects, SyncCommand.Export, EntityType.Project),
        ErpWorkKind.UnlinkProject => (QueueNames.Projects, SyncCommand.Unlink, EntityType.Project),
        ErpWorkKind.LinkProject => (QueueNames.Projects, SyncCommand.Link, EntityType.Project),
        ErpWorkKind.AcknowledgeStandardCostCodes => (QueueNames.WbsCodes, SyncCommand.Acknowledge, EntityType.StandardCostCode),
        ErpWorkKind.ExportInvoices => (QueueNames.SubcontractorInvoices, SyncCommand.Export, EntityType.SubcontractorInvoice),
        ErpWorkKind.UnlinkInvoice => (QueueNames.SubcontractorInvoices, SyncCommand.Unlink, EntityType.SubcontractorInvoice),
        _ => null,
    };

    /// <summary>A record of a request as its room's message names it.</summary>
    public static SyncItem ItemOf(ErpItem item, long? requestDetailId) =>
        new(item.Id, requestDetailId, item.ProjectId, item.ProjectOriginId, item.SurvivorId) { HasAnswers = item.HasAnswers };
}
