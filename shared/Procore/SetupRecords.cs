namespace ProcoreNetSuite.Procore;

/// <summary>A cost code list of the company (procore-api.md 8.6).</summary>
/// <param name="IsErpList">The one that came with the ERP connection (7.1).</param>
public sealed record CostCodeList(long Id, string? Name, bool? IsErpList);

/// <summary>A code of such a list.</summary>
/// <param name="ParentId">Null at the top.</param>
public sealed record StandardCostCode(long Id, string? Name, string? FullCode, long? ParentId, string? OriginId = null);

/// <summary>A user of the company (8.4).</summary>
/// <param name="ErpIntegratedAccountant">An accounting approver.</param>
public sealed record CompanyUser(long Id, string? Name, bool? IsActive, bool? ErpIntegratedAccountant);

/// <summary>The tools of a project that the connector uses.</summary>
public enum ProjectTool
{
    Commitments,
    Invoicing,
    DirectCosts,
}
