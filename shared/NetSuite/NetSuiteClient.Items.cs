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

    public Task RenameItemAsync(NetSuiteId id, string name, CancellationToken cancellationToken) => connection.SendAsync(
        HttpMethod.Patch, $"record/v1/{RecordType.Item.Path}/{SuiteQl.Number(id)}", new JsonObject { ["itemId"] = name }.ToJsonString(), new Sent(RecordType.Item, $"item {name}"), cancellationToken);

    public Task<ItemFound?> FindItemAsync(string externalId, CancellationToken cancellationToken) =>
        FindAsync(RecordType.Item, ByExternalId(externalId), ReadItem, cancellationToken);

    public Task<ItemFound?> FindItemAsync(NetSuiteId id, CancellationToken cancellationToken) =>
        FindAsync(RecordType.Item, $"{SuiteQl.Number(id)}?expandSubResources=true", ReadItem, cancellationToken);

    public async Task<IReadOnlySet<NetSuiteId>> ListItemsThereAsync(IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken)
    {
        var rows = ids.Count == 0 ? [] : await SuiteQl.ListAsync(
            connection,
            $"SELECT i.id FROM item i WHERE i.id IN {SuiteQl.List(ids.Select(SuiteQl.Number))} {SuiteQl.NextPage} ORDER BY i.id",
            "i.id",
            row => row.Id("id") is { } id ? new Found(id) : null,
            cancellationToken);

        return rows.Select(row => row.Id!.Value).ToHashSet();
    }

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

    public async Task<ItemUse?> FindItemUseAsync(IReadOnlyList<NetSuiteId> items, CancellationToken cancellationToken)
    {
        var first = await SuiteQl.FirstRowsAsync(
            connection,
            "SELECT t.id, tl.item, t.tranid, t.type FROM transactionline tl INNER JOIN transaction t ON t.id = tl.transaction "
            + $"WHERE tl.item IN {SuiteQl.List(items.Select(SuiteQl.Number))} ORDER BY t.id",
            most: 1,
            row => row.Id("id") is { } transaction && row.Id("item") is { } item ? new ItemUse(item, transaction, row.Text("type"), row.Text("tranid")) : null,
            cancellationToken);

        return first.Count > 0 ? first[0] : null;
    }

    private static ItemFound? ReadItem(JsonElement record) => record.Id("id") is { } id && record.Text("itemId") is { } name
        ? new(
            id, name, record.Text("externalId"), Enumeration(record, "itemType"), Enumeration(record, "subtype"), record.Flag("isInactive"))
        {
            Subsidiaries = [.. (record.Member("subsidiary")?.Items("items") ?? []).Where(one => one.Id("id") is not null).Select(one => (one.Id("id")!.Value, one.Text("refName") ?? one.Text("id")!))],
            IncludesChildren = record.Flag("includeChildren"),
        }
        : null;

    /// <summary>{"id":"OthCharge"} or plain "OthCharge".</summary>
    private static string? Enumeration(JsonElement record, string name) => record.Member(name)?.Text("id") ?? record.Text(name);
}
