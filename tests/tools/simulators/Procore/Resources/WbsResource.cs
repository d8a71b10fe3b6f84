using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The work breakdown structure endpoints of company and project (spec 8.5).</summary>
internal sealed class WbsResource(ProcoreState state, WbsModel model, StandardCostCodeResource standardCodes, CostCodeResource costCodes)
{
    private const string Company = "/rest/v1.0/companies/{company_id}/work_breakdown_structure/";
    private const string Project = "/rest/v1.0/projects/{project_id}/work_breakdown_structure/";

    public void Map(RouteTable routes)
    {
        foreach (var root in (string[])[Company, Project])
        {
            routes.Get(root + "segments", call => Answer.Ok(Segments(call).Select(model.RenderSegment).ToJsonArray()));
            routes.Get(root + "segments/{id}", call => Answer.Ok(model.RenderSegment(Segment(call))));
            routes.Get(root + "patterns", Pattern);
            routes.Get(root + "segments/{id}/segment_items", Items);
            routes.Post(root + "segments/{id}/segment_items", AddItem);
            routes.Get(root + "segments/{id}/segment_items/{item_id}", call => Answer.Ok(model.RenderItem(Segment(call), Item(call))));
            routes.Patch(root + "segments/{id}/segment_items/{item_id}", ChangeItem);
            routes.Patch(root + "segments/{id}/segment_items/update_all", ChangeItems);
        }

        routes.Post(Company + "segments", AddSegment);
        routes.Get(Company + "segments/{id}/lists", Lists);
        routes.Put(Project + "patterns/add_segment", call => Drop(call, false));
        routes.Put(Project + "patterns/remove_segment", call => Drop(call, true));
        routes.Get(Project + "wbs_codes", Codes);
        routes.Post(Project + "wbs_codes", call => Answer.Created(model.Render(AddCode(ProjectOf(call)!, call.Object))));
        routes.Patch(Project + "wbs_codes/bulk_create", BulkCreate);
        routes.Patch(Project + "wbs_codes/{id}", ChangeCode);
        routes.Patch(Project + "wbs_codes/update_all", ChangeCodes);
        routes.Get("/rest/v2.0/companies/{company_id}/projects/{project_id}/wbs/codes", Codes2);
    }

    private static ProcoreRecord? ProjectOf(Call call)
    {
        if (call.Path.ContainsKey("project_id"))
        {
            return call.NeedProject();
        }

        call.NeedCompany();

        return null;
    }

    private IEnumerable<ProcoreRecord> Segments(Call call) => model.Segments(call.CompanyId, ProjectOf(call));

    private ProcoreRecord Segment(Call call) =>
        Segments(call).FirstOrDefault(segment => segment.Id == call.PathId()) ?? throw Refusal.NotFound();

    private ProcoreRecord Item(Call call) =>
        model.Items(Segment(call), ProjectOf(call)).FirstOrDefault(item => item.Id == call.PathId("item_id")) ?? throw Refusal.NotFound();

    /// <summary>One object, not an array.</summary>
    private Answer Pattern(Call call)
    {
        var segments = Segments(call).ToList();

        return Answer.Ok(new JsonObject
        {
            ["id"] = WbsModel.PatternId(call.CompanyId),
            ["description"] = string.Join(" ", segments.Select(segment => segment.Text("name"))),
            ["segments"] = segments.Select(model.RenderSegment).ToJsonArray(),
        });
    }

    private Answer Lists(Call call) => Answer.Ok(Segment(call).Text("type") != "cost_code"
        ? new JsonArray()
        : state.Table(Kinds.StandardCostCodeList).All.Where(list => list.CompanyId == call.CompanyId).Select(list => (JsonNode)new JsonObject
        {
            ["id"] = list.Id,
            ["name"] = list.Text("name"),
            ["erp_integrated"] = list.Data["is_erp_list"].Flag(),
            ["segment_items_count"] = state.Table(Kinds.StandardCostCode).All.Count(code => code.ParentId == list.Id),
            ["available_to_use_on_new_projects"] = list.Data["available_to_use_on_new_projects"].Flag(),
        }).ToJsonArray());

    private Answer Items(Call call)
    {
        var project = ProjectOf(call);
        var segment = Segment(call);
        var items = model.Items(segment, project);
        if (project is null && segment.Text("type") == "cost_code")
        {
            var list = call.NeedId("segment_item_list_id");
            items = items.Where(item => item.ParentId == list);
        }

        if (call.Find("only_active_items") == "true")
        {
            items = items.Where(item => item.Text("status") != "inactive");
        }

        return Paging.Page(call, items.ToList(), item => model.RenderItem(segment, item));
    }

