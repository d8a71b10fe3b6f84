using Moq;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>A room's four neighbours, and messages to it, for tests of one handler.</summary>
public sealed class RoomRig
{
    public const long Detail = 880124;

    public RoomRig() => Connection = new Connection("acme", Settings, Procore.Object, NetSuite.Object);

    public static DateTimeOffset Now { get; } = new(2026, 5, 2, 10, 0, 0, TimeSpan.Zero);

    public static TimeProvider Time { get; } = new StoppedClock();

    public ConnectionSettings Settings { get; } = new()
    {
        Procore = new ProcoreSettings { CompanyId = 4400123 },
        NetSuite = new NetSuiteSettings { AccountId = "1234567_SB1", Subsidiary = "2" },
    };

    public Mock<IProcoreClient> Procore { get; } = new();

    public Mock<INetSuiteClient> NetSuite { get; } = new();

    public Mock<ISyncSender> Sender { get; } = new();

    public MemoryLinkStore Links { get; } = new();

    public MemoryReservations Reservations => field ??= new(Links);

    public LinkChanges Changes => new(Links, Time);

    public ExactlyOnce Once => new(Links, Time);

    public Connection Connection { get; }

    /// <summary>A message as the runner hands it over, with the links as they are now.</summary>
    public SyncWork Work(ISyncHandler handler, SyncCommand command, params IReadOnlyList<SyncItem> items)
    {
        var message = new SyncMessage { ConnectionId = Connection.Id, Command = command, AskedAt = Now, RequestedBy = 9, Items = items };
        IReadOnlyList<SyncTask> tasks =
            [.. items.Select(item => (Item: item, Key: handler.KeyOf(message, item))).Select(pair => new SyncTask(pair.Item, pair.Key, Links[pair.Key]))];

        return new SyncWork(message, Connection, tasks, "operation-1", Now.AddMinutes(5));
    }

    /// <summary>A link of this connection, stored.</summary>
    public Link Link(EntityType entity, long procoreId, string netSuiteId, string name, LinkState state = LinkState.Linked, long? project = null, long? ofProject = null) =>
        Links.Put(new Link
        {
            Key = new LinkKey(Connection.Id, entity, procoreId, project),
            State = state,
            NetSuiteId = new NetSuiteId(netSuiteId),
            Name = name,
            ProjectId = ofProject,
        });

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
