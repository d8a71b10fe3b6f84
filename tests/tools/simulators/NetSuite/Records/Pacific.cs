namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>The account's time zone (specification 11): SuiteQL's datetimes and "today" are in it.</summary>
internal static class Pacific
{
    // Windows knows the other name only through the culture data that every program here does without.
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(OperatingSystem.IsWindows() ? "Pacific Standard Time" : "America/Los_Angeles");

    public static DateTime From(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).DateTime;
}
