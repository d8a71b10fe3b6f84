namespace ProcoreNetSuite.Links;

/// <summary>
/// What only one record may have in NetSuite, held for it from before it is written (connector-behaviour.md 13.1). It belongs to its owner as long as the owner's
/// record is being written, may be written, or is written by this very operation; otherwise until <paramref name="LeaseUntil"/>.
/// </summary>
/// <param name="Owner">The record that is to have it.</param>
/// <param name="What">Spelled the same by everybody who means the same.</param>
/// <param name="Name">The owner's name, for the sentence of whoever comes second.</param>
/// <param name="OperationId">The message that writes the owner's record.</param>
/// <param name="LeaseUntil">When that message's lock ends: no write is begun after it.</param>
public sealed record Reservation(LinkKey Owner, string What, string Name, string OperationId, DateTimeOffset LeaseUntil)
{
    /// <summary>
    /// Records that both have one of these, and different ones, may both be written: the second one takes over what is reserved when the first one is in NetSuite. Null for none.
    /// </summary>
    public string? Apart { get; init; }

    /// <summary><see cref="What"/> is nobody's business, as <see cref="Apart"/> never is anybody's: what is stored doesn't tell it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether this one, once it is in NetSuite, makes room for that one.</summary>
    public static bool AreApart(string? one, string? other) => one is not null && other is not null && one != other;
}

/// <summary>The record that holds what another one wanted.</summary>
/// <param name="Link">Its link as it is now; null if it has none yet.</param>
public sealed record Holder(LinkKey Key, string Name, Link? Link)
{
    /// <summary>Its record is in NetSuite: whoever wants the same is a duplicate. If not, it may still be refused there: then wait and look again.</summary>
    public bool IsWritten => Link is { IsPair: true };
}
