namespace ProcoreNetSuite.Procore;

/// <summary>A project (procore-api.md 8.2).</summary>
public sealed record Project
{
    public required long Id { get; init; }

    public string? Name { get; init; }

    public string? ProjectNumber { get; init; }

    public bool? Active { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? CompletionDate { get; init; }

    /// <summary>In the project's currency.</summary>
    public decimal? TotalValue { get; init; }

    public string? OriginId { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>A legacy cost code of a project (8.6).</summary>
public sealed record CostCode
{
    public required long Id { get; init; }

    public string? Name { get; init; }

    public string? FullCode { get; init; }

    public string? OriginId { get; init; }

    public ParentCode? Parent { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public IReadOnlyList<LineItemType> LineItemTypes { get; init; } = [];
}

/// <summary>The code above a cost code; no id at the top.</summary>
public sealed record ParentCode(long? Id);

/// <summary>A cost type.</summary>
public sealed record LineItemType(long Id, string? Code, string? Name, string? OriginId);

/// <summary>A budget code: cost code, cost type and custom segments in one (8.5).</summary>
public sealed record WbsCode
{
    public required long Id { get; init; }

    /// <summary>The code as users see it, such as 05-100.S.</summary>
    public string? FlatCode { get; init; }

    public string? Description { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<SegmentItem> SegmentItems { get; init; } = [];
}

/// <summary>One value of a WBS code. Long form (with segment) on WBS codes, short form (with segment_type) on invoice lines.</summary>
public sealed record SegmentItem
{
    public long? Id { get; init; }

    public string? Code { get; init; }

    public IReadOnlyList<string> PathCodes { get; init; } = [];

    public string? SegmentType { get; init; }

    public Segment? Segment { get; init; }

    /// <summary>cost_code, line_item_type, sub_job or custom.</summary>
    public string? Type => SegmentType ?? Segment?.Type;
}

/// <summary>A part of the WBS pattern.</summary>
public sealed record Segment(long? Id, string? Name, string? Type);
