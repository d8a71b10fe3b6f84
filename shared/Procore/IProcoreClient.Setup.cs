using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Procore;

/// <content>What set-up looks at, and makes. Long lists come as they are read, so that whoever has seen enough stops.</content>
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

    /// <summary>Ids of all projects that the service account sees, active or not (8.2).</summary>
    IAsyncEnumerable<long> ListProjectIdsAsync(CancellationToken cancellationToken);

    /// <summary>The company's directory (8.3).</summary>
    IAsyncEnumerable<Company> ListDirectoryAsync(CancellationToken cancellationToken);

    /// <summary>Makes the company's ERP connection, or, where there is one, replaces its metadata (7.4.5). May be repeated.</summary>
    /// <param name="serviceUrl">This app's address, which ties the company to it.</param>
    /// <returns>True if the connection is new.</returns>
    Task<bool> ConfigureErpAsync(Uri serviceUrl, JsonObject metadata, CancellationToken cancellationToken);

    /// <summary>May the service account read what this tool of a project holds? Not where it is switched off (2.1).</summary>
    Task<bool> HasToolAsync(long projectId, ProjectTool tool, CancellationToken cancellationToken);
}
