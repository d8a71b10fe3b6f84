namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Field names written as the specification lists them.</summary>
internal static class FieldList
{
    public static IReadOnlySet<string> Of(string names) =>
        names.Split([' ', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
}
