using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>Projects and companies in Procore: seen, with their tools, nobody else's, and not twice (connector-behaviour.md 8).</summary>
public sealed class DirectoryChecks
{
    private const string Projects = "Projects";

    /// <summary>Projects whose tools are looked at: a tool that is off is mostly off everywhere.</summary>
    private const int SomeProjects = 3;

    private const string Permit = "In Procore's app management, add the projects to the permitted projects of the connector's app.";

    /// <summary>Of each kind; more would take longer than anybody waits.</summary>
    private const int MostRows = 2000;

    /// <summary>Several checks look at the same lists: they are read once, and only waited for as long as each check may take.</summary>
    private readonly Lazy<Task<List<Project>>> projects;

    private readonly Lazy<Task<List<Company>>> companies;

    private readonly ILinkStore links;

    public DirectoryChecks(Connection connection, ILinkStore links)
    {
        this.links = links;
        projects = new(() => FirstAsync(connection.Procore.ListProjectsAsync(CancellationToken.None)));
        companies = new(() => FirstAsync(connection.Procore.ListDirectoryAsync(CancellationToken.None)));
    }

    public IReadOnlyList<CheckPlan> Plans =>
    [
        ProcoreChecks.Of(Projects, ProcoreChecks.Login, LookForProjectsAsync),
        ProcoreChecks.Of("Linked projects", ProcoreChecks.Login, LookForLinkedProjectsAsync),
        ProcoreChecks.Of("Project tools", Projects, LookAtToolsAsync),
        ProcoreChecks.Of("Project cost codes", Projects, LookAtCostCodesAsync, "Give the service account the permission to read the projects' cost codes, and add the projects to its permitted projects."),
        ProcoreChecks.Of("Origin ids of others", ProcoreChecks.Login, LookForStrangersAsync, "Give the service account Directory Admin in Procore."),
        ProcoreChecks.Of("Companies that are there twice", ProcoreChecks.Login, LookForTwinsAsync, "Give the service account Directory Admin in Procore."),
    ];

    private async Task<Finding> LookForProjectsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var seen = await projects.Value.WaitAsync(cancellationToken);

