using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>One invoice, a link store and a NetSuite that keeps a ledger of every create it accepted.</summary>
internal sealed class Bench
{
    public const string ExternalId = "procore-1-requisition-7";

    private readonly List<(DateTimeOffset At, string Content)> onTheirWay = [];

    public Bench()
    {
        Store = new MemoryLinkStore(Effects);
        Once = new ExactlyOnce(Store, Time);
    }

    public static LinkKey Key { get; } = new("main", EntityType.SubcontractorInvoice, 7);

    public SetTime Time { get; } = new();

    public Effects Effects { get; } = new();

    public MemoryLinkStore Store { get; }

    public ExactlyOnce Once { get; }

    /// <summary>Every record NetSuite ever made; deleted ones stay in this list.</summary>
    public List<(NetSuiteId Id, string Content)> Created { get; } = [];

    public HashSet<NetSuiteId> Deleted { get; } = [];

    /// <summary>How often NetSuite was asked to create something.</summary>
    public int Posts { get; private set; }

    /// <summary>False: NetSuite makes a second record under the same external id, as simultaneous creates might.</summary>
    public bool RefusesDuplicates { get; set; } = true;

    /// <summary>Thrown by the next create instead of doing it.</summary>
    public Exception? NextAnswer { get; set; }

    /// <summary>The next create's answer is lost, and the record appears after this time.</summary>
    public TimeSpan? NextArrivesAfter { get; set; }

    /// <summary>What a lost answer looks like to the caller.</summary>
    public Exception LostAnswer { get; set; } = new UnknownOutcomeException(new Problem("E414", "No answer."));

    public Link? Link => Store.FindAsync(Key, CancellationToken.None).Result;

    public async Task<SyncOutcome> DeliverAsync(string operation, string content = "9,500.00", TimeSpan? lease = null) =>
        await Once.WriteAsync(Write(operation, await Store.FindAsync(Key, CancellationToken.None), content, lease), CancellationToken.None);

    public RemoteWrite Write(string operation, Link? seen, string content = "9,500.00", TimeSpan? lease = null) => new(
        Key,
        seen,
        ExternalId,
        "Invoice 7",
        new { Content = content },
        9_500.00m,
        operation,
        Time.Now + (lease ?? TimeSpan.FromMinutes(5)),
        "55",
        _ => Effects.RunAsync(() => Create(content)),
        _ => Effects.RunAsync(() => Find(content)));

    private NetSuiteId Create(string content)
    {
        Posts++;
        if (NextAnswer is { } answer)
        {
            NextAnswer = null;
            throw answer;
        }

        if (NextArrivesAfter is { } after)
        {
            NextArrivesAfter = null;
            onTheirWay.Add((Time.Now + after, content));
            throw LostAnswer;
        }

        Arrive();

        return RefusesDuplicates && Live().Any()
            ? throw new RejectedException(new Problem("E413", "This record already exists."), 400) { IsDuplicate = true }
            : Make(content);
    }

    private Existing? Find(string content)
    {
        Arrive();

        return Live().FirstOrDefault() is { Content: not null } found
            ? new Existing(found.Id, found.Content == content ? null : new Problem("E415", $"NetSuite holds {found.Content}, not {content}."))
            : null;
    }

    private IEnumerable<(NetSuiteId Id, string Content)> Live() => Created.Where(record => !Deleted.Contains(record.Id));

    private void Arrive()
    {
        foreach (var late in onTheirWay.Where(late => late.At <= Time.Now).ToList())
        {
            onTheirWay.Remove(late);
            Make(late.Content);
        }
    }

    private NetSuiteId Make(string content)
    {
        var id = new NetSuiteId($"{901 + Created.Count}");
        Created.Add((id, content));

        return id;
    }
}
