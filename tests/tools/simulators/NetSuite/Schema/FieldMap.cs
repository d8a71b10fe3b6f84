using System.Collections;

namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Fields in their order, found by name whatever its case.</summary>
public sealed class FieldMap(IEnumerable<FieldType> fields) : IEnumerable<FieldType>
{
    private readonly List<FieldType> _fields = [.. fields];
    private readonly Dictionary<string, FieldType> _byName = fields.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);

    public FieldType? Find(string name) => _byName.GetValueOrDefault(name);

    public void Add(FieldType field)
    {
        _byName.Add(field.Name, field);
        _fields.Add(field);
    }

    public void Remove(FieldType field)
    {
        _byName.Remove(field.Name);
        _fields.Remove(field);
    }

    public IEnumerator<FieldType> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