    private Answer AddItem(Call call)
    {
        var project = ProjectOf(call);
        var segment = Segment(call);
        var (code, name) = (call.Object["code"].Text(), call.Object["name"].Text());
        var problems = new Problems();
        if (string.IsNullOrWhiteSpace(code))
        {
            problems.Add("code", "can't be blank");
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            problems.Add("name", "can't be blank");
        }

        var parentId = call.Object["parent_id"].Id();
        if (model.Items(segment, project).Any(item => item.Text("code") == code && (item.Data["parent"]?["id"].Id() ?? item.Data["parent_id"].Id()) == parentId))
        {
            problems.Add("code", "has already been taken");
        }

        if (problems.Any)
        {
            throw Refusal.Invalid(422, problems);
        }

        var attributes = new JsonObject { ["code"] = code, ["name"] = name, ["parent_id"] = parentId };
        var user = call.App.ServiceAccountId;
        var item = segment.Text("type") switch
        {
            "cost_code" when project is not null => costCodes.Insert(new(call.CompanyId, project.Id), attributes, false, user),
            "cost_code" => standardCodes.Insert(new(call.CompanyId, null, call.NeedId("segment_item_list_id")), attributes, false, user),
            "line_item_type" => state.Add(Kinds.LineItemType, call.CompanyId, null, null, new()
            {
                ["code"] = code,
                ["name"] = name,
                ["base_type"] = "other",
                ["origin_id"] = null,
                ["origin_data"] = null,
            }),
            _ => state.Add(Kinds.SegmentItem, call.CompanyId, project?.Id, segment.Id, new()
            {
                ["code"] = code,
                ["name"] = name,
                ["parent_id"] = parentId,
                ["status"] = "active",
            }),
        };

        return Answer.Created(model.RenderItem(segment, item));
    }

    private Answer ChangeItem(Call call)
    {
        var item = Item(call);
        foreach (var name in (string[])["code", "name", "status"])
        {
            if (call.Object.ContainsKey(name))
            {
                item.Data[name] = call.Object[name].Text();
            }
        }

        CheckStatus(item.Text("status") ?? "active");
        state.Touch(item);

        return Answer.Ok(model.RenderItem(Segment(call), item));
    }

    private Answer ChangeItems(Call call)
    {
        var items = model.Items(Segment(call), ProjectOf(call)).ToDictionary(item => item.Id);
        var status = CheckStatus(call.Wrapped("attributes")["status"].Text());
        foreach (var id in Ids(call, "ids"))
        {
            var chosen = items.GetValueOrDefault(id) ?? throw Refusal.NotFound();
            // Children follow their parent.
            foreach (var item in items.Values.Where(item => CostCodeResource.PathOf(state.Table(item.Kind), item).Contains(chosen)))
            {
                item.Data["status"] = status;
                state.Touch(item);
            }
        }

        return Answer.NoContent;
    }

    private static IEnumerable<long> Ids(Call call, string name) =>
        (call.Object[name] as JsonArray ?? throw Refusal.Missing(name)).Select(id => id.Id() ?? throw Refusal.Invalid(400, name, "is not a list of ids"));

    private static string CheckStatus(string? status) =>
        status is "active" or "inactive" ? status : throw Refusal.Unprocessable("status", "is not included in the list");

    private Answer AddSegment(Call call)
    {
        call.NeedCompany();
        var segment = call.Wrapped("segment");
        if (segment["name"].Text() is not { Length: > 0 } name)
        {
            throw Refusal.Unprocessable("name", "can't be blank");
        }

        if (segment["structure"].Text() is not ("flat" or "tiered"))
        {
            throw Refusal.Unprocessable("structure", "is not included in the list");
        }

        if (model.Segments(call.CompanyId).Count(known => known.Text("type") == "custom") >= 10)
        {
            throw Refusal.Unprocessable("base", "A company has at most 10 custom segments");
        }

        return Answer.Created(model.RenderSegment(AddSegment(call.CompanyId, "custom", name, segment["structure"].Text()!)));
    }

    public ProcoreRecord AddSegment(long companyId, string type, string name, string structure) => state.Add(Kinds.Segment, companyId, null, null, new()
    {
        ["type"] = type,
        ["name"] = name,
        ["position"] = model.Segments(companyId).Count() + 1,
        ["delimiter"] = ".",
        ["required"] = type is "cost_code" or "line_item_type",
        ["structure"] = structure,
        ["segment_items_count"] = 0,
        ["project_can_modify_origin_project"] = true,
        ["project_can_delete_origin_company"] = true,
        ["wbs_pattern_id"] = WbsModel.PatternId(companyId),
    });

