namespace ProcoreNetSuite.NetSuite;

/// <summary>Settings under <c>Connections:{id}:NetSuite</c>.</summary>
public sealed class NetSuiteSettings
{
    /// <summary>Account id as NetSuite shows it, such as 1234567_SB1.</summary>
    public string AccountId { get; set; } = "";

    /// <summary>SuiteTalk address from Setup > Company > Company URLs.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>OAuth2 (the default, machine to machine) or Tba.</summary>
    public string Authentication { get; set; } = "OAuth2";

    /// <summary>OAuth 2.0: client id of the integration record.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>OAuth 2.0: certificate id of the mapping.</summary>
    public string CertificateId { get; set; } = "";

    /// <summary>OAuth 2.0: last day of the certificate's mapping, as NetSuite shows it. Without it nobody is called before it ends.</summary>
    public DateOnly? CertificateExpires { get; set; }

    /// <summary>OAuth 2.0: private key, PEM: RSA (3072 or 4096 bits), P-256, P-384 or P-521.</summary>
    public string PrivateKey { get; set; } = "";

    public string ConsumerKey { get; set; } = "";

    public string ConsumerSecret { get; set; } = "";

    public string TokenId { get; set; } = "";

    public string TokenSecret { get; set; } = "";

    /// <summary>Internal id of the subsidiary.</summary>
    public string Subsidiary { get; set; } = "";

    /// <summary>Base currency of the subsidiary, ISO 4217. Default USD.</summary>
    public string Currency { get; set; } = "USD";

    /// <summary>Internal id of the Other Charge item for retainage; its account must be a liability.</summary>
    public string RetainageItem { get; set; } = "";

    /// <summary>
    /// How bills are numbered: the invoice's number, or with the commitment's before it where Procore's numbers begin anew on every commitment:
    /// {commitment}-{invoice}. Default {invoice}.
    /// </summary>
    public string BillNumber { get; set; } = "{invoice}";

    /// <summary>Internal id of the expense account of new items.</summary>
    public string ItemExpenseAccount { get; set; } = "";

    /// <summary>Internal id of the customer that new jobs belong to; empty if NetSuite allows jobs without one.</summary>
    public string? DefaultCustomer { get; set; }

    /// <summary>Script id of the transaction column field of type Item on journal lines, such as custcol_item; empty: journals are not imported (E604).</summary>
    public string? JournalItemField { get; set; }

    /// <summary>Calls at the same time to begin with; never more. Default 5.</summary>
    public int Concurrency { get; set; } = 5;
}
