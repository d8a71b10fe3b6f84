using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Finds out whether any record points to another.</summary>
internal static class Dependents
{
    public static bool Any(RecordStore store, Record record)
    {
        var id = record.Id;
        return store.All.Any(other => other != record && Points(other, record.Type.Name, id));
    }

    /// <summary>Makes all that points to one record point to another.</summary>
    public static void Repoint(Record record, string type, string from, string to)
    {
        Repoint(record.Type.Fields, record.Values, type, from, to);
        foreach (var sublist in record.Type.Sublists)
        {
            foreach (var line in record.ReadLines(sublist.Name))
            {
                Repoint(sublist.Fields, line.Values, type, from, to);
            }
        }
    }

    private static void Repoint(FieldMap fields, Dictionary<string, object> values, string type, string from, string to)
    {
        foreach (var (name, value) in values.Where(pair => pair.Value is Ref reference && reference.Id == from && fields.Find(pair.Key)?.Targets.Contains(type) == true).ToList())
        {
            values[name] = new Ref(to);
        }
    }

    public static bool Points(Record other, string type, string id) =>
        Points(other.Type.Fields, other.Values, type, id)
        || other.Type.Sublists.Any(sublist => other.ReadLines(sublist.Name).Any(line => Points(sublist.Fields, line.Values, type, id)));

    private static bool Points(FieldMap fields, Dictionary<string, object> values, string type, string id) =>
        values.Any(pair => (pair.Value is Ref reference ? reference.Id == id : pair.Value is IReadOnlyList<string> many && many.Contains(id))
            && fields.Find(pair.Key)?.Targets.Contains(type) == true);
}
