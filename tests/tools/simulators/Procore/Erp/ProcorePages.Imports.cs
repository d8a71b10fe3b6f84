using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The import side of ERP Integrations: Ready to Import, linking and merging.</summary>
public sealed partial class ProcorePages
{
    /// <summary>What stands in Ready to Import.</summary>
    /// <returns>The id, type, origin id and name of each staged vendor and project.</returns>
    public IReadOnlyList<StagedRow> ReadyToImport(long companyId)
    {
        lock (State.Gate)
        {
            return [.. State.Table(Kinds.StagedRecord).All
                .Where(staged => staged.CompanyId == companyId && staged.Text("status") == "staged" && staged.Text("item_type") is Kinds.Vendor or Kinds.Project)
                .Select(staged => new StagedRow(staged.Id, staged.Text("item_type")!, staged.OriginId!, staged.Text("origin_code"), NameOf(staged), SuggestionFor(staged)?.Id))];
        }
    }

    /// <summary>"Add to Procore" in Ready to Import: makes the record, marks the staged one imported and tells the integrator (spec 7.2).</summary>
    /// <remarks><c>stagedId</c>: A staged vendor or project.</remarks>
    public ErpRequest AddToProcore(long stagedId)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var staged = Staged(stagedId);
            var type = staged.Text("item_type");
            Demand(type is Kinds.Vendor or Kinds.Project, $"A staged {type} can't be imported here.");
            var taken = type == Kinds.Vendor && State.Table(Kinds.Vendor).All.Any(vendor => vendor.CompanyId == staged.CompanyId && Same(vendor.Text("name"), NameOf(staged)));
            Demand(!taken, $"There is a company {NameOf(staged)} already: link it.");
            Demand(!string.IsNullOrWhiteSpace(NameOf(staged)), "The record has no name.");
            var data = staged.Data["data"]!.AsObject();
            // Origin ids of other records are translated where Procore has one; it holds none of these here.
            data = data.Without(data.Select(pair => pair.Key).Where(name => name.EndsWith("_origin_id", StringComparison.Ordinal)));
            data["origin_id"] = staged.OriginId;
            data["origin_code"] = staged.Text("origin_code");
            var record = _parts.Insert(type!, staged.CompanyId, data, _person.Id);
            MarkImported(staged, record);
            var shown = type == Kinds.Vendor
                ? record.Data.Pick("id", "origin_id")
                : record.Data.Pick("id", "name", "origin_id", "origin_data", "origin_code");

