namespace ProcoreNetSuite.NetSuite;

/// <content>What a check of the set-up looks at; all of it only reads.</content>
public partial interface INetSuiteClient
{
    /// <summary>NetSuite's clock, which it shows to anyone it lets in (netsuite-api.md 1.3); null if it can't be read.</summary>
    Task<DateTimeOffset?> FindServerTimeAsync(CancellationToken cancellationToken);

    /// <summary>The connector's subsidiary (5.2); null if there is none or the role doesn't see it.</summary>
    Task<SubsidiaryFound?> FindSubsidiaryAsync(CancellationToken cancellationToken);

    /// <summary>An item by its internal id, with the account that it books cost to (5.2). What is no id is not found.</summary>
    Task<ChargeItem?> FindChargeItemAsync(string id, CancellationToken cancellationToken);

    /// <summary>An account by its internal id (5.2). What is no id is not found.</summary>
    Task<AccountFound?> FindAccountAsync(string id, CancellationToken cancellationToken);

    /// <summary>A customer by its internal id (5.2). What is no id is not found.</summary>
    Task<EntityFound?> FindCustomerAsync(string id, CancellationToken cancellationToken);

    /// <summary>What NetSuite says of a vendor that there is none: in the language of the role's user. Null if it says nothing.</summary>
    Task<string?> FindRefusalWordsAsync(CancellationToken cancellationToken);

    /// <summary>Refused if the role may only view such records. Asks for the form of a new one (3.11), with nothing in it: nothing could be saved.</summary>
    Task CheckMayCreateAsync(WrittenRecord what, CancellationToken cancellationToken);

    /// <summary>Refused if transaction lines have no such field (5.2, custcol_*).</summary>
    Task CheckLineFieldAsync(string scriptId, CancellationToken cancellationToken);

    /// <summary>What queries can't name in this account or with this role. Looked for anew.</summary>
    Task<IReadOnlySet<OptionalColumn>> FindHiddenColumnsAsync(CancellationToken cancellationToken);

    /// <summary>Vendor bills that wait for approval (8.4).</summary>
    Task<int> CountPendingBillsAsync(CancellationToken cancellationToken);
}
