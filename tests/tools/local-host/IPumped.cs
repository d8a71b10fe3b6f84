namespace ProcoreNetSuite.LocalHosting;

/// <summary>Something beside the broker that has work due by the clock, such as a simulator that repeats its webhooks.</summary>
public interface IPumped
{
    /// <summary>When there is something to do; null if there is nothing.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>Does what is due now.</summary>
    /// <returns>How many things were done.</returns>
    Task<int> RunDueAsync(CancellationToken cancellationToken);
}
