using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Procore;

/// <content>What a check of the set-up looks at (procore-api.md 8.2 to 8.6, 9.4).</content>
public sealed partial class ProcoreClient
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<CostCodeList>> ListCostCodeListsAsync(CancellationToken cancellationToken) => Paging.ReadAllAsync<CostCodeList>(
        caller, OfCompany("/rest/v1.0/standard_cost_code_lists", "reading the cost code lists"), list => list.Id, cancellationToken, mayBeMissing: false);

    /// <inheritdoc/>
    public IAsyncEnumerable<StandardCostCode> ListStandardCostCodesAsync(long listId, CancellationToken cancellationToken) => Paging.ReadAsync<StandardCostCode>(
        caller,
        OfCompany("/rest/v1.0/standard_cost_codes", "reading the company's cost codes", $"&standard_cost_code_list_id={listId}&view=extended"),
        code => code.Id,
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LineItemType>> ListCostTypesAsync(CancellationToken cancellationToken) => Paging.ReadAllAsync<LineItemType>(
        caller, OfCompany("/rest/v1.0/line_item_types", "reading the cost types"), type => type.Id, cancellationToken, mayBeMissing: false);

    /// <inheritdoc/>
    public IAsyncEnumerable<CompanyUser> ListUsersAsync(CancellationToken cancellationToken) =>
        Paging.ReadAsync<CompanyUser>(caller, OfCompany("/rest/v1.0/users", "reading the users"), user => user.Id, cancellationToken);

    /// <inheritdoc/>
    public async Task<CompanyUser?> FindUserAsync(long id, CancellationToken cancellationToken)
    {
        var doing = $"reading user {id}";
        var answer = await FindAsync($"/rest/v1.0/companies/{settings.CompanyId}/users/{id}", doing, null, cancellationToken);

        return answer is null ? null : ProcoreJson.Read<CompanyUser>(answer, doing);
    }

    /// <inheritdoc/>
    public async Task<string?> FindCurrencyAsync(CancellationToken cancellationToken)
    {
        const string doing = "reading the company's currency";
        var answer = await FindAsync($"/rest/v1.0/companies/{settings.CompanyId}/currency_configuration", doing, null, cancellationToken);

        return answer is null ? null : ProcoreJson.Read<CurrencyConfiguration>(answer, doing).CurrencyIsoCode;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Project> ListProjectsAsync(CancellationToken cancellationToken) =>
        Paging.ReadAsync<Project>(caller, OfCompany("/rest/v1.0/projects", "reading the projects"), project => project.Id, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<long> ListProjectIdsAsync(CancellationToken cancellationToken) => Paging.ReadAsync<long>(
        caller, OfCompany("/rest/v1.1/projects", "reading the projects' ids", "&view=ids&filters%5Bby_status%5D=All"), id => id, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Company> ListDirectoryAsync(CancellationToken cancellationToken) => Paging.ReadAsync<Company>(
        caller, OfCompany("/rest/v1.0/vendors", "reading the directory", $"&view={ErpPaths.VendorView}"), company => company.Id, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> HasToolAsync(long projectId, ProjectTool tool, CancellationToken cancellationToken)
    {
        var path = tool switch
        {
            ProjectTool.Commitments => $"/rest/v1.0/work_order_contracts?project_id={projectId}&per_page=1",
            ProjectTool.Invoicing => $"/rest/v1.1/requisitions?project_id={projectId}&per_page=1",
            _ => $"/rest/v1.1/projects/{projectId}/direct_costs?per_page=1",
        };
        var answer = await caller.SendAsync(new ProcoreCall(HttpMethod.Get, path, $"looking for {tool} in project {projectId}", ProjectId: projectId) { Handled = [403, 404] }, cancellationToken);

        return answer.IsSuccess;
    }

    /// <inheritdoc/>
    public async Task<bool> ConfigureErpAsync(Uri serviceUrl, JsonObject metadata, CancellationToken cancellationToken)
    {
        var update = new JsonObject { ["metadata"] = metadata.DeepClone() };
        var answer = await caller.SendAsync(
            new ProcoreCall(HttpMethod.Patch, ErpPaths.Metadata(settings.CompanyId), "sending the metadata of the ERP connection", Utf8(update)) { Handled = [404] }, cancellationToken);
        if (answer.IsSuccess)
        {
            return false;
        }

        var connection = new JsonObject { ["connection"] = new JsonObject { ["service_url"] = serviceUrl.AbsoluteUri.TrimEnd('/'), ["metadata"] = metadata.DeepClone() } };
        await caller.SendAsync(new ProcoreCall(HttpMethod.Post, ErpPaths.Connections(settings.CompanyId), "making the ERP connection", Utf8(connection)), cancellationToken);

        return true;
    }

    private static byte[] Utf8(JsonObject body) => System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());

    private ProcoreCall OfCompany(string path, string doing, string more = "") => new(HttpMethod.Get, $"{path}?company_id={settings.CompanyId}{more}", doing);

    private sealed record CurrencyConfiguration(string? CurrencyIsoCode);
}
