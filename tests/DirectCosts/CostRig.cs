using Moq;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Tests.Builders;
using ProcoreNetSuite.Tests.Links;

namespace ProcoreNetSuite.Tests.DirectCosts;

/// <summary>The neighbours of an import of direct costs: two linked projects, and a Procore that does as it is told and says what it was told.</summary>
internal sealed class CostRig
{
    public const long Dock = 7, Pier = 9;

    private readonly Dictionary<NetSuiteId, ImportedTransaction> rows = [];

    public CostRig()
    {
        Stored.Setup(store => store.SaveAsync(It.IsAny<IReadOnlyList<ImportedTransaction>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<ImportedTransaction> saved, CancellationToken _) => Save(saved));
        Stored.Setup(store => store.FindManyAsync(Room.Connection.Id, It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string _, IReadOnlyList<NetSuiteId> ids, CancellationToken _) => ids.Distinct().ToDictionary(id => id, id => this[id]));
        Stored.Setup(store => store.ListAsync(Room.Connection.Id, It.IsAny<NetSuiteId?>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string _, NetSuiteId? after, int most, CancellationToken _) =>
                [.. rows.Values.OrderBy(row => long.Parse(row.Id.Value)).Where(row => after is null || long.Parse(row.Id.Value) > long.Parse(after.Value.Value)).Take(most)]);
        Procore.Setup(procore => procore.SyncDirectCostsAsync(It.IsAny<long>(), It.IsAny<IReadOnlyList<DirectCost>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((long project, IReadOnlyList<DirectCost> costs, CancellationToken _) => Answer($"write {costs.Count} in {project}", costs.Select(cost => cost.OriginId)));
        Procore.Setup(procore => procore.SyncDirectCostLinesAsync(It.IsAny<long>(), It.IsAny<IReadOnlyList<(long DirectCostId, DirectCostLine Line)>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((long project, IReadOnlyList<(long DirectCostId, DirectCostLine Line)> lines, CancellationToken _) =>
                Answer($"write {lines.Count} lines in {project}", lines.Select(line => line.Line.OriginId!)));
        Procore.Setup(procore => procore.DeleteDirectCostAsync(It.IsAny<long>(), It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((long project, long id, CancellationToken _) => Refuse($"delete {id} in {project}"));
        Procore.Setup(procore => procore.DeleteDirectCostLineAsync(It.IsAny<long>(), It.IsAny<long>(), It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((long project, long _, long id, CancellationToken _) => Refuse($"delete line {id} in {project}"));
        Procore.Setup(procore => procore.ListDirectCostLinesAsync(It.IsAny<long>(), It.IsAny<CancellationToken>())).Returns(() => Held.ToAsyncEnumerable());
        Notes.Setup(notes => notes.ListAsync<CostSum>(It.IsAny<ImportRun>(), It.IsAny<long>(), It.IsAny<CancellationToken>())).Returns(() => Wanted.ToAsyncEnumerable());
        Notes.Setup(notes => notes.ListAsync<CostDifference>(It.IsAny<ImportRun>(), It.IsAny<long>(), It.IsAny<CancellationToken>())).Returns(AsyncEnumerable.Empty<CostDifference>());
        Switches.Setup(switches => switches.ListOnAsync(Room.Connection.Id, It.IsAny<CancellationToken>())).ReturnsAsync(new HashSet<long> { Dock, Pier });
        Room.Link(EntityType.Project, Dock, "100", "Dock 7");
        Room.Link(EntityType.Project, Pier, "101", "Pier 9");
        Room.Link(EntityType.WbsCode, 77, "640", "26-014-03-300.S", project: Dock);
        Room.Link(EntityType.WbsCode, 78, "641", "26-015-03-300.S", project: Pier);
        Room.NetSuite.Setup(netSuite => netSuite.ListVoidedByAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Dictionary<NetSuiteId, NetSuiteId>());
        Room.NetSuite.Setup(netSuite => netSuite.ListCostsAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Room.NetSuite.Setup(netSuite => netSuite.ListCostLinesAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Room.NetSuite.Setup(netSuite => netSuite.ListTotalsByJobAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), null, It.IsAny<CancellationToken>())).ReturnsAsync(() => OnJobs);
        Room.NetSuite.Setup(netSuite => netSuite.ListTotalsByItemAsync(It.IsAny<IReadOnlyList<NetSuiteId>>(), It.IsAny<IReadOnlyList<NetSuiteId>>(), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => OnItems);
        Writer = new CostWriter(Stored.Object);
    }

    public RoomRig Room { get; } = new();

    public Mock<IProcoreClient> Procore => Room.Procore;

    public Mock<IImportedCostStore> Stored { get; } = new();

    public Mock<IRunNotes> Notes { get; } = new();

    public Mock<IJobCostSwitches> Switches { get; } = new();

    public CostWriter Writer { get; }

    public CostPages Pages { get; init; } = new();

    public SetTime Time { get; } = new();

    /// <summary>What was done, in this order.</summary>
    public List<string> Done { get; } = [];

    /// <summary>Origin ids that Procore refuses to write.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>What Procore refuses to delete, such as "delete 5 in 7".</summary>
    public HashSet<string> Kept { get; } = [];

    /// <summary>Lines that the project holds.</summary>
    public List<DirectCostLineFound> Held { get; } = [];

    /// <summary>NetSuite's own sums by job.</summary>
    public List<CostTotal> OnJobs { get; } = [];

    /// <summary>Those of lines on none of the jobs, by item.</summary>
    public List<CostTotal> OnItems { get; } = [];

    /// <summary>What the run read for the project.</summary>
    public List<CostSum> Wanted { get; } = [];

    public ImportRun Run { get; init; } = new() { ConnectionId = "acme", Kind = ImportKind.DirectCosts, RunId = "r1", RequestedBy = "a test", StartedAt = RoomRig.Now, Watermark = "2026-05-20 10:00:00" };

    public ImportedTransaction this[NetSuiteId id] => rows.GetValueOrDefault(id) ?? new ImportedTransaction(Room.Connection.Id, id);

    public ImportedTransaction this[string id] => this[new NetSuiteId(id)];

    public CostStep Step => new(
        Room.Connection, Run, CostCursor.Read(Run.Cursor), [new(Dock, new("100"), "Dock 7", true), new(Pier, new("101"), "Pier 9", true)], new HashSet<long> { Dock, Pier },
        new CostItems([(new("640"), Dock, 77), (new("641"), Pier, 78)]));

    public DirectCostImport Import
    {
        get
        {
            var facts = new CostFactReader(Room.Links);
            var transactions = new TransactionCosts(Stored.Object, facts, Writer, Pages);

            return new DirectCostImport(
                Notes.Object,
                Switches.Object,
                Room.Links,
                transactions,
                new ProjectCosts(Stored.Object, Notes.Object, facts, Writer, transactions, Pages),
                new CostReconciler(Stored.Object, Notes.Object, Room.Links, transactions, Pages),
                new JobCostControl(Stored.Object, Notes.Object, Pages),
                Time);
        }
    }

    /// <summary>A cost of a transaction with so many lines of 1.00.</summary>
    public static DirectCost Cost(string transaction, long project, int lines = 1)
    {
        var origin = $"ns:1234567_SB1:vendorBill:{transaction}:{project}";

        return new DirectCost(
            project, origin, "expense", null, $"B-{transaction}", $"Bill B-{transaction}", new DateOnly(2026, 5, 15),
            [.. Enumerable.Range(1, lines).Select(line => new DirectCostLine($"{origin}:{line}", 77, "Footings", 1.00m))]);
    }

    /// <summary>The same as it was imported by an earlier run.</summary>
    public static ImportedCost Imported(DirectCost cost, long id) =>
        new(cost.ProjectId, cost.OriginId, cost.Type, id, cost.Fingerprint(), IsPending: false) { Lines = CostCalls.DigestOf(cost), Count = cost.Lines.Count, Sum = cost.Lines.Sum(line => line.Amount), Held = cost.Lines.Sum(line => line.Amount) };

    public ImportedTransaction Put(string transaction, params IReadOnlyList<ImportedCost> costs) =>
        rows[new(transaction)] = this[transaction] with { Costs = costs, ETag = "v1" };

    public void Leave(string transaction, params IReadOnlyList<NotImported> left) => rows[new(transaction)] = this[transaction] with { Left = left, ETag = "v1" };

    /// <summary>What the run has noted of this kind.</summary>
    public IEnumerable<T> Noted<T>() => Notes.Invocations.Where(call => call.Method.Name == nameof(IRunNotes.SaveAsync)).Select(call => call.Arguments[2]).OfType<IReadOnlyList<T>>().SelectMany(all => all);

    /// <summary>The cost as Procore shows it.</summary>
    public void Show(DirectCost cost, long id) => Procore.Setup(procore => procore.FindDirectCostAsync(cost.ProjectId, id, It.IsAny<CancellationToken>())).ReturnsAsync(new DirectCostFound
    {
        Id = id,
        OriginId = cost.OriginId,
        DirectCostType = cost.Type,
        InvoiceNumber = cost.InvoiceNumber,
        Description = cost.Description,
        ReceivedDate = cost.Date,
        LineItems = [.. cost.Lines.Select((line, index) => new DirectCostLineFound { Id = (id * 100) + index + 1, OriginId = line.OriginId, Description = line.Description, Amount = line.Amount, WbsCode = new WbsCode { Id = line.WbsCodeId!.Value } })],
    });

    private IReadOnlyList<ImportedTransaction> Save(IReadOnlyList<ImportedTransaction> saved)
    {
        if (saved.Count == 0)
        {
            return [];
        }

        Done.Add($"note {string.Join(", ", saved.SelectMany(row => row.Costs).Select(cost => $"{cost.ProjectId}{(cost.IsPending ? "?" : "")}"))}");
        foreach (var row in saved)
        {
            rows[row.Id] = row with { ETag = row.IsEmpty ? null : "v2" };
        }

        return [.. saved.Where(row => !row.IsEmpty)];
    }

    private SyncAnswer Answer(string what, IEnumerable<string> origins)
    {
        Done.Add(what);
        var given = origins.ToList();

        return new SyncAnswer(
            [.. given.Where(origin => !Refused.Contains(origin)).Select((origin, index) => new SyncEntity(500 + index, origin))],
            [.. given.Where(Refused.Contains).Select(origin => new SyncError(null, origin, null, null, "is not what we like"))]);
    }

    private string? Refuse(string what)
    {
        Done.Add(what);

        return Kept.Contains(what) ? "it is on an owner invoice" : null;
    }
}
