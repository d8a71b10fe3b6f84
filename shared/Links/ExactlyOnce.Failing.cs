using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Links;

/// <content>A record that NetSuite fails on, always with the same words, while it takes others (connector-behaviour.md 13.6).</content>
public sealed partial class ExactlyOnce
{
    /// <summary>So often the same server error to one record, each followed by a look-up that doesn't find it, is a refusal.</summary>
    private const int MostFailures = 3;

    /// <summary>Records of the same batch are on their way when NetSuite goes down: that they arrived says nothing of what came after.</summary>
    private static readonly TimeSpan SameTime = TimeSpan.FromSeconds(15);

    private static Problem Failing(string name, WriteFailure failure) =>
        new("E413", $"NetSuite failed on {name} {failure.Times} times with the same answer, and doesn't hold it.", failure.Words ?? failure.Answer)
        {
            OtherRemedy = "Show NetSuite's words to your NetSuite administrator: mostly a script, workflow or mandatory field of the form stops this one record. Then export it again.",
        };

    private static WriteFailure? Next(WriteFailure? before, string? answer, string? words, DateTimeOffset now) => answer is null ? null
        : before is not null && before.Answer == answer ? before with { Words = words, Times = before.Times + 1, At = now }
        : new(answer, words, 1, now, now);

    /// <summary>
    /// NetSuite takes no record of the kind just now, or has only just begun again, or what it says to another isn't known yet: then this one has to be sent once more.
    /// If others got through between its failures, or there are no others, it is the record.
    /// </summary>
    private async Task<bool> IsOutageAsync(LinkKey key, WriteFailure failure, CancellationToken cancellationToken)
    {
        var (isUnsure, isOver) = (false, false);
        await foreach (var other in links.ListChangedAsync(key.ConnectionId, key.Entity, failure.Since, cancellationToken))
        {
            if (other.Key == key)
            {
                continue;
            }

            if (other.WrittenAt > failure.Since + SameTime && other.WrittenAt <= failure.At)
            {
                return false;
            }

            isUnsure |= other.State is LinkState.Unknown or LinkState.Writing;
            isOver |= other.WrittenAt > failure.At;
        }

        return isUnsure || isOver;
    }
}
