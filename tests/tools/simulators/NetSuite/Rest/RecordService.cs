using System.Text.Json.Nodes;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>The record service: /services/rest/record/v1 (specification 3).</summary>
internal sealed class RecordService(Catalog catalog, RecordStore store, RecordSaver saver)
{
    public Answer Handle(RestRequest request)
    {
        if (request.Path is ["metadata-catalog", ..])
        {
            return MetadataService.Handle(catalog, request);
        }

        if (request.Path is [])
        {
            throw NetSuiteException.NoType("", RestRequest.RecordPath);
        }

        var type = catalog.Find(request.Path[0]) ?? throw NetSuiteException.NoType(request.Path[0], $"{RestRequest.RecordPath}/{request.Path[0]}");
        if (request.Role.Denies(type.Name) || (request.Method != "GET" && request.Role.MayOnlyView(type.Name)))
        {
            throw NetSuiteException.User($"Permission Violation: You need the '{(type.IsTransaction ? "Transactions" : "Lists")} -> {type.Title}s' permission to access this page.");
        }

        if (type.ReadOnly && request.Method != "GET")
        {
            throw NetSuiteException.NoMethod(request.Method);
        }

        return (request.Method, request.Path) switch
        {
            ("GET", [_]) => List(request, type),
            ("POST", [_]) when request.Header("Accept").Contains("type=create-form", StringComparison.OrdinalIgnoreCase) => Form(request, type),
            ("POST", [_]) => Create(request, type),
            (_, [_]) => throw NetSuiteException.NoMethod(request.Method),
            ("GET", [_, var id]) => Answer.Singular(Renderer(request).Render(Find(request, type, id), RenderOptionsOf(request, type))),
            ("PATCH", [_, var id]) => Update(request, Find(request, type, id)),
            ("PUT", [_, var id]) => Upsert(request, type, id),
            ("DELETE", [_, var id]) => Delete(Find(request, type, id)),
            (_, [_, _]) => throw NetSuiteException.NoMethod(request.Method),
            ("POST", [_, var id, "!transform", var target]) => Transform(request, Find(request, type, id), target),
            ("GET", [_, var id, .. var rest]) => SubResource(request, Find(request, type, id), rest),
            _ => throw NetSuiteException.NoMethod(request.Method),
        };
    }

    private static bool IsExternal(string id, out string externalId)
    {
        var external = id.StartsWith("eid:", StringComparison.OrdinalIgnoreCase);
        externalId = external ? id[4..] : "";
        return external;
    }

    private static RenderOptions RenderOptionsOf(RestRequest request, RecordType type)
    {
        var fields = request.Query.ContainsKey("fields") ? request.List("fields") : null;
        if (fields?.FirstOrDefault(name => type.Fields.Find(name) is null && !string.Equals(name, "id", StringComparison.OrdinalIgnoreCase)) is { } unknown)
        {
            throw NetSuiteException.InvalidParameter("fields", $"Field '{unknown}' does not exist on record '{type.Name}'.");
        }

        return new RenderOptions
        {
            Expand = request.AsksFor("expandSubResources"),
            ExpandOnly = request.List("expand"),
            Fields = fields,
            SimpleChoices = request.AsksFor("simpleEnumFormat"),
        };
    }

    private static SaveOptions SaveOptionsOf(RestRequest request)
    {
        var names = request.Header("X-NetSuite-PropertyNameValidation");
        var values = request.Header("X-NetSuite-PropertyValueValidation");
        return new SaveOptions(request.Role, "rest")
        {
            Replace = request.List("replace"),
            ReplaceSelectedFields = request.AsksFor("replaceSelectedFields"),
            NameValidation = names.Length == 0 ? "Warning" : names,
            ValueValidation = values.Length == 0 ? "Error" : values,
        };
    }

    private RecordRenderer Renderer(RestRequest request) => new(catalog, store, request.RecordRoot);

    private Record Find(RestRequest request, RecordType type, string id)
    {
        var record = IsExternal(id, out var externalId) ? store.FindByExternalId(type.Group, externalId) : store.FindInGroup(type.Group, id);
        if (record is null || !request.Role.MaySee(store, record))
        {
            throw type.IsTransaction && saver.Settings.MissingTransactionStatus == 400 ? WrongType() : NetSuiteException.NoInstance();
        }

        if (record.Type != type)
        {
            throw type.IsTransaction ? WrongType() : NetSuiteException.NoInstance();
        }

        return record;
    }

    private static NetSuiteException WrongType() => NetSuiteException.User("Transaction type specified is incorrect.");

    private Answer List(RestRequest request, RecordType type)
    {
        var paging = Paging.Read(request.Query);
        paging.CheckPages();
        var query = request.Query.ContainsKey("q") ? request.Query["q"].ToString() : null;
        var filter = query is null ? _ => true : ListFilter.Parse(type, query);
        var found = store.OfType(type.Name).Where(record => request.Role.MaySee(store, record) && filter(record)).ToList();
        var items = new JsonArray();
        var lower = $"{request.RecordRoot}/{type.Name.ToLowerInvariant()}";
        foreach (var record in found.Skip(paging.Offset).Take(paging.Limit))
        {
            items.Add(new JsonObject { ["links"] = RecordRenderer.Self($"{lower}/{record.Id}"), ["id"] = record.Id });
        }

        var total = Math.Min(found.Count, paging.Limit * 1000);
        var page = paging.Page(lower, $"{request.RecordRoot}/{type.Name}{request.Context.Request.QueryString}", "GET", total, items.Count, query);
        page["items"] = items;
        return Answer.Collection(page);
    }

