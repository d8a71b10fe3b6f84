using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>The items of all budget codes of linked projects: an item says whose cost a line is (connector-behaviour.md 13.3).</summary>
public sealed class CostItems
{
    private readonly Dictionary<NetSuiteId, SortedList<long, long>> codes = [];
    private readonly Dictionary<long, List<NetSuiteId>> items = [];

    /// <param name="all">Each with its project and its code's id in Procore.</param>
    public CostItems(IEnumerable<(NetSuiteId Item, long Project, long Code)> all)
    {
        foreach (var (item, project, code) in all)
        {
            if (!codes.TryGetValue(item, out var owners))
            {
                codes.Add(item, owners = []);
            }

            if (owners.TryAdd(project, code))
            {
                (items.TryGetValue(project, out var known) ? known : items[project] = []).Add(item);
            }
        }
    }

    /// <summary>The project's.</summary>
    public IReadOnlyList<NetSuiteId> Of(long project) => items.GetValueOrDefault(project) ?? [];

    /// <summary>The item's budget code in this project; null if it is none of it.</summary>
    public long? CodeOf(NetSuiteId item, long project) => codes.TryGetValue(item, out var owners) && owners.TryGetValue(project, out var code) ? code : null;

    /// <summary>The project that the item belongs to: the first, if links of earlier versions gave it to several. Null: it is none of ours.</summary>
    public long? OwnerOf(NetSuiteId item) => codes.TryGetValue(item, out var owners) ? owners.Keys[0] : null;

    /// <summary>It can't say whose cost a line is.</summary>
    public bool IsShared(NetSuiteId item) => codes.TryGetValue(item, out var owners) && owners.Count > 1;

    internal static async Task<CostItems> ReadAsync(ILinkStore links, string connectionId, IReadOnlySet<long> projects, CancellationToken cancellationToken)
    {
        const int Page = 1000;
        List<(NetSuiteId, long, long)> all = [];
        IReadOnlyList<Link> page = [];
        do
        {
            page = await links.BrowseAsync(connectionId, EntityType.WbsCode, null, page.Count == 0 ? null : page[^1].Key, Page, cancellationToken);
            all.AddRange(page.Where(link => link is { IsPair: true, NetSuiteId: not null, Key.ProjectId: not null } && projects.Contains(link.Key.ProjectId.Value))
                .Select(link => (link.NetSuiteId!.Value, link.Key.ProjectId!.Value, link.Key.ProcoreId)));
        }
        while (page.Count == Page);

        return new CostItems(all);
    }
}
