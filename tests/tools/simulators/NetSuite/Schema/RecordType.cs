namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>A record type: its properties, sublists, and the groups it shares ids and external ids with.</summary>
public sealed class RecordType(string name, string group, IEnumerable<FieldType> fields, params SublistType[] sublists)
{
    public string Name { get; } = name;

    /// <summary>Records of one group share ids and external ids: entity, item, transaction, account, or the type's own name.</summary>
    public string Group { get; } = group;

    public FieldMap Fields { get; } = new(fields);

    public IReadOnlyList<SublistType> Sublists { get; } = sublists;

    /// <summary>Can't be written through REST.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Title of the record in NetSuite's pages, used in messages.</summary>
    public string Title { get; init; } = name;

    /// <summary>SuiteQL's code of a transaction type, such as VendBill.</summary>
    public string TransactionCode { get; init; } = "";

    /// <summary>Properties that the form of the integration's role hides; those of lines behind the sublist's name, such as item.customer.</summary>
    public HashSet<string> HiddenFields { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsTransaction => Group == Groups.Transaction;

    public SublistType? FindSublist(string name) =>
        Sublists.FirstOrDefault(sublist => string.Equals(sublist.Name, name, StringComparison.OrdinalIgnoreCase));
}
