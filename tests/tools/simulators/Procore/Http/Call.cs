using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>One request that was let in: who asks for which company, and what was sent.</summary>
internal sealed class Call(ProcoreState state, ProcoreApp app, long companyId, IQueryCollection query, JsonNode? body, string url)
{
    public ProcoreState State => state;

    public ProcoreApp App => app;

    public long CompanyId => companyId;

    public JsonNode? Body => body;

    /// <summary>Scheme, host and path, without the query.</summary>
    public string Url => url;

    public IQueryCollection Query => query;

    public IReadOnlyDictionary<string, string> Path { get; set; } = new Dictionary<string, string>();

    public JsonObject Object => body as JsonObject ?? throw Refusal.Invalid(400, "base", "A JSON object is expected");

    public string? Find(string name) => query.TryGetValue(name, out var value) && value != StringValues.Empty ? value.ToString() : null;

    /// <summary>An id in the path; anything but a number is no such record.</summary>
    public long PathId(string name = "id") => long.TryParse(Path[name], out var id) ? id : throw Refusal.NotFound();

    /// <summary>A scope parameter, which may stand in the path, the query or the body.</summary>
    public long? FindId(string name)
    {
        var text = Path.GetValueOrDefault(name) ?? Find(name) ?? (body as JsonObject)?[name].Text();
        if (text is null)
        {
            return null;
        }

        return long.TryParse(text, out var id) ? id : throw Refusal.Invalid(400, name, "is not a number");
    }

    public long NeedId(string name) => FindId(name) ?? throw Refusal.Missing(name);

    /// <summary>The wrapped object of a v1 write body.</summary>
    public JsonObject Wrapped(string name) => Object[name] as JsonObject ?? throw Refusal.Missing(name);

    /// <summary>The project of the request: it must be in this company and on the app's permitted list (spec 1.4).</summary>
    public ProcoreRecord NeedProject()
    {
        var project = state.Table(Kinds.Project).Find(NeedId("project_id"));

        return project?.CompanyId == companyId ? Permitted(project) : throw Refusal.NotFound();
    }

    public ProcoreRecord Permitted(ProcoreRecord project)
    {
        if (app.PermittedProjects.Contains(project.Id))
        {
            return project;
        }

        throw state.Settings.NotPermittedStatus == 404 ? Refusal.NotFound() : Refusal.Forbidden();
    }

    /// <summary>The company named beside the header must be the same one.</summary>
    public long NeedCompany() => NeedId("company_id") == companyId ? companyId : throw Refusal.NotFound();

    public ProcoreRecord Need(string kind, long id)
    {
        var record = state.Table(kind).Find(id);

        return record?.CompanyId == companyId ? record : throw Refusal.NotFound();
    }

    /// <summary>A record of the request's project.</summary>
    public ProcoreRecord NeedInProject(string kind, string pathName = "id")
    {
        var project = NeedProject();
        var record = Need(kind, PathId(pathName));

        return record.ProjectId == project.Id ? record : throw Refusal.NotFound();
    }
}
