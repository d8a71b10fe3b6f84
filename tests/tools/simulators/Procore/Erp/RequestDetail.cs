using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The status record of one piece of work an ERP Request asks for (spec 7.2, 7.4.2).</summary>
public sealed class RequestDetail
{
    internal RequestDetail(long id, long companyId, string requestName, ProcoreRecord? item, string itemType, DateTimeOffset at)
    {
        (Id, CompanyId, RequestName, ItemType, CreatedAt, UpdatedAt) = (id, companyId, requestName, itemType, at, at);
        (Item, ItemId, ProjectId) = (item, item?.Id, item?.ProjectId);
    }

    public long Id { get; }

    public long CompanyId { get; }

    public long ErpRequestId { get; internal set; }

    public string RequestName { get; }

    /// <summary>In the spelling of spec 7.4.2, such as <c>Vendor</c>.</summary>
    public string ItemType { get; }

    public long? ItemId { get; }

    public long? ProjectId { get; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary><c>in_progress</c>, <c>success</c>, <c>failed</c>, <c>rejected</c>, or <c>stale</c> when it stayed open too long.</summary>
    public string Status { get; internal set; } = "in_progress";

    public IReadOnlyList<string> Messages { get; internal set; } = [];

    /// <summary>Every time the integrator closed it, oldest first: a checker that wants "nothing twice" counts these.</summary>
    public IReadOnlyList<string> Closings { get; internal set; } = [];

    public bool IsOpen => Status is "in_progress" or "stale";

    internal ProcoreRecord? Item { get; }

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["erp_request_id"] = ErpRequestId,
        ["request_name"] = RequestName,
        ["item_type"] = ItemType,
        ["item_id"] = ItemId,
        ["project_id"] = ProjectId,
        ["status"] = Status,
        ["messages"] = new JsonArray([.. Messages.Select(message => (JsonNode)message)]),
        ["created_at"] = Values.Moment(CreatedAt),
        ["updated_at"] = Values.Moment(UpdatedAt),
    };
}
