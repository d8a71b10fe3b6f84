namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>The ways a delivery can end.</summary>
internal enum SettlementKind
{
    Complete,
    Abandon,
    DeadLetter,
    Defer,

    /// <summary>Given back unseen: it doesn't count as a delivery.</summary>
    Release,
}
