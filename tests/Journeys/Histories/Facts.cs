using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys.Histories;

/// <summary>What a ledger doesn't tell afterwards, noted while it happens by looking at both systems from outside.</summary>
public sealed class Facts
{
    private readonly HashSet<string> bills = [];
    private readonly Dictionary<long, string> jobs = [];
    private readonly Dictionary<string, string> names = [];

    /// <summary>Origin ids of payments that Procore's staff took out of the connector's hands.</summary>
    public HashSet<string> Reset { get; } = [];

    /// <summary>The same, by the payments' own ids.</summary>
    public Dictionary<long, string> ResetIds { get; } = [];

    /// <summary>Origin ids of imported costs that a user changed or deleted in Procore.</summary>
    public HashSet<string> Touched { get; } = [];

    /// <summary>Projects that take job costs, as last announced.</summary>
    public HashSet<long> SwitchedOn { get; } = [];

    /// <summary>Costs and payments that users entered themselves, as they left them.</summary>
    public Dictionary<(string Kind, long Id), string> Own { get; } = [];

    /// <summary>Bills that are, or ever were, a Procore invoice's: made by the connector, or linked to one.</summary>
    public bool IsFromProcore(string bill) => bills.Contains(bill);

    public string JobOf(ProcoreRecord project) => jobs[project.Id];

    public string NameOfJob(string job) => names.GetValueOrDefault(job, $"customer {job}");

    public void Look(World world)
    {
        bills.UnionWith(world.Ledger.Creations.Where(creation => creation is { Type: "vendorBill", Origin: "rest" }).Select(creation => creation.Id));
        bills.UnionWith(world.Accounts.Procore.Records(Kinds.Requisition).Select(invoice => IdIn(invoice.OriginId, "vendorBill")).OfType<string>());
        foreach (var project in world.Accounts.Procore.Records(Kinds.Project))
        {
            if (IdIn(project.OriginId, "job") is { } job)
            {
                (jobs[project.Id], names[job]) = (job, project.Text("project_number")!);
            }
        }
    }

    /// <summary>A record as its owner sees it.</summary>
    public static string TextOf(ProcoreRecord record) =>
        string.Join(' ', record.Data.Where(pair => pair.Key is not ("updated_at" or "vendor_id" or "_billed")).Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"));

    /// <summary>The id in an origin id such as <c>ns:1234567_SB1:vendorBill:901</c>; null in any other.</summary>
    public static string? IdIn(string? origin, string type) => origin?.Split(':') is ["ns", _, var kind, var id, ..] && string.Equals(kind, type, StringComparison.OrdinalIgnoreCase) ? id : null;
}
