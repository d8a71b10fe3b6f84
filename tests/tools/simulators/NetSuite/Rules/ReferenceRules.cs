using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Whether a record may be used in a subsidiary (specification 7.2, 10.19).</summary>
internal static class ReferenceRules
{
    public static Record? Target(RecordStore store, FieldType field, string id) =>
        field.Targets.Select(type => store.Catalog.Find(type) is { } known ? store.Find(known, id) : null).FirstOrDefault(record => record is not null);

    public static void CheckSubsidiary(RecordStore store, FieldType field, string id, string subsidiary, string path)
    {
        if (Target(store, field, id) is not { } target || Subsidiaries.Covers(store, target, subsidiary))
        {
            return;
        }

        if (field.Name is "department" or "class" or "location")
        {
            throw new NetSuiteException(400, "INVALID_KEY_OR_REF", $"Invalid {field.Name} reference key {id} for subsidiary {subsidiary}.") { ErrorPath = path };
        }

        throw NetSuiteException.InvalidValue(id, field.Name, path);
    }
}
