namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>What a message on a queue waits for.</summary>
public enum QueuedMessageState
{
    /// <summary>For a receiver.</summary>
    Active,

    /// <summary>For its receiver's settlement, or the end of the lock.</summary>
    Locked,

    /// <summary>For its time.</summary>
    Scheduled,

    /// <summary>For somebody who knows its number.</summary>
    Deferred,
}
