using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>Makes projects with their cost codes and WBS codes.</summary>
public static class ProjectBuilder
{
    public const long DockId = 598134325841112;

    public static Project Dock { get; } = new()
    {
        Id = DockId,
        Name = "Dock 7 Warehouse",
        ProjectNumber = "1234",
        Active = true,
        StartDate = new DateOnly(2026, 2, 1),
        CompletionDate = new DateOnly(2027, 6, 30),
        TotalValue = 12_500_000.00m,
    };

    /// <summary>A division, a code in it with two cost types, and a division without codes.</summary>
    public static IReadOnlyList<CostCode> CostCodes { get; } =
        [Code(4, "05"), Code(6, "05-100", parent: 4, types: [22, 23]), Code(9, "09")];

    public static CostCode Code(long id, string code, long? parent = null, IReadOnlyList<long>? types = null) => new()
    {
        Id = id,
        FullCode = code,
        Name = $"Code {code}",
        Parent = new ParentCode(parent),
        LineItemTypes = [.. (types ?? []).Select(type => new LineItemType(type, "S", "Commitment", null))],
    };

    /// <summary>A budget code of a two-tier cost code and a cost type.</summary>
    public static WbsCode Wbs(long id = 77001, string code = "05-100.S", string? description = "Structural Steel.Commitment") => new()
    {
        Id = id,
        FlatCode = code,
        Description = description,
        Status = "active",
        SegmentItems = [CostCodeItem("05", "100"), CostTypeItem()],
    };

    public static SegmentItem CostCodeItem(params IReadOnlyList<string> path) =>
        new() { Id = 6, Code = path[^1], PathCodes = path, Segment = new Segment(447332, "Cost Code", "cost_code") };

    public static SegmentItem CostTypeItem() =>
        new() { Id = 22, Code = "S", PathCodes = ["S"], Segment = new Segment(447333, "Cost Type", "line_item_type") };
}
