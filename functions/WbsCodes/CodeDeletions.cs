using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.WbsCodes;

/// <summary>
/// Answers people who want to delete cost codes, or cost types of them, that are synced (connector-behaviour.md 7.1, 13.7): they may if no transaction in NetSuite
/// uses an item that was made of them. The items stay.
/// </summary>
public sealed class CodeDeletions(ILinkStore links) : ICodeDeletions
{
    public async Task<IReadOnlyList<RequestDetailClosing>> AnswerAsync(Connection connection, IReadOnlyList<ErpItem> codes, CancellationToken cancellationToken)
    {
        List<(long Detail, Problem? Problem)> answers = [];
        foreach (var project in codes.Where(code => code.RequestDetailId is not null).GroupBy(code => code.ProjectId))
        {
            var all = project.Key is { } id ? await connection.Procore.ListWbsCodesAsync(id, cancellationToken) : [];
            foreach (var code in project)
            {
                answers.Add((code.RequestDetailId!.Value, project.Key is { } known
                    ? await FindUseAsync(connection, known, [.. all.Where(wbs => IsOf(wbs, code))], cancellationToken)
                    : new Problem("E107", $"The request doesn't say on which project cost code {code.Id} is, so nobody knows whether NetSuite uses it.")));
            }
        }

        // Codes that share a detail may go only together.
        return
        [
            .. answers.GroupBy(answer => answer.Detail, answer => answer.Problem).Select(detail => new RequestDetailClosing(
                detail.Key,
                detail.All(problem => problem is null),
                detail.All(problem => problem is null) ? ["No transaction in NetSuite uses an item of it."] : [.. detail.OfType<Problem>().Select(problem => $"{problem}")])),
        ];
    }

    /// <summary>A part of a budget code has the id that it has as a cost code or cost type of its own (assumed, procore-api.md 8.5).</summary>
    private static bool IsOf(WbsCode wbs, ErpItem code) =>
        wbs.SegmentItems.Any(part => part.Type == "cost_code" && part.Id == code.Id)
        && (code.CostTypeId is not { } type || wbs.SegmentItems.Any(part => part.Type == "line_item_type" && part.Id == type));

    private static string WordOf(string? type) => type switch
    {
        "VendBill" => "bill",
        "VendCred" => "vendor credit",
        "PurchOrd" => "purchase order",
        "ExpRept" => "expense report",
        "Journal" => "journal",
        _ => "transaction",
    };

    private async Task<Problem?> FindUseAsync(Connection connection, long projectId, IReadOnlyList<WbsCode> codes, CancellationToken cancellationToken)
    {
        var found = await links.FindManyAsync([.. codes.Select(code => new LinkKey(connection.Id, EntityType.WbsCode, code.Id, projectId))], cancellationToken);
        var items = found.OfType<Link>().Where(link => link.NetSuiteId is not null).ToLookup(link => link.NetSuiteId!.Value);

        return items.Count > 0 && await connection.NetSuite.FindItemUseAsync([.. items.Select(item => item.Key)], cancellationToken) is { } use
            ? new Problem("E107", $"Item {items[use.Item].First().Name} is used in NetSuite by {WordOf(use.Type)} {use.Number ?? "without a number"} (record {use.Transaction}).")
            : null;
    }
}