    private Answer Drop(Call call, bool drop)
    {
        var project = ProjectOf(call)!;
        var id = call.Object["segment_id"].Id() ?? throw Refusal.Missing("segment_id");
        if (call.Need(Kinds.Segment, id).Text("type") != "custom")
        {
            throw Refusal.Unprocessable("segment_id", "cannot be changed");
        }

        var dropped = (project.Data["dropped_segments"] as JsonArray ?? []).Where(known => known.Id() != id).Select(known => known?.DeepClone()).ToJsonArray();
        if (drop)
        {
            dropped.Add(id);
        }

        project.Data["dropped_segments"] = dropped;

        return Answer.NoContent;
    }

    private Answer Codes(Call call)
    {
        var project = ProjectOf(call)!;
        var filters = new Filters(call);
        var rows = state.Table(Kinds.WbsCode).OfProject(project.Id);
        rows = filters.Match(rows, "status");
        rows = filters.Between(rows, "updated_at");
        filters.RefuseOthers();
        if (call.Find("query") is { } text)
        {
            rows = rows.Where(code => model.FlatCode(code).Contains(text, StringComparison.OrdinalIgnoreCase)
                || code.Text("description")?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
        }

        return Paging.Page(call, rows.ToList(), model.Render);
    }

    private Answer Codes2(Call call)
    {
        call.NeedCompany();
        var project = call.NeedProject();

        return Paging.Page2(call, state.Table(Kinds.WbsCode).OfProject(project.Id).ToList(), code => new JsonObject
        {
            ["id"] = code.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["code"] = model.FlatCode(code),
            ["description"] = code.Text("description"),
            ["status"] = code.Text("status"),
            ["attribute_1_name"] = null,
            ["attribute_2_name"] = null,
            ["attribute_3_name"] = null,
        });
    }

    private ProcoreRecord AddCode(ProcoreRecord project, JsonObject body)
    {
        if (body["segment_items"] is not JsonArray items)
        {
            throw Refusal.Missing("segment_items");
        }

        var segments = model.Segments(project.CompanyId, project).ToList();
        var parts = items.Select(item =>
        {
            var segment = segments.FirstOrDefault(known => known.Id == item?["segment_id"].Id());
            var chosen = segment is null ? null : model.Items(segment, project).FirstOrDefault(known => known.Id == item?["segment_item_id"].Id());
            return chosen is null ? throw Refusal.Unprocessable("segment_items", "is invalid") : (segment!, chosen);
        }).ToList();
        if (segments.Any(segment => segment.Data["required"].Flag() == true && parts.All(part => part.Item1 != segment)))
        {
            throw Refusal.Unprocessable("segment_items", "cost code and cost type are required");
        }

        return model.Upsert(project, parts, body["description"].Text());
    }

    private Answer BulkCreate(Call call)
    {
        var project = ProjectOf(call)!;
        var entities = new JsonArray();
        var errors = new JsonArray();
        foreach (var entry in call.Object["bulk"] as JsonArray ?? throw Refusal.Missing("bulk"))
        {
            try
            {
                entities.Add(model.Render(AddCode(project, entry!.AsObject())));
            }
            catch (Refusal refusal)
            {
                var echo = entry!.DeepClone().AsObject();
                echo["errors"] = refusal.Body!["errors"]!.DeepClone();
                errors.Add(echo);
            }
        }

        return Answer.Created(new JsonObject { ["entities"] = entities, ["errors"] = errors });
    }

    private Answer ChangeCode(Call call)
    {
        var code = call.NeedInProject(Kinds.WbsCode);
        if (call.Object["status"].Text() is { } status)
        {
            code.Data["status"] = CheckStatus(status);
        }

        if (call.Object.ContainsKey("description"))
        {
            code.Data["description"] = call.Object["description"].Text();
        }

        state.Touch(code);

        return Answer.Ok(model.Render(code));
    }

    private Answer ChangeCodes(Call call)
    {
        var project = ProjectOf(call)!;
        var status = CheckStatus(call.Wrapped("attributes")["status"].Text());
        foreach (var id in Ids(call, "ids"))
        {
            var code = call.Need(Kinds.WbsCode, id);
            code.Data["status"] = code.ProjectId == project.Id ? status : throw Refusal.NotFound();
            state.Touch(code);
        }

        return Answer.NoContent;
    }
}
