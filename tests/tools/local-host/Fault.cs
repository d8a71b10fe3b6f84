namespace ProcoreNetSuite.LocalHosting;

public enum Fault
{
    /// <summary>The process ends before the effect.</summary>
    KilledBefore,

    /// <summary>The effect happens; the process ends before it hears of it.</summary>
    KilledAfter,

    /// <summary>The effect happens; the caller sees a broken connection and lives on.</summary>
    AnswerLost,
}
