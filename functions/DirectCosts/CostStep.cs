using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>A linked project.</summary>
/// <param name="IsOn">It takes job costs.</param>
internal sealed record CostProject(long Id, NetSuiteId Job, string? Name, bool IsOn);

/// <summary>What every part of a step needs to know.</summary>
/// <param name="Projects">All that are linked, by Procore's ids, which is the order they come in.</param>
/// <param name="Items">Theirs.</param>
internal sealed record CostStep(Connection Connection, ImportRun Run, CostCursor Cursor, IReadOnlyList<CostProject> Projects, IReadOnlySet<long> SwitchedOn, CostItems Items)
{
    /// <summary>From when on this part of the run reads what changed: what the last good run saw, or what this one saw when it began. Null for everything.</summary>
    public string? ReadsFrom => Cursor.Round == 0 ? Run.ReadsFrom : Run.Watermark is { } begin ? ImportRun.Before(begin) : null;

    /// <summary>A full run compares everything, whatever changed.</summary>
    public bool IsFull => Run.Since is null;

    /// <summary>Those that a full run goes through.</summary>
    public IEnumerable<CostProject> Scope => Projects.Where(project => project.IsOn && (Run.ProjectId is null || project.Id == Run.ProjectId));

    /// <summary>The project that is at work; null if it was unlinked or switched off meanwhile.</summary>
    public CostProject? Current => Scope.FirstOrDefault(project => project.Id == Cursor.Project);

    /// <summary>The next project of a full run, or what comes when there is none.</summary>
    public CostCursor Next => Scope.FirstOrDefault(project => project.Id > Cursor.Project) is { } next ? new(CostPhase.Project, Project: next.Id) : new(CostPhase.Control);

    /// <summary>As people know it, with its id.</summary>
    public string NameOf(long projectId) => Projects.FirstOrDefault(project => project.Id == projectId)?.Name is { Length: > 0 } name
        ? string.Create(CultureInfo.InvariantCulture, $"{name} ({projectId})")
        : projectId.ToString(CultureInfo.InvariantCulture);
}
