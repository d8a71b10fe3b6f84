using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>What the ERP calls one Procore record (spec 7.4.3).</summary>
/// <remarks><c>Writes</c>: How many times it was written, for checkers.</remarks>
public sealed record ExternalDataEntry(
    long Id, long CompanyId, string ItemType, long ItemId, string? OriginId, string? OriginCode, string? OriginData, int Writes)
{
    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["item_type"] = ItemType,
        ["item_id"] = ItemId,
        ["origin_id"] = OriginId,
        ["origin_code"] = OriginCode,
        ["origin_data"] = OriginData,
    };
}
