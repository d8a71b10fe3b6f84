using System.Globalization;
using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>What of a record is to be shown (specification 3.3).</summary>
internal sealed record RenderOptions
{
    public bool Expand { get; init; }

    public IReadOnlySet<string> ExpandOnly { get; init; } = new HashSet<string>();

    /// <summary>Null for all.</summary>
    public IReadOnlySet<string>? Fields { get; init; }

    public bool SimpleChoices { get; init; }
}

/// <summary>Writes records as REST shows them: links, references with names, no empty properties (specification 3.1, 8.9a).</summary>
internal sealed class RecordRenderer(Catalog catalog, RecordStore store, string root)
{
    public string Href(Record record) => $"{root}/{record.Type.Name}/{record.Id}";

    public static JsonArray Self(string href) => [new JsonObject { ["rel"] = "self", ["href"] = href, ["method"] = "GET" }];

    public JsonObject Render(Record record, RenderOptions options)
    {
        var href = Href(record);
        var json = new JsonObject { ["links"] = Self(href), ["id"] = record.Id };
        foreach (var field in record.Type.Fields)
        {
            if (record.Values.TryGetValue(field.Name, out var value) && options.Fields?.Contains(field.Name) != false)
            {
                json[field.Name] = Value(field, value, $"{href}/{field.Name}", options);
            }
        }

        if (record.Type.Name == "vendor" && options.Fields is null)
        {
            var balance = store.OfType("vendorBill").Where(bill => bill.Reference("entity") == record.Id && bill.Choice("status") == "A").Sum(bill => bill.Number("total") ?? 0);
            json["balance"] = balance;
            json["balancePrimary"] = balance;
            json["unbilledOrders"] = 0m;
            json["prepaymentBalance"] = 0m;
        }

        foreach (var sublist in record.Type.Sublists.Where(_ => options.Fields is null))
        {
            json[sublist.Name] = options.Expand || options.ExpandOnly.Contains(sublist.Name) ? Sublist(record, sublist, options) : new JsonObject { ["links"] = Self($"{href}/{sublist.Name}") };
        }

        return json;
    }

    public JsonObject Sublist(Record record, SublistType sublist, RenderOptions options)
    {
        var lines = record.ReadLines(sublist.Name);
        var items = new JsonArray();
        foreach (var line in lines)
        {
            items.Add(Line(record, sublist, line, options));
        }

        return new JsonObject { ["links"] = Self($"{Href(record)}/{sublist.Name}"), ["items"] = items, ["totalResults"] = lines.Count };
    }

    public JsonObject Line(Record record, SublistType sublist, Line line, RenderOptions options)
    {
        // Lines of apply have a composite key in their address (specification 8.9a).
        var key = sublist.Name == "apply" ? $"doc={line.Reference("doc")},line=0" : line.Key.ToString(CultureInfo.InvariantCulture);
        var href = $"{Href(record)}/{sublist.Name}/{key}";
        var json = new JsonObject { ["links"] = Self(href) };
        if (sublist.Key == "internalId")
        {
            json["id"] = line.Key;
        }

        json[sublist.Key] = sublist.Name == "apply" ? 0 : line.Key;
        foreach (var field in sublist.Fields)
        {
            if (line.Values.TryGetValue(field.Name, out var value))
            {
                json[field.Name] = Value(field, value, $"{href}/{field.Name}", options);
            }
        }

        if (sublist.Name == "apply" && line.Reference("doc") is { } doc && store.Find("vendorBill", doc) is { } bill)
        {
            json["type"] = "Bill";
            json["refNum"] = bill.Text("tranId");
            json["applyDate"] = bill.Day("tranDate")?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            json["total"] = bill.Number("total");
            json["due"] = line.Number("amount");
            json["currency"] = bill.Reference("currency") is { } currency ? store.Find("currency", currency)?.Text("symbol") : null;
        }

        return json;
    }

    public JsonObject Subrecord(FieldType field, Dictionary<string, object> values, string href, RenderOptions options)
    {
        var json = new JsonObject { ["links"] = Self(href) };
        foreach (var inner in field.Fields)
        {
            if (values.TryGetValue(inner.Name, out var value))
            {
                json[inner.Name] = Value(inner, value, $"{href}/{inner.Name}", options);
            }
        }

        return json;
    }

    private static string Stamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private JsonNode? Value(FieldType field, object value, string href, RenderOptions options) => value switch
    {
        string text => text,
        bool flag => flag,
        decimal number => number,
        long whole => whole,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => Stamp(moment),
        Ref reference => Reference(field, reference.Id),
        ChoiceValue choice when options.SimpleChoices => choice.Id,
        ChoiceValue choice => new JsonObject { ["links"] = new JsonArray(), ["id"] = choice.Id, ["refName"] = field.Choices.GetValueOrDefault(choice.Id, choice.Id) },
        IReadOnlyList<string> many => options.Expand || options.ExpandOnly.Contains(field.Name) ? Collection(field, many, href) : new JsonObject { ["links"] = Self(href) },
        Dictionary<string, object> subrecord => options.Expand ? Subrecord(field, subrecord, href, options) : new JsonObject { ["links"] = Self(href) },
        _ => value.ToString(),
    };

    public JsonObject Collection(FieldType field, IReadOnlyList<string> ids, string href)
    {
        var items = new JsonArray();
        foreach (var id in ids)
        {
            items.Add(Reference(field, id));
        }

        return new JsonObject { ["links"] = Self(href), ["count"] = ids.Count, ["hasMore"] = false, ["items"] = items, ["offset"] = 0, ["totalResults"] = ids.Count };
    }

    private JsonObject Reference(FieldType field, string id)
    {
        var target = field.Targets.Select(catalog.Find).OfType<RecordType>().Select(type => store.Find(type, id)).FirstOrDefault(record => record is not null);
        return target is null
            ? new JsonObject { ["links"] = new JsonArray(), ["id"] = id }
            : new JsonObject { ["links"] = Self(Href(target)), ["id"] = id, ["refName"] = Names.Of(store, target) };
    }
}
