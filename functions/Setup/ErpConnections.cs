using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>
/// Makes Procore's ERP connection of a company, or sends its metadata anew (procore-api.md 7.4.5; netsuite-accounts.md 8.7). Done twice, at once, or after a lost answer, it comes to the
/// same. Never where the company's ERP cost codes belong to another integration; those that this connector linked, through whichever account, are its own.
/// </summary>
public sealed class ErpConnections(IConnections connections, AppAddress app, ILinkStore links, TimeProvider time)
{
    private const int BadGateway = 502;

    /// <param name="requestedBy">Who asked, for the history of the connection.</param>
    public async Task<Answer> MakeAsync(string connectionId, string requestedBy, CancellationToken cancellationToken)
    {
        if (connections.FindSettings(connectionId) is null)
        {
            return Answer.Refuse(Answer.NotFound, connections.DescribeUnknown(connectionId));
        }

        if (app.Root is null)
        {
            return Answer.Refuse(Answer.Unavailable, AppAddress.IsUnknown);
        }

        var made = default(Made);
        var (_, failure) = await Outcomes.TryAsync(async () => made = await SendAsync(connections.GetConnection(connectionId), requestedBy, cancellationToken));

        return made is not null
            ? new Answer(Answer.Ok, new { connection = connectionId, outcome = made.IsNew ? "made" : "metadata sent anew", metadata = made.Metadata })
            : Answer.Refuse(failure!.Status is SyncStatus.Rejected ? BadGateway : Answer.Unavailable, $"{failure.Problems[0]}");
    }

    /// <summary>May be repeated.</summary>
    /// <exception cref="RejectedException">Procore refuses, or another integration is connected.</exception>
    internal async Task<Made> SendAsync(Connection connection, string requestedBy, CancellationToken cancellationToken)
    {
        await RefuseOthersAsync(connection, cancellationToken);
        var metadata = ErpMetadata.Of(connection.Settings);
        var root = app.Root ?? throw new RejectedException(new Problem("E903", AppAddress.IsUnknown));
        var isNew = await connection.Procore.ConfigureErpAsync(root, metadata, cancellationToken);
        await links.AppendHistoryAsync(
            [
                new HistoryEntry(
                    LinkKey.OfConnection(connection.Id), $"{Guid.NewGuid():N}", "erp-connection", time.GetUtcNow(), requestedBy, metadata.ToJsonString(),
                    isNew ? "Procore's ERP connection was made." : "The metadata of Procore's ERP connection was sent anew."),
            ],
            cancellationToken);

        return new Made(isNew, metadata);
    }

    private static async Task RefuseOthersAsync(Connection connection, CancellationToken cancellationToken)
    {
        foreach (var list in (await connection.Procore.ListCostCodeListsAsync(cancellationToken)).Where(list => list.IsErpList is true))
        {
            await foreach (var code in connection.Procore.ListStandardCostCodesAsync(list.Id, cancellationToken))
            {
                if (code.OriginId is { Length: > 0 } origin && ExternalIds.AccountOf(origin) is null)
                {
                    throw new RejectedException(new Problem(
                        "E903", $"Cost code {code.FullCode} of Procore's ERP list belongs to another integration ({origin}): the company is connected to another ERP system, or to this one by another connector.")
                    {
                        OtherRemedy = "Have Procore's support end that connection and clear its origin ids, then ask again. Nothing was changed.",
                    });
                }
            }
        }
    }

    internal sealed record Made(bool IsNew, System.Text.Json.Nodes.JsonObject Metadata);
}
