using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>The metadata catalogue (specification 3.12).</summary>
internal static class MetadataService
{
    public static Answer Handle(Catalog catalog, RestRequest request)
    {
        if (request.Method != "GET")
        {
            throw NetSuiteException.NoMethod(request.Method);
        }

        if (request.Path is [_, var name])
        {
            var type = catalog.Find(name) ?? throw NetSuiteException.NoType(name, $"{RestRequest.RecordPath}/metadata-catalog/{name}");
            return request.Header("Accept").Contains("schema+json", StringComparison.OrdinalIgnoreCase)
                ? new Answer(200) { Body = SchemaOf(type), MediaType = "application/schema+json; charset=UTF-8" }
                : Answer.Plain(Entry(request, type));
        }

        var selected = request.List("select");
        var items = new JsonArray();
        foreach (var type in catalog.All.Where(type => selected.Count == 0 || selected.Contains(type.Name)))
        {
            items.Add(Entry(request, type));
        }

        return Answer.Plain(new JsonObject { ["items"] = items });
    }

    private static JsonObject Entry(RestRequest request, RecordType type)
    {
        var href = $"{request.RecordRoot}/metadata-catalog/{type.Name}";
        JsonObject Link(string rel, string address, string? media) => media is null
            ? new JsonObject { ["rel"] = rel, ["href"] = address }
            : new JsonObject { ["rel"] = rel, ["href"] = address, ["mediaType"] = media };
        return new JsonObject
        {
            ["name"] = type.Name,
            ["links"] = new JsonArray(
                Link("canonical", href, "application/json"), Link("alternate", href, "application/swagger+json"), Link("alternate", href, "application/schema+json"),
                Link("describes", $"{request.RecordRoot}/{type.Name}", null)),
        };
    }

    private static JsonObject SchemaOf(RecordType type)
    {
        var properties = Properties(type.Fields);
        foreach (var sublist in type.Sublists)
        {
            var line = Properties(sublist.Fields);
            line[sublist.Key] = new JsonObject { ["title"] = sublist.Key, ["type"] = "integer", ["format"] = "int64", ["nullable"] = true };
            properties[sublist.Name] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["totalResults"] = new JsonObject { ["type"] = "integer" },
                    ["items"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "object", ["properties"] = line } },
                },
            };
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["$schema"] = "https://json-schema.org/draft-06/hyper-schema#" };
    }

    private static JsonObject Properties(IEnumerable<FieldType> fields)
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            var property = Property(field);
            if (field.Custom)
            {
                property["x-ns-custom-field"] = true;
            }

            properties[field.Name] = property;
        }

        return properties;
    }

    private static JsonObject Property(FieldType field)
    {
        var (type, format) = field.Kind switch
        {
            FieldKind.Flag => ("boolean", null),
            FieldKind.Number => ("number", "double"),
            FieldKind.Whole => ("integer", "int64"),
            FieldKind.Day => ("string", "date"),
            FieldKind.Moment => ("string", "date-time"),
            FieldKind.Text => ("string", null),
            _ => ("object", (string?)null),
        };
        var property = new JsonObject { ["title"] = field.Name, ["type"] = type, ["nullable"] = true };
        if (format is not null)
        {
            property["format"] = format;
        }

        if (field.MaxLength is { } most)
        {
            property["maxLength"] = most;
        }

        if (field.ReadOnly)
        {
            property["readOnly"] = true;
        }

        if (field.Kind == FieldKind.Choice)
        {
            var choices = new JsonArray();
            foreach (var id in field.Choices.Keys.Order(StringComparer.Ordinal))
            {
                choices.Add(id);
            }

            property["properties"] = new JsonObject { ["id"] = new JsonObject { ["type"] = "string", ["enum"] = choices } };
        }

        if (field.Kind is not (FieldKind.Subrecord or FieldKind.References))
        {
            property["x-ns-filterable"] = true;
        }

        return property;
    }
}
