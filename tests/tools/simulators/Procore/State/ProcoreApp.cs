namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>An installed app with its developer managed service account (spec 1.4).</summary>
public sealed class ProcoreApp
{
    public required string ClientId { get; init; }

    public required string ClientSecret { get; set; }

    /// <summary>User id of the service account: the <c>user_id</c> of what it changes.</summary>
    public required long ServiceAccountId { get; init; }

    public string Name { get; init; } = "Connector (service account)";

    public HashSet<long> InstalledIn { get; init; } = [];

    /// <summary>Projects the admin picked. New projects are not added by themselves (spec 1.4).</summary>
    public HashSet<long> PermittedProjects { get; init; } = [];

    /// <summary>"Webhooks API" at level Standard (spec 6).</summary>
    public bool MayUseWebhooks { get; set; } = true;

    /// <summary>Company Admin, Directory Admin and ERP Integrations Admin (spec 7.1).</summary>
    public bool MayUseErp { get; set; } = true;
}
