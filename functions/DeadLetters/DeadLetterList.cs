using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.DeadLetters;

/// <summary>Lists dead letters by queue and reason.</summary>
public sealed class DeadLetterList(DeadLetterReader reader, ILinkStore links)
{
    /// <summary>Messages that are shown one by one in each group.</summary>
    private const int MostShown = 20;

    public async Task<Answer> ListAsync(string? queue, CancellationToken cancellationToken)
    {
        if (queue is { Length: > 0 } && !QueueNames.All.Contains(queue))
        {
            return NoQueue(queue);
        }

        var groups = new List<object>();
        foreach (var name in queue is { Length: > 0 } ? [queue] : QueueNames.All)
        {
            var letters = await reader.ListAsync(name, cancellationToken);
            foreach (var group in letters.GroupBy(letter => letter.Reason))
            {
                groups.Add(await ShowAsync(name, group.Key, [.. group], isAll: letters.Count < DeadLetterReader.Most, cancellationToken));
            }
        }

        return new Answer(Answer.Ok, new { groups });
    }

    internal static Answer NoQueue(string? queue) => Answer.Refuse(Answer.NotFound, $"There is no queue {queue}: there are {string.Join(", ", QueueNames.All)}.");

    private async Task<object> ShowAsync(string queue, string reason, IReadOnlyList<DeadLetter> letters, bool isAll, CancellationToken cancellationToken)
    {
        var shown = letters.Take(MostShown).ToList();
        var keys = shown.SelectMany(letter => letter.Records).Distinct().ToList();
        var found = await links.FindManyAsync(keys, cancellationToken);
        var names = keys.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second?.Name);

        return new
        {
            queue,
            reason,
            count = letters.Count,
            isAll,
            oldest = letters.Min(letter => letter.Message.EnqueuedTime),
            description = letters[0].Description,
            messages = shown.Select(letter => new
            {
                sequenceNumber = letter.Number,
                messageId = letter.Message.MessageId,
                enqueuedAt = letter.Message.EnqueuedTime,
                deliveries = letter.Message.DeliveryCount,
                description = letter.Description,
                connection = letter.ConnectionId,
                about = letter.About,
                records = letter.Records.Select(key => new { entity = $"{key.Entity}", procoreId = key.ProcoreId, project = key.ProjectId, name = names[key] }),
            }),
        };
    }
}
