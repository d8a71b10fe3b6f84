using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>One stored record. <see cref="Data"/> holds the fields under Procore's names; what is derived is added when it is shown.</summary>
public sealed class ProcoreRecord
{
    internal ProcoreRecord(string kind, long id, long companyId, long? projectId, long? parentId, JsonObject data)
    {
        (Kind, Id, CompanyId, ProjectId, ParentId, Data) = (kind, id, companyId, projectId, parentId, data);
        data["id"] = id;
    }

    /// <summary>The external-data item type of spec 7.4.3, such as <c>vendor</c> or <c>requisition_contract_item</c>.</summary>
    public string Kind { get; }

    public long Id { get; }

    public long CompanyId { get; }

    public long? ProjectId { get; }

    /// <summary>The commitment of a line or invoice, the invoice of an item.</summary>
    public long? ParentId { get; }

    public JsonObject Data { get; }

    public string? OriginId => Data["origin_id"].Text();

    /// <summary>Where the record stands on the ERP Integrations page; null when nobody sent it (spec 7.8).</summary>
    public string? ErpStatus { get; internal set; }

    /// <summary>The Errors column, or the approver's comment after a rejection.</summary>
    public IReadOnlyList<string> ErpMessages { get; internal set; } = [];

    internal long? SentBy { get; set; }

    public string? Text(string field) => Data[field].Text();

    public decimal Amount(string field) => Data.Amount(field);
}
