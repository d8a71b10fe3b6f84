namespace ProcoreNetSuite.Procore;

/// <content>What a check of the set-up looks at; all of it only reads. Long lists come as they are read, so that whoever has seen enough stops.</content>
public partial interface IProcoreClient
{
    /// <summary>The company's cost code lists (8.6).</summary>
    Task<IReadOnlyList<CostCodeList>> ListCostCodeListsAsync(CancellationToken cancellationToken);

    /// <summary>The codes of one list (8.6).</summary>
    IAsyncEnumerable<StandardCostCode> ListStandardCostCodesAsync(long listId, CancellationToken cancellationToken);

    /// <summary>The company's cost types (8.6).</summary>
    Task<IReadOnlyList<LineItemType>> ListCostTypesAsync(CancellationToken cancellationToken);

    /// <summary>The company's users (8.4).</summary>
    IAsyncEnumerable<CompanyUser> ListUsersAsync(CancellationToken cancellationToken);

    /// <summary>One of them (8.4); null if there is none.</summary>
    Task<CompanyUser?> FindUserAsync(long id, CancellationToken cancellationToken);

    /// <summary>The company's currency, ISO 4217 (9.4); null if Procore doesn't say.</summary>
    Task<string?> FindCurrencyAsync(CancellationToken cancellationToken);

    /// <summary>The active projects that the service account sees (8.2).</summary>
    IAsyncEnumerable<Project> ListProjectsAsync(CancellationToken cancellationToken);

    /// <summary>The company's directory (8.3).</summary>
    IAsyncEnumerable<Company> ListDirectoryAsync(CancellationToken cancellationToken);

    /// <summary>May the service account read what this tool of a project holds? Not where it is switched off (2.1).</summary>
    Task<bool> HasToolAsync(long projectId, ProjectTool tool, CancellationToken cancellationToken);
}