            return Tool.Send(
                staged.CompanyId, type == Kinds.Vendor ? "create_vendor_in_procore" : "create_job_in_procore",
                new JsonObject { [type!] = shown, ["company_id"] = staged.CompanyId }, _person.Id, []);
        }
    }

    /// <summary>"Link" in Ready to Import: an existing vendor takes over the staged one's ids.</summary>
    public ErpRequest LinkVendor(long stagedId, long vendorId)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var staged = Staged(stagedId);
            var vendor = Get(Kinds.Vendor, vendorId);
            Demand(staged.Text("item_type") == Kinds.Vendor, "Only a vendor can be linked to a company.");
            Demand(vendor.OriginId is null, "The company is linked already.");
            MarkImported(staged, vendor);

            return Tool.Send(
                staged.CompanyId, "link_vendor", new JsonObject { ["vendor"] = vendor.Data.Pick("id", "origin_id"), ["company_id"] = staged.CompanyId },
                _person.Id, []);
        }
    }

    /// <summary>Links every staged vendor to the company suggested for it: the one of the same name, if that is active and not linked.</summary>
    public ErpRequest LinkAllVendors(long companyId)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var linked = new JsonArray();
            var waiting = State.Table(Kinds.StagedRecord).All
                .Where(staged => staged.CompanyId == companyId && staged.Text("item_type") == Kinds.Vendor && staged.Text("status") == "staged").ToList();
            foreach (var staged in waiting)
            {
                if (SuggestionFor(staged) is { } vendor)
                {
                    MarkImported(staged, vendor);
                    linked.Add(vendor.Data.Pick("id", "origin_id"));
                }
            }

            Demand(linked.Count > 0, "Nothing is suggested.");

            return Tool.Send(companyId, "link_all_vendors", new JsonObject { ["vendors"] = linked, ["company_id"] = companyId }, _person.Id, []);
        }
    }

    /// <summary>Hides a staged record, or brings it back.</summary>
    public void Archive(long stagedId, bool archived = true)
    {
        lock (State.Gate)
        {
            NeedApprover();
            var staged = State.Table(Kinds.StagedRecord).Find(stagedId) ?? throw new ProcoreRefusedException($"There is no staged record {stagedId}.");
            Demand(staged.Text("status") == (archived ? "staged" : "archived"), $"The record is {staged.Text("status")}.");
            staged.Data["status"] = archived ? "archived" : "staged";
            State.Touch(staged);
        }
    }

    /// <summary>Merges companies of the directory: what the others were used for is the master's now, and so is their link when it has none (spec 7.6).</summary>
    public ErpRequest MergeVendors(long masterId, params IReadOnlyList<long> sourceIds)
    {
        lock (State.Gate)
        {
            Demand(_person.ProjectTeam, "You may not edit the company directory.");
            var master = Get(Kinds.Vendor, masterId);
            var sources = sourceIds.Select(id => Get(Kinds.Vendor, id)).ToList();
            Demand(!sources.Contains(master), "A company can't be merged into itself.");
            var told = sources.Select(source => (JsonNode)source.Data.Pick("id", "origin_id")).ToJsonArray();
            foreach (var source in sources)
            {
                MergeInto(master, source);
            }

            return Tool.Send(
                master.CompanyId, "merge_vendors",
                new JsonObject { ["master_vendor"] = master.Data.Pick("id", "origin_id"), ["source_vendors"] = told, ["company_id"] = master.CompanyId }, _person.Id, []);
        }
    }

    private static string NameOf(ProcoreRecord staged) => staged.Data["data"]?["name"].Text() ?? "";

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private ProcoreRecord? SuggestionFor(ProcoreRecord staged) => staged.Text("item_type") != Kinds.Vendor ? null : State.Table(Kinds.Vendor).All.FirstOrDefault(
        vendor => vendor.CompanyId == staged.CompanyId && vendor.OriginId is null && vendor.Data["is_active"].Flag() != false && Same(vendor.Text("name"), NameOf(staged)));

    private ProcoreRecord Staged(long id)
    {
        var staged = State.Table(Kinds.StagedRecord).Find(id) ?? throw new ProcoreRefusedException($"There is no staged record {id}.");
        Demand(staged.Text("status") == "staged", $"The record is {staged.Text("status")}.");

        return staged;
    }

    private void MarkImported(ProcoreRecord staged, ProcoreRecord record)
    {
        (staged.Data["status"], staged.Data["_imported_id"]) = ("imported", record.Id);
        Tool.WriteExternal(staged.CompanyId, record.Kind, record.Id, staged.Data.Pick("origin_id", "origin_code", "origin_data"));
        (record.ErpStatus, record.ErpMessages) = (ErpStatuses.Synced, []);
    }

    private void MergeInto(ProcoreRecord master, ProcoreRecord source)
    {
        foreach (var user in ((string[])[Kinds.WorkOrderContract, Kinds.PurchaseOrderContract, Kinds.DirectCost]).SelectMany(kind => State.Table(kind).All)
            .Where(record => record.Data["vendor_id"].Id() == source.Id))
        {
            user.Data["vendor_id"] = master.Id;
            State.Touch(user);
        }

        var projects = master.Data["project_ids"]!.AsArray();
        foreach (var project in source.Data["project_ids"]!.AsArray().Where(id => !projects.Any(known => known.Id() == id.Id())))
        {
            projects.Add(project!.DeepClone());
        }

        var link = source.Data.Pick("origin_id", "origin_code", "origin_data");
        var status = source.ErpStatus;
        foreach (var staged in State.Table(Kinds.StagedRecord).All.Where(staged => master.OriginId is null && staged.Data["_imported_id"].Id() == source.Id))
        {
            staged.Data["_imported_id"] = master.Id;
        }

        State.SetOrigin(source, null);
        State.Table(Kinds.Vendor).Remove(source);
        if (master.OriginId is null && link["origin_id"].Text() is not null)
        {
            Tool.WriteExternal(master.CompanyId, Kinds.Vendor, master.Id, link);
            master.ErpStatus = status;
        }

        State.Touch(master);
    }
}

/// <summary>A record in Ready to Import.</summary>
/// <remarks><c>SuggestedVendorId</c>: The company the page suggests for it; null without one.</remarks>
public sealed record StagedRow(long Id, string ItemType, string OriginId, string? OriginCode, string Name, long? SuggestedVendorId);
