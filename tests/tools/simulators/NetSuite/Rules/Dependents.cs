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

    private static bool Points(Record other, string type, string id) =>
        Points(other.Type.Fields, other.Values, type, id)
        || other.Type.Sublists.Any(sublist => other.ReadLines(sublist.Name).Any(line => Points(sublist.Fields, line.Values, type, id)));

    private static bool Points(FieldMap fields, Dictionary<string, object> values, string type, string id) =>
        values.Any(pair => (pair.Value is Ref reference ? reference.Id == id : pair.Value is IReadOnlyList<string> many && many.Contains(id))
            && fields.Find(pair.Key)?.Targets.Contains(type) == true);
}