    private Answer Create(RestRequest request, RecordType type)
    {
        var options = SaveOptionsOf(request);
        var record = saver.Create(type, request.ReadBody(), options);
        return new Answer(204) { Location = Renderer(request).Href(record), Warnings = options.Warnings };
    }

    /// <summary>A new record as its page would show it, with what the body sets; nothing is saved (specification 3.11).</summary>
    private Answer Form(RestRequest request, RecordType type)
    {
        var form = Renderer(request).Render(saver.Form(type, request.ReadBody(), SaveOptionsOf(request)), RenderOptionsOf(request, type));
        form.Remove("id");
        form["links"] = new JsonArray();

        return Answer.Singular(form);
    }

    private Answer Update(RestRequest request, Record record)
    {
        var options = SaveOptionsOf(request);
        var saved = saver.Update(record, request.ReadBody(), options);
        return new Answer(204) { Location = Renderer(request).Href(saved), Warnings = options.Warnings };
    }

    private Answer Upsert(RestRequest request, RecordType type, string id)
    {
        if (!IsExternal(id, out var externalId))
        {
            throw NetSuiteException.NoMethod("PUT");
        }

        var options = SaveOptionsOf(request);
        var kept = store.FindByExternalId(type.Group, externalId);
        if (kept is not null && kept.Type == type && !request.Role.MaySee(store, kept))
        {
            throw NetSuiteException.NoInstance();
        }

        // An external id that another type of the group holds is refused as a duplicate when the new record is saved.
        var saved = kept?.Type == type
            ? saver.Update(kept, request.ReadBody(), options, externalId)
            : saver.Create(type, request.ReadBody(), options, externalId);
        return new Answer(204) { Location = Renderer(request).Href(saved), Warnings = options.Warnings };
    }

    private Answer Delete(Record record)
    {
        saver.Delete(record, "REST Web Services");
        return new Answer(204);
    }

    private Answer Transform(RestRequest request, Record source, string target)
    {
        if (source.Type.Name != "vendorBill" || !string.Equals(target, "vendorPayment", StringComparison.OrdinalIgnoreCase))
        {
            throw NetSuiteException.NoType($"{source.Type.Name}/!transform/{target}", $"{RestRequest.RecordPath}/{source.Type.Name}/{source.Id}/!transform/{target}");
        }

        var body = request.Context.Request.Body.Length == 0 ? System.Text.Json.JsonElement.Parse("{}") : request.ReadBody();
        var options = SaveOptionsOf(request);
        var record = saver.Create(catalog["vendorPayment"], PaymentFromBill.Body(source, body), options);
        return new Answer(204) { Location = Renderer(request).Href(record), Warnings = options.Warnings };
    }

    private Answer SubResource(RestRequest request, Record record, string[] path)
    {
        var options = RenderOptionsOf(request, record.Type);
        var renderer = Renderer(request);
        if (record.Type.FindSublist(path[0]) is { } sublist)
        {
            return SublistPart(renderer, record, sublist, path[1..], options);
        }

        var field = record.Type.Fields.Find(path[0]) ?? throw NetSuiteException.NoInstance();
        if (path.Length > 1 || !record.Values.TryGetValue(field.Name, out var value))
        {
            throw NetSuiteException.NoInstance();
        }

        return value switch
        {
            IReadOnlyList<string> many => Answer.Collection(renderer.Collection(field, many, $"{renderer.Href(record)}/{field.Name}")),
            Ref reference when Rules.ReferenceRules.Target(store, field, reference.Id) is { } target => Answer.Singular(renderer.Render(target, options)),
            _ => throw NetSuiteException.NoInstance(),
        };
    }

    private static Answer SublistPart(RecordRenderer renderer, Record record, SublistType sublist, string[] path, RenderOptions options)
    {
        if (path is [])
        {
            return Answer.Collection(renderer.Sublist(record, sublist, options));
        }

        var line = record.ReadLines(sublist.Name).FirstOrDefault(line => path[0] == (sublist.Name == "apply"
            ? $"doc={line.Reference("doc")},line=0"
            : line.Key.ToString(System.Globalization.CultureInfo.InvariantCulture))) ?? throw NetSuiteException.NoInstance();
        if (path is [_])
        {
            return Answer.Singular(renderer.Line(record, sublist, line, options));
        }

        return path is [_, var name] && sublist.Fields.Find(name) is { } field && line.Values.GetValueOrDefault(field.Name) is Dictionary<string, object> subrecord
            ? Answer.Singular(renderer.Subrecord(field, subrecord, $"{renderer.Href(record)}/{sublist.Name}/{line.Key}/{field.Name}", options))
            : throw NetSuiteException.NoInstance();
    }
}
