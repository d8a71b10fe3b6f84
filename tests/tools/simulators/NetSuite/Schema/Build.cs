using System.Collections.Frozen;

namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Short names for field types, so that a record's list of properties reads like the specification's table.</summary>
internal static class Build
{
    public static FieldType Text(string name, int? most = null) => new(name, FieldKind.Text) { MaxLength = most };

    public static FieldType Flag(string name) => new(name, FieldKind.Flag);

    public static FieldType Number(string name) => new(name, FieldKind.Number);

    public static FieldType Whole(string name) => new(name, FieldKind.Whole);

    public static FieldType Day(string name) => new(name, FieldKind.Day);

    public static FieldType Moment(string name) => new(name, FieldKind.Moment) { ReadOnly = true };

    public static FieldType Ref(string name, params string[] targets) => new(name, FieldKind.Reference) { Targets = targets };

    public static FieldType Refs(string name, string target) => new(name, FieldKind.References) { Targets = [target] };

    public static FieldType Choice(string name, params (string Id, string Label)[] choices) =>
        new(name, FieldKind.Choice) { Choices = choices.ToFrozenDictionary(choice => choice.Id, choice => choice.Label, StringComparer.OrdinalIgnoreCase) };

    public static FieldType Sub(string name, params FieldType[] fields) => new(name, FieldKind.Subrecord) { Fields = fields };

    public static FieldType Read(this FieldType field) => field with { ReadOnly = true };

    public static FieldType Must(this FieldType field) => field with { Required = true };
}
