namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What a checker reads to see that nothing was done twice and nothing was lost.</summary>
internal static class ProcoreLedger
{
    public static object Describe(ProcoreParts parts, IReadOnlyList<ErpScreenRow> screen) => new
    {
        Screen = screen,
        ErpRequests = parts.Tool.Requests.Select(request => request.ToJson()).ToList(),
        RequestDetails = parts.Tool.Details.Values.Select(detail => new
        {
            detail.Id,
            detail.ErpRequestId,
            detail.RequestName,
            detail.ItemType,
            detail.ItemId,
            detail.ProjectId,
            detail.Status,
            detail.Messages,
            detail.Closings,
            TimesClosed = detail.Closings.Count,
        }).ToList(),
        ExternalData = parts.Tool.External.OrderBy(entry => entry.Id).ToList(),
        ExternalDataWrites = parts.Tool.Writes.ToList(),
        Deliveries = parts.Outbox.Deliveries.Select(delivery => new
        {
            delivery.Id,
            delivery.EventId,
            delivery.Destination,
            delivery.Status,
            delivery.Payload,
            delivery.Attempts,
        }).ToList(),
        Staged = parts.State.Table(Kinds.StagedRecord).All.Select(staged => staged.Data.DeepClone()).ToList(),
        Vendors = Rows(parts, Kinds.Vendor),
        Projects = Rows(parts, Kinds.Project),
        Requisitions = Rows(parts, Kinds.Requisition),
        ContractPayments = Rows(parts, Kinds.ContractPayment),
        DirectCosts = Rows(parts, Kinds.DirectCost),
        DirectCostLines = parts.State.Table(Kinds.DirectCostLine).All.Select(line => new { DirectCostId = line.ParentId, Line = line.Data.DeepClone() }).ToList(),
        WbsCodes = parts.State.Table(Kinds.WbsCode).All.Select(code => new { code.Id, code.ProjectId, FlatCode = parts.Wbs.FlatCode(code) }).ToList(),
    };

    private static List<System.Text.Json.Nodes.JsonNode> Rows(ProcoreParts parts, string kind) =>
        [.. parts.State.Table(kind).All.Select(record => record.Data.DeepClone())];
}
