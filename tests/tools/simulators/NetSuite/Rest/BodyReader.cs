using System.Text.Json;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>
/// Reads a request body in the order of specification 11: all property names, then all types, then all references.
/// So the first complaint is the one NetSuite would make.
/// </summary>
internal sealed class BodyReader(Catalog catalog, RecordStore store, SaveOptions options)
{
    private static readonly string[] Unwritten = ["links", "id", "refName"];

    public Change Read(RecordType type, JsonElement body)
    {
        CheckNames(type, body);
        var change = ReadValues(type, body);
        CheckForm(type, change);
        Resolve(change);
        return change;
    }

    /// <summary>What the form hides can't be set through REST (specification, corrections).</summary>
    private void CheckForm(RecordType type, Change change)
    {
        var given = change.Values.Keys.Concat(change.Sublists.SelectMany(sublist => sublist.Value.Lines.SelectMany(line => line.Values.Keys.Select(field => $"{sublist.Key}.{field}"))));
        if (options.Origin == "rest" && given.FirstOrDefault(type.HiddenFields.Contains) is { } hidden)
        {
            throw new NetSuiteException(
                403, "INSUFFICIENT_PERMISSION",
                $"You do not have permissions to set a value for element {hidden[(hidden.IndexOf('.') + 1)..]} due to one of the following reasons: 1) The field is read-only; 2) An associated feature is disabled; "
                + "3) The field is available either when a record is created or updated, but not in both cases.")
            { ErrorPath = hidden };
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private void CheckNames(RecordType type, JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (type.FindSublist(property.Name) is { } sublist)
            {
                foreach (var (element, path) in Elements(sublist.Name, property.Value))
                {
                    CheckNames(sublist.Fields, element, path + ".", sublist.Key);
                }
            }
            else
            {
                CheckName(type.Fields, property, "");
            }
        }
    }

    private void CheckNames(FieldMap fields, JsonElement element, string prefix, string key)
    {
        foreach (var property in element.EnumerateObject().Where(property => !Same(property.Name, key)))
        {
            CheckName(fields, property, prefix);
        }
    }

    private void CheckName(FieldMap fields, JsonProperty property, string prefix)
    {
        var field = fields.Find(property.Name);
        if (field is { Kind: FieldKind.Subrecord } && property.Value.ValueKind == JsonValueKind.Object)
        {
            CheckNames(new FieldMap(field.Fields), property.Value, prefix + field.Name + ".", "");
        }

        if (field is not null || Unwritten.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        var path = prefix + property.Name;
        var text = $"Unknown property '{path}'.";
        if (Same(options.NameValidation, "Error"))
        {
            throw NetSuiteException.Content(text, path);
        }

        if (Same(options.NameValidation, "Warning"))
        {
            options.Warnings.Add(text);
        }
    }

    private static IEnumerable<(JsonElement Element, string Path)> Elements(string name, JsonElement sublist)
    {
        if (sublist.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (sublist.ValueKind != JsonValueKind.Object)
        {
            throw NetSuiteException.Content($"Invalid value for the resource or sub-resource field '{name}'. Provide a valid value.", name);
        }

        var items = sublist.EnumerateObject().FirstOrDefault(property => Same(property.Name, "items")).Value;
        if (items.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return [];
        }

        if (items.ValueKind != JsonValueKind.Array || items.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
        {
            throw NetSuiteException.Content($"Invalid value for the resource or sub-resource field '{name}'. Provide a valid value.", name + ".items");
        }

        return items.EnumerateArray().Select((element, index) => (element, $"{name}.items[{index}]"));
    }

    private Change ReadValues(RecordType type, JsonElement body)
    {
        var change = new Change();
        foreach (var property in body.EnumerateObject())
        {
            if (type.FindSublist(property.Name) is { } sublist)
            {
                change.Sublists[sublist.Name] = ReadSublist(sublist, property.Value);
            }
            else if (type.Fields.Find(property.Name) is { ReadOnly: false } field && TryRead(field, property.Value, field.Name, out var value))
            {
                change.Values[field.Name] = value;
            }
        }

        return change;
    }

    private SublistChange ReadSublist(SublistType sublist, JsonElement value)
    {
        var clears = value.ValueKind == JsonValueKind.Null
            || value.EnumerateObject().Any(property => Same(property.Name, "items") && property.Value.ValueKind == JsonValueKind.Null);
        var change = new SublistChange { Clears = clears };
        foreach (var (element, path) in Elements(sublist.Name, value))
        {
            int? key = null;
            foreach (var property in element.EnumerateObject().Where(property => Same(property.Name, sublist.Key) || (sublist.Key != "line" && Same(property.Name, "id"))))
            {
                key = property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt32(out var number)
                    ? number
                    : int.TryParse(property.Value.ToString(), out number) ? number : throw ValueReader.Invalid(path + "." + sublist.Key);
            }

            var line = new LineChange(key, path);
            foreach (var property in element.EnumerateObject().Where(property => !Same(property.Name, sublist.Key)))
            {
                if (sublist.Fields.Find(property.Name) is { ReadOnly: false } field && TryRead(field, property.Value, $"{path}.{field.Name}", out var read))
                {
                    line.Values[field.Name] = read;
                }
            }

            change.Lines.Add(line);
        }

        return change;
    }

    private bool TryRead(FieldType field, JsonElement json, string path, out object? value)
    {
        try
        {
            value = ValueReader.Read(field, json, path);
            return true;
        }
        catch (NetSuiteException malformed) when (malformed.Code == "INVALID_CONTENT" && !Same(options.ValueValidation, "Error"))
        {
            if (Same(options.ValueValidation, "Warning"))
            {
                options.Warnings.Add(malformed.Message);
            }

            value = null;
            return false;
        }
    }

    private void Resolve(Change change)
    {
        Resolve(change.Values);
        foreach (var line in change.Sublists.Values.SelectMany(sublist => sublist.Lines))
        {
            Resolve(line.Values);
        }
    }

    private void Resolve(Dictionary<string, object?> values)
    {
        foreach (var (name, value) in values.ToList())
        {
            values[name] = value switch
            {
                PendingReference pending => new Ref(Resolve(pending).Id),
                List<PendingReference> many => many.Select(pending => Resolve(pending).Id).Distinct().ToList(),
                _ => value,
            };
        }
    }

    private Record Resolve(PendingReference pending)
    {
        var field = pending.Field;
        var types = field.Targets.Select(catalog.Find).OfType<RecordType>().ToList();
        var found = types.Select(type => Find(type, pending)).FirstOrDefault(record => record is not null);
        if (found is null || found.IsInactive || !options.Role.MaySee(store, found))
        {
            throw NetSuiteException.InvalidValue(pending.Id ?? pending.ExternalId!, field.Name, pending.Path);
        }

        return found;
    }

    private Record? Find(RecordType type, PendingReference pending)
    {
        var externalId = pending.Id is null ? pending.ExternalId : pending.Id.StartsWith("eid:", StringComparison.OrdinalIgnoreCase) ? pending.Id[4..] : null;
        return externalId is null
            ? pending.Id is null ? null : store.Find(type, pending.Id)
            : store.FindByExternalId(type.Group, externalId) is { } record && record.Type == type ? record : null;
    }
}
