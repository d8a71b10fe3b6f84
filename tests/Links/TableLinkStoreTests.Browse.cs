using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Links;

/// <content>Looking around in a connection's links.</content>
public sealed partial class TableLinkStoreTests
{
    [Test]
    public async Task All_links_of_a_connection_are_browsed_page_by_page_each_once()
    {
        LinkKey[] mine =
        [
            .. Enum.GetValues<EntityType>().Where(entity => entity is not EntityType.WbsCode).SelectMany(entity => new[] { 1, 2, 10 }.Select(id => key with { Entity = entity, ProcoreId = id })),
            .. new long[] { 3, 31, 4 }.SelectMany(project => new[] { 1, 2 }.Select(id => key with { Entity = EntityType.WbsCode, ProcoreId = id, ProjectId = project })),
        ];
        LinkKey[] strangers = [key with { ConnectionId = $"{key.ConnectionId}0" }, key with { ConnectionId = $"{key.ConnectionId}-a" }];
        IReadOnlyList<Problem> problems = [new("E401", "x")];
        await store.ParkAsync([.. mine.Concat(strangers).Select(one => (one, (string?)null, problems))], azure.Time.Now, default);
        await store.LinkAsync((await store.FindAsync(mine[0], default))! with { NetSuiteId = bill }, default);

        List<LinkKey> seen = [];
        IReadOnlyList<Link> page;
        do
        {
            page = await store.BrowseAsync(key.ConnectionId, null, null, seen.LastOrDefault(), 4, default);
            seen.AddRange(page.Select(link => link.Key));
        }
        while (page.Count == 4);

        Assert.That(seen, Is.EquivalentTo(mine));
        Assert.That(await BrowseAsync(EntityType.Project, null), Is.EquivalentTo(mine.Where(one => one.Entity is EntityType.Project)));
        Assert.That(await BrowseAsync(EntityType.WbsCode, null), Is.EquivalentTo(mine.Where(one => one.Entity is EntityType.WbsCode)));
        Assert.That(await BrowseAsync(EntityType.WbsCode, 3), Is.EquivalentTo(mine.Where(one => one.ProjectId == 3)));
    }

    private async Task<IEnumerable<LinkKey>> BrowseAsync(EntityType entity, long? project) =>
        (await store.BrowseAsync(key.ConnectionId, entity, project, null, 1000, default)).Select(link => link.Key);
}
