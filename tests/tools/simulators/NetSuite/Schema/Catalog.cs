namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Every record type of this account, found by name whatever its case.</summary>
public sealed class Catalog
{
    private readonly Dictionary<string, RecordType> _types;

    public Catalog()
    {
        RecordType[] types = [
            EntityTypes.Vendor(), EntityTypes.Job(), EntityTypes.Customer(), EntityTypes.Employee(), ItemTypes.Purchase(), ItemTypes.Sale(), ItemTypes.Resale(),
            TransactionTypes.VendorBill(), TransactionTypes.VendorCredit(), TransactionTypes.VendorPayment(), TransactionTypes.JournalEntry(), .. ReferenceTypes.All()];
        _types = types.ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<RecordType> All => _types.Values;

    /// <summary>Adds a transaction column field (custcol_*) to the lines of bills, credits and journals.</summary>
    public void AddLineField(FieldType field)
    {
        foreach (var fields in LineFields)
        {
            fields.Add(field);
        }
    }

    /// <summary>Takes the account's own fields away again, and shows those that its forms hid.</summary>
    public void RemoveCustomFields()
    {
        foreach (var type in _types.Values)
        {
            type.HiddenFields.Clear();
        }

        foreach (var fields in LineFields)
        {
            fields.Where(field => field.Custom).ToList().ForEach(fields.Remove);
        }
    }

    private IEnumerable<FieldMap> LineFields => _types.Values.Where(type => type.IsTransaction).SelectMany(type => type.Sublists).Where(sublist => sublist.Name != "apply").Select(sublist => sublist.Fields);

    public RecordType? Find(string name) => _types.GetValueOrDefault(name);

    public RecordType this[string name] => _types[name];
}
