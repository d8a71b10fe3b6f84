using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>Which subsidiaries a record may be used in.</summary>
internal static class Subsidiaries
{
    /// <summary>Whether the record belongs to the subsidiary: its own, a shared one, or a parent's that includes its children.</summary>
    public static bool Covers(RecordStore store, Record record, string subsidiary)
    {
        if (record.Type.Name == "subsidiary")
        {
            return record.Id == subsidiary;
        }

        var field = record.Type.Fields.Find("subsidiary");
        if (field is null)
        {
            return true;
        }

        var own = field.Kind == FieldKind.References
            ? record.References("subsidiary")
            : record.Reference("subsidiary") is { } one ? [one, .. record.SharedWith] : record.SharedWith;

        // A record without a subsidiary is one of an account's older lists, open to all.
        return own.Count == 0 || own.Contains(subsidiary) || (record.Flag("includeChildren") && Ancestors(store, subsidiary).Any(own.Contains));
    }

    private static IEnumerable<string> Ancestors(RecordStore store, string subsidiary)
    {
        for (var parent = store.Find("subsidiary", subsidiary)?.Reference("parent"); parent is not null; parent = store.Find("subsidiary", parent)?.Reference("parent"))
        {
            yield return parent;
        }
    }
}
