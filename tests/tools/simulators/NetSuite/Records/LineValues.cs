namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>Typed reading of a line's values.</summary>
internal static class LineValues
{
    public static decimal? Number(this Line line, string field) => line.Values.GetValueOrDefault(field) as decimal?;

    public static string? Text(this Line line, string field) => line.Values.GetValueOrDefault(field) as string;

    public static bool Flag(this Line line, string field) => line.Values.GetValueOrDefault(field) is true;

    public static string? Reference(this Line line, string field) => line.Values.GetValueOrDefault(field) is Ref reference ? reference.Id : null;
}
