namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Every record type of this account, found by name whatever its case.</summary>
public sealed class Catalog
{
    private readonly Dictionary<string, RecordType> _types;

    public Catalog()
    {
        RecordType[] types = [
            EntityTypes.Vendor(), EntityTypes.Job(), EntityTypes.Customer(), EntityTypes.Employee(), ItemTypes.Purchase(), ItemTypes.Sale(), ItemTypes.Resale(),
            TransactionTypes.VendorBill(), TransactionTypes.VendorPayment(), .. ReferenceTypes.All()];
        _types = types.ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<RecordType> All => _types.Values;

    public RecordType? Find(string name) => _types.GetValueOrDefault(name);

    public RecordType this[string name] => _types[name];
}
