namespace ProcoreNetSuite.Procore;

/// <summary>Settings under <c>Connections:{id}:Procore</c>.</summary>
public sealed class ProcoreSettings
{
    /// <summary>Procore's id of the company.</summary>
    public long CompanyId { get; set; }

    /// <summary>API host, such as https://api.procore.com (the default).</summary>
    public string BaseUrl { get; set; } = "https://api.procore.com";

    /// <summary>Login host, such as https://login.procore.com (the default).</summary>
    public string LoginUrl { get; set; } = "https://login.procore.com";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>Day by which the client secret has to be replaced, where a company's rules say so; Procore itself lets it live on. Default: none.</summary>
    public DateOnly? ClientSecretExpires { get; set; }

    /// <summary>What Procore sends as the Authorization header of its webhooks; at least 32 characters.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>A second secret that is accepted too, while the first is being replaced.</summary>
    public string? WebhookSecretNext { get; set; }

    /// <summary>Calls at the same time. Default 4.</summary>
    public int Concurrency { get; set; } = 4;
}