        return seen.Count > 0
            ? Finding.Pass($"The service account sees {Number(seen.Count)} active project{(seen.Count == 1 ? "" : "s")}, such as {NameOf(seen[0])}.")
            : Finding.Warn("The service account sees no active project.", Permit, "E903");
    }

    /// <summary>The list of permitted projects has to be set again after every update of the app (procore-api.md, corrections), and nobody is told when it was not.</summary>
    private async Task<Finding> LookForLinkedProjectsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var linked = await links.ListAsync(connection.Id, EntityType.Project, null, cancellationToken).Where(link => link.IsPair).ToListAsync(cancellationToken);
        if (linked.Count == 0)
        {
            return Finding.Pass("No project is linked yet.");
        }

        var seen = await connection.Procore.ListProjectIdsAsync(cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
        var missing = linked.Where(link => !seen.Contains(link.Key.ProcoreId)).Select(link => link.Name ?? $"project {link.Key.ProcoreId}").Order(StringComparer.Ordinal).ToList();
        var all = $"{linked.Count} linked project{(linked.Count == 1 ? "" : "s")}";
        var more = missing.Count > SomeProjects ? $" and {missing.Count - SomeProjects} more" : "";

        return missing.Count == 0
            ? Finding.Pass($"The service account sees {(linked.Count == 1 ? "the linked project" : $"all {all}")}.")
            : Finding.Warn($"The service account doesn't see {missing.Count} of {all}: {string.Join(", ", missing.Take(SomeProjects))}{more}.", Permit, "E903");
    }

    private async Task<Finding> LookAtToolsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var some = await SomeAsync(connection, cancellationToken);
        var looks = some.SelectMany(project => Enum.GetValues<ProjectTool>().Select(async tool =>
            (Project: project, Tool: tool, IsOn: await connection.Procore.HasToolAsync(project.Id, tool, cancellationToken))));
        var off = (await Task.WhenAll(looks)).Where(look => !look.IsOn).ToList();
        if (off.Count == 0)
        {
            return Finding.Pass(some.Count == 0 ? "There is no project to look at." : $"Commitments, Invoicing and Direct Costs are on in {string.Join(", ", some.Select(NameOf))}.");
        }

        var found = $"The service account can't use {string.Join("; ", off.GroupBy(look => look.Tool, (tool, looks) => $"{WordOf(tool)} in {string.Join(", ", looks.Select(look => NameOf(look.Project)))}"))}.";
        const string remedy = "Activate the tools in the projects' settings, and give the service account Admin on them.";
        var code = off.All(look => look.Tool is ProjectTool.DirectCosts) ? "E602" : "E502";

        return off.Any(look => connection.IsOwn(look.Project.OriginId)) ? Finding.Fail(found, remedy, code) : Finding.Warn(found, remedy, code);
    }

    /// <summary>With the rule of the export itself: what fails here would be refused there.</summary>
    private async Task<Finding> LookAtCostCodesAsync(Connection connection, CancellationToken cancellationToken)
    {
        var some = await SomeAsync(connection, cancellationToken);
        var problems = (await Task.WhenAll(some.Select(async project =>
            CostCodeRules.FindProblems(project.ProjectNumber ?? project.Name ?? $"{project.Id}", await connection.Procore.ListCostCodesAsync(project.Id, cancellationToken))))).SelectMany(found => found).ToList();

        return problems.Count == 0
            ? Finding.Pass(some.Count == 0 ? "There is no project to look at." : $"The cost codes of {string.Join(", ", some.Select(NameOf))} have two tiers and cost types.")
            : Finding.Fail(string.Join(' ', problems.Select(problem => problem.Message)), string.Join(' ', problems.Select(problem => problem.Remedy).Distinct()), problems[0].Code);
    }

    /// <summary>Only one integration can own a record (procore-api.md 5.3). The connector itself may have written its ids through another account, mostly the sandbox.</summary>
    private async Task<Finding> LookForStrangersAsync(Connection connection, CancellationToken cancellationToken)
    {
        var listed = await companies.Value.WaitAsync(cancellationToken);
        var seen = await projects.Value.WaitAsync(cancellationToken);
        var others = listed.Select(company => (company.Name, company.OriginId)).Concat(seen.Select(project => (project.Name, project.OriginId)))
            .Where(one => one.OriginId is { Length: > 0 } && !connection.IsOwn(one.OriginId)).ToList();
        var strangers = others.Where(one => ExternalIds.AccountOf(one.OriginId) is null).ToList();
        var all = $"of {Number(listed.Count)} companies and {Number(seen.Count)} projects";
        if (strangers.Count > 0)
        {
            return Finding.Fail(
                $"{strangers.Count} {all} belong to another integration, such as {strangers[0].Name} ({strangers[0].OriginId}).{(others.Count == strangers.Count ? "" : $" {others.Count - strangers.Count} more were linked by this connector through another NetSuite account.")}",
                "Have the other integration let them go (its origin ids are cleared), then link them here.");
        }

        if (others.Count == 0)
        {
            return Finding.Pass($"No other integration owns any of {Number(listed.Count)} companies and {Number(seen.Count)} projects.");
        }

        var (own, accounts) = (connection.Settings.NetSuite.AccountId, others.Select(one => ExternalIds.AccountOf(one.OriginId)!).Distinct().Order(StringComparer.Ordinal).ToList());

        return Finding.Fail(
            $"{others.Count} {all} were linked by this connector through NetSuite account {string.Join(" and ", accounts)}, such as {others[0].Name} ({others[0].OriginId}); this connection is set to account {own}.",
            $"If {own} is not the account you mean, correct Connections__{connection.Id}__NetSuite__AccountId and its BaseUrl. If it is, the links are of another account, such as the sandbox: unlink the records in Procore's ERP Integrations, then link or export them again.");
    }

    private async Task<Finding> LookForTwinsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var listed = await companies.Value.WaitAsync(cancellationToken);
        var known = listed.Where(company => company is { IsActive: not false, Name.Length: > 0 })
            .Select(company => (company.Id, company.Name, Identity: VendorIdentity.Of(company.BusinessRegister?.Identifier, company.Name))).ToList();
        var twins = known.SelectMany(one => one.Identity.Keys.Select(key => (one.Id, one.Name, one.Identity, Key: key.What)))
            .GroupBy(one => one.Key)
            .SelectMany(group => group.Skip(1).Where(one => one.Identity.Match(group.First().Identity) is not null).Select(one => (First: group.First(), Second: one)))
            .DistinctBy(pair => (pair.First.Id, pair.Second.Id)).ToList();

        return twins.Count == 0
            ? Finding.Pass($"No two of {Number(listed.Count)} companies have the same name or tax id.")
            : Finding.Warn(
                $"{twins.Count} pair{(twins.Count == 1 ? "" : "s")} of companies in the directory {(twins.Count == 1 ? "has" : "have")} the same name or tax id, such as \"{twins[0].First.Name}\" and \"{twins[0].Second.Name}\".",
                "Merge them in Procore before they are exported or linked: a vendor belongs to one company.",
                "E303");
    }

    /// <summary>Linked ones first, then the newest.</summary>
    private async Task<List<Project>> SomeAsync(Connection connection, CancellationToken cancellationToken) =>
        [.. (await projects.Value.WaitAsync(cancellationToken)).OrderBy(project => connection.IsOwn(project.OriginId) ? 0 : 1).ThenByDescending(project => project.Id).Take(SomeProjects)];

    private static async Task<List<T>> FirstAsync<T>(IAsyncEnumerable<T> rows)
    {
        List<T> first = [];
        await foreach (var row in rows)
        {
            first.Add(row);
            if (first.Count == MostRows)
            {
                break;
            }
        }

        return first;
    }

    private static string Number(int count) => count == MostRows ? $"the first {MostRows}" : $"{count}";

    private static string NameOf(Project project) => $"{project.ProjectNumber} {project.Name}".Trim();

    private static string WordOf(ProjectTool tool) => tool is ProjectTool.DirectCosts ? "Direct Costs" : $"{tool}";
}
