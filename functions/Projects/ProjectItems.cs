using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Projects;

/// <summary>Asks for the items of a whole project, where the settings want them before an invoice needs them.</summary>
public sealed class ProjectItems(ISyncSender sender)
{
    /// <summary>Most WBS codes in one message to their room.</summary>
    private const int ItemsPerMessage = 25;

    internal async Task AskAsync(SyncWork work, long projectId, CancellationToken cancellationToken)
    {
        if (!work.Connection.Settings.ItemsWithProject)
        {
            return;
        }

        var codes = await work.Connection.Procore.ListWbsCodesAsync(projectId, cancellationToken);
        foreach (var chunk in codes.Where(code => code.Status != "inactive").Select(code => code.Id).Order().Chunk(ItemsPerMessage))
        {
            var message = new SyncMessage
            {
                ConnectionId = work.Connection.Id,
                Command = SyncCommand.Export,
                RequestedBy = work.Message.RequestedBy,
                AskedAt = work.Message.AskedAt,
                Items = [.. chunk.Select(code => new SyncItem(code, ProjectId: projectId))],
            };

            // The same request delivered twice asks once; a new request asks again.
            var id = $"items-{projectId}-{work.Message.AskedAt.UtcTicks}-{chunk[0]}-{chunk[^1]}-{chunk.Length}";
            await sender.SendAsync(QueueNames.WbsCodes, message, id, cancellationToken);
        }
    }
}
