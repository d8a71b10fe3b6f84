namespace ProcoreNetSuite.ImportRuns;

/// <summary>How often an import starts by itself (connector-behaviour.md 5.8).</summary>
public enum ImportInterval
{
    /// <summary>Only when somebody asks.</summary>
    Never = 0,
    Hourly = 1,
    EveryTwoHours = 2,
    EveryFourHours = 4,
    Daily = 24,
}
