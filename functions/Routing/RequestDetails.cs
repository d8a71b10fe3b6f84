using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Routing;

/// <summary>The request details of an ERP Request: none is left open, whether the request's data names it or not (connector-behaviour.md 13.7).</summary>
internal static class RequestDetails
{
    /// <summary>All that the request has.</summary>
    /// <param name="named">Those in its data.</param>
    public static async Task<IReadOnlyList<long>> FindAsync(Connection connection, IReadOnlyList<long> named, long requestId, CancellationToken cancellationToken) =>
        named.Count > 0
            ? named
            : [.. (await connection.Procore.ListDetailsOfRequestAsync(requestId, cancellationToken)).Select(detail => detail.Id)];

    /// <summary>The records of the request with their details. What is only a notice has none, unless a sweep has found one open.</summary>
    public static async Task<IReadOnlyList<SyncItem>> WithDetailsAsync(
        Connection connection, ErpWork work, long requestId, bool isAgain, CancellationToken cancellationToken)
    {
        var mayHave = isAgain || work.Kind is ErpWorkKind.ExportCompany or ErpWorkKind.ExportProject or ErpWorkKind.ExportInvoices
            or ErpWorkKind.AcknowledgeStandardCostCodes or ErpWorkKind.UnlinkInvoice;
        if (!mayHave || work.Items.All(item => item.RequestDetailId is not null))
        {
            return [.. work.Items.Select(item => Destinations.ItemOf(item, item.RequestDetailId))];
        }

        var details = await connection.Procore.ListDetailsOfRequestAsync(requestId, cancellationToken);
        var items = new List<SyncItem>();
        foreach (var item in work.Items)
        {
            var detail = item.RequestDetailId ?? details.LastOrDefault(found => found.ItemId == item.Id)?.Id ?? (work.Items.Count == 1 && details.Count > 0 ? details[^1].Id : null);

            // That details name their request is assumed (procore-api.md 7.4.2).
            detail ??= await FindByItemAsync(connection, item.Id, requestId, cancellationToken);
            items.Add(Destinations.ItemOf(item, detail));
        }

        return items;
    }

    /// <summary>The same answer for all of them.</summary>
    public static Task CloseAsync(Connection connection, IReadOnlyList<long> details, bool succeeded, string text, CancellationToken cancellationToken) =>
        DetailClosings.CloseAsync(connection, [.. details.Select(id => new RequestDetailClosing(id, succeeded, [text]))], cancellationToken);

    private static async Task<long?> FindByItemAsync(Connection connection, long itemId, long requestId, CancellationToken cancellationToken) =>
        (await connection.Procore.ListRequestDetailsAsync(itemId, cancellationToken)).LastOrDefault(found => (found.ErpRequestId ?? requestId) == requestId)?.Id;
}
