using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Records that wait go into a copy of their message that appears later. A wait has an end.</summary>
public sealed class LaterCopies(ISyncSender sender, TimeProvider time)
{
    /// <summary>After this time a wait becomes a rejection that names what never came.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    private static readonly TimeSpan[] Delays =
        [.. new[] { 2, 5, 15, 30, 60, 120, 300 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>The outcome, or its rejection if it has waited long enough.</summary>
    public SyncOutcome EndWait(SyncMessage message, SyncOutcome outcome) =>
        outcome.Status is SyncStatus.Waiting && time.GetUtcNow() - message.AskedAt > Longest
            ? SyncOutcome.Rejected([.. outcome.Problems.Select(problem => problem with
            {
                Message = $"{problem.Message} The connector gave up after {Longest.TotalHours:0} hours.",
                OtherRemedy = problem.Class is ProblemClass.RetriedAutomatically
                    ? "Export again later; what NetSuite may have kept is found and not made twice."
                    : "See that it is done, then export again.",
            })])
            : outcome;

    /// <summary>Sends one copy for each different delay. The id says what it is a copy of and what it holds, so that a redelivery sends it no second time.</summary>
    public async Task SendAsync(
        string queue, SyncMessage message, string messageId, IEnumerable<(SyncItem Item, TimeSpan? Delay)> waiting, CancellationToken cancellationToken)
    {
        foreach (var group in waiting.GroupBy(item => item.Delay ?? Usual(message.Attempt), item => item.Item))
        {
            var copy = message with { Attempt = message.Attempt + 1, Items = [.. group] };
            await sender.SendLaterAsync(queue, copy, time.GetUtcNow() + group.Key, Hash($"{messageId}|{IdOf(copy)}"), cancellationToken);
        }
    }

    /// <summary>How long to stay away after so many attempts.</summary>
    public static TimeSpan DelayOf(int attempt, SyncOutcome outcome) => outcome.Delay ?? Usual(attempt);

    /// <summary>
    /// Names a message by what it asks: the same question asked twice within Service Bus's window is sent once. An ERP Request is one question,
    /// however many events announce it.
    /// </summary>
    public static string IdOf(SyncMessage message) => Hash(string.Join(
        '|',
        [
            message.ConnectionId, $"{message.Command}", $"{message.RequestId?.ToString(CultureInfo.InvariantCulture) ?? $"at {message.AskedAt.UtcTicks}"}", $"{message.Attempt}",
            .. message.Items.Select(item => $"{item.ProcoreId}.{item.ProjectId}.{item.RequestDetailId}" + (item.SurvivorId is { } survivor ? $".{survivor}" : "")),
        ]));

    private static TimeSpan Usual(int attempt) => Delays[Math.Min(attempt, Delays.Length - 1)];

    /// <summary>A short name for whatever the text says.</summary>
    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
