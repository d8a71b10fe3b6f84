using System.Globalization;
using System.Text.Json;

namespace ProcoreNetSuite.Procore;

/// <content>Request details: the status records of what an ERP Request asks for (procore-api.md 7.4.2).</content>
public sealed partial class ProcoreClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<RequestDetail>> ListRequestDetailsAsync(long itemId, CancellationToken cancellationToken)
    {
        var call = new ProcoreCall(HttpMethod.Get, ErpPaths.RequestDetails(settings.CompanyId, itemId), $"reading the request details of item {itemId}");
        var details = await Paging.ReadAllAsync<RequestDetail>(caller, call, detail => detail.Id, cancellationToken);

        return [.. details.OrderBy(detail => detail.Id)];
    }

    /// <inheritdoc/>
    public Task<SyncAnswer> CloseRequestDetailsAsync(IReadOnlyList<RequestDetailClosing> closings, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint(ErpPaths.RequestDetailsSync(settings.CompanyId), $"closing {Count(closings.Count, "request detail")}", ["id"]),
            closings.Select(closing => new Dictionary<string, object?>
            {
                ["id"] = closing.Id,
                ["status"] = closing.Succeeded ? ErpPaths.Success : ErpPaths.Failed,
                ["messages"] = closing.Messages,
            }),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<ListPage<RequestDetail>> ListRequestDetailPageAsync(int page, CancellationToken cancellationToken) =>
        (await ReadDetailsAsync(page, cancellationToken)).Page;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RequestDetail>> ListDetailsOfRequestAsync(long requestId, CancellationToken cancellationToken)
    {
        var (page, total) = await ReadDetailsAsync(1, cancellationToken);
        SortedDictionary<long, RequestDetail> found = [];
        Take(page.Rows);
        if (page.HasNext && total is { } all)
        {
            // The newest come last, and it is mostly they that are asked for.
            for (var number = (int)((all + ErpPaths.RequestDetailPageSize - 1) / ErpPaths.RequestDetailPageSize); number > 1; number--)
            {
                (page, _) = await ReadDetailsAsync(number, cancellationToken);
                Take(page.Rows);
                if (page.Rows.All(detail => detail.ErpRequestId < requestId))
                {
                    break;
                }
            }
        }
        else
        {
            for (var number = 2; page.HasNext; number++)
            {
                (page, _) = await ReadDetailsAsync(number, cancellationToken);
                Take(page.Rows);
            }
        }

        return [.. found.Values];

        void Take(IEnumerable<RequestDetail> details)
        {
            foreach (var detail in details.Where(detail => detail.ErpRequestId == requestId))
            {
                found[detail.Id] = detail;
            }
        }
    }

    private async Task<(ListPage<RequestDetail> Page, long? Total)> ReadDetailsAsync(int page, CancellationToken cancellationToken)
    {
        var doing = $"reading page {page} of the request details";
        var answer = await caller.SendAsync(new ProcoreCall(HttpMethod.Get, ErpPaths.AllRequestDetails(settings.CompanyId, page), doing), cancellationToken);
        var read = ReadRows<RequestDetail>(ProcoreJson.Read<List<JsonElement>>(answer, doing), answer, doing);
        var given = read.Rows.Count + read.Unreadable;
        var total = long.TryParse(answer.Header("Total"), NumberStyles.None, CultureInfo.InvariantCulture, out var all) ? all : (long?)null;

        return (read with { HasNext = given > 0 && Paging.HasNext(answer, given >= ErpPaths.RequestDetailPageSize) }, total);
    }
}
