using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.NetSuite;

/// <content>Other Charge purchase items (netsuite-api.md 8.3).</content>
public sealed partial class NetSuiteClient
{
    public Task<NetSuiteId> UpsertItemAsync(OtherChargeItem item, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["itemId"] = item.Name,
            ["displayName"] = item.DisplayName,
            ["purchaseDescription"] = item.PurchaseDescription,
            ["includeChildren"] = false,
            ["isFulfillable"] = false,
        };
        PutReference(body, "expenseAccount", settings.ItemExpenseAccount);
        if (settings.Subsidiary.Length > 0)
        {
            body["subsidiary"] = new JsonObject { ["items"] = new JsonArray(Reference(settings.Subsidiary)) };
        }

        return UpsertAsync(RecordType.Item, item.ExternalId, "", body, $"item {item.Name}", cancellationToken);
    }

    public Task<ItemFound?> FindItemAsync(string externalId, CancellationToken cancellationToken) =>
        FindAsync(RecordType.Item, ByExternalId(externalId), ReadItem, cancellationToken);

    public async Task<IReadOnlyList<ItemFound>> ListItemsByNameAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        List<ItemFound> all = [];
        foreach (var chunk in names.Select(name => name.ToUpperInvariant()).Distinct().Chunk(SuiteQl.Most))
        {
            all.AddRange(await SuiteQl.ListAsync(
                connection,
                "SELECT i.id, i.itemid, i.externalid, i.itemtype, i.subtype, i.isinactive FROM item i "
                + $"WHERE UPPER(i.itemid) IN {SuiteQl.List(chunk.Select(SuiteQl.Quote))} {SuiteQl.NextPage} ORDER BY i.id",
                "i.id",
                row => row.Id("id") is { } id && row.Text("itemid") is { } name
                    ? new ItemFound(id, name, row.Text("externalid"), row.Text("itemtype"), row.Text("subtype"), row.Flag("isinactive"))
                    : null,
                cancellationToken));
        }

        return all;
    }

    private static ItemFound? ReadItem(JsonElement record) => record.Id("id") is { } id && record.Text("itemId") is { } name
        ? new(
            id, name, record.Text("externalId"), Enumeration(record, "itemType"), Enumeration(record, "subtype"), record.Flag("isInactive"))
        : null;

    /// <summary>{"id":"OthCharge"} or plain "OthCharge".</summary>
    private static string? Enumeration(JsonElement record, string name) => record.Member(name)?.Text("id") ?? record.Text(name);
}
