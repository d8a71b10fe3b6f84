using System.Text.Json;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Rules;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Setup;

/// <summary>
/// What people do in NetSuite's own pages. An id may be an internal one or eid: and an external one.
/// NetSuite's rules hold for people too: what it refuses throws <see cref="NetSuiteException"/> and changes nothing.
/// </summary>
public sealed partial class UserActions
{
    private readonly Catalog _catalog;
    private readonly RecordStore _store;
    private readonly RecordSaver _saver;
    private readonly Lock _gate;

    internal UserActions(Catalog catalog, RecordStore store, RecordSaver saver, Lock gate)
    {
        _catalog = catalog;
        _store = store;
        _saver = saver;
        _gate = gate;
    }

    /// <summary>Types a record in by hand; the body is what REST would take. Without an externalId it has none, as by hand.</summary>
    /// <returns>The new record's id.</returns>
    public string Create(string type, object body)
    {
        lock (_gate)
        {
            return _saver.Create(Type(type), Json(body), Options()).Id;
        }
    }

    /// <summary>Changes any property or line; the body is what a PATCH would take.</summary>
    public void Edit(string type, string id, object body)
    {
        lock (_gate)
        {
            _saver.Update(Find(type, id), Json(body), Options());
        }
    }

    public void Delete(string type, string id)
    {
        lock (_gate)
        {
            _saver.Delete(Find(type, id), "UI");
        }
    }

    /// <summary>Puts a text into a record, or into its first line (item.description), past all rules: what came in before there were any, as by an import.</summary>
    public void Force(string type, string id, string field, string text)
    {
        lock (_gate)
        {
            var copy = Find(type, id).Copy();
            var parts = field.Split('.');
            var values = parts.Length > 1 ? copy.Lines(parts[0])[0].Values : copy.Values;
            values[parts[^1]] = text;
            _store.Save(copy, "user");
        }
    }

    /// <summary>Customizes the form of the integration's role: the property, such as memo or item.customer, can't be set through REST any more.</summary>
    public void HideField(string type, string field)
    {
        lock (_gate)
        {
            Type(type).HiddenFields.Add(field);
        }
    }

    public void ShowField(string type, string field)
    {
        lock (_gate)
        {
            Type(type).HiddenFields.Remove(field);
        }
    }

    /// <summary>Merges a vendor into another: what points to the first points to the second, and the first is gone. Closed periods don't matter.</summary>
    public void MergeVendor(string id, string into)
    {
        lock (_gate)
        {
            var (loser, winner) = (Find("vendor", id), Find("vendor", into));
            foreach (var record in _store.All.Where(record => Dependents.Points(record, "vendor", loser.Id)).ToList())
            {
                var copy = record.Copy();
                Dependents.Repoint(copy, "vendor", loser.Id, winner.Id);
                _store.Save(copy, "user");
            }

            _store.Delete(loser, "UI");
        }
    }

    public void SetInactive(string type, string id, bool inactive) => Edit(type, id, new { isInactive = inactive });

    public void ApproveBill(string id) => Edit("vendorBill", id, new { approvalStatus = new { id = "2" } });

    public void RejectBill(string id) => Edit("vendorBill", id, new { approvalStatus = new { id = "3" } });

    /// <summary>Closes the period for every ledger change.</summary>
    public void ClosePeriod(string nameOrId) => SetPeriod(nameOrId, closed: true, locked: true);

    /// <summary>Locks A/P in the period.</summary>
    public void LockPeriod(string nameOrId) => SetPeriod(nameOrId, closed: false, locked: true);

    public void ReopenPeriod(string nameOrId) => SetPeriod(nameOrId, closed: false, locked: false);

    internal Record Find(string type, string id)
    {
        var known = Type(type);
        var record = id.StartsWith("eid:", StringComparison.OrdinalIgnoreCase) ? _store.FindByExternalId(known.Group, id[4..]) : _store.FindInGroup(known.Group, id);
        return record?.Type == known ? record : throw NetSuiteException.NoInstance();
    }

    private static SaveOptions Options() => new(Role.Everything, "user") { NameValidation = "Error" };

    private static JsonElement Json(object body) => body as JsonElement? ?? JsonSerializer.SerializeToElement(body);

    private RecordType Type(string name) => _catalog.Find(name) ?? throw NetSuiteException.NoType(name, name);

    private void SetPeriod(string nameOrId, bool closed, bool locked)
    {
        lock (_gate)
        {
            var period = _store.OfType("accountingPeriod").FirstOrDefault(period => period.Id == nameOrId || period.Text("periodName") == nameOrId) ?? throw NetSuiteException.NoInstance();
            _saver.Resave(period, copy =>
            {
                copy.Values["closed"] = closed;
                copy.Values["apLocked"] = locked;
            }, "user");
        }
    }
}
