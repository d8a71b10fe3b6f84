namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>A table that SuiteQL shows (specification 5.2).</summary>
internal sealed class SqlTable
{
    private readonly Dictionary<string, SqlColumn> _byName;

    /// <summary>
    /// Each column is "name", "name:type" or "name:type:display", with "=field" behind the name where the record's property
    /// is not called the same. Types are int, num and text; the display names a record group or type.
    /// </summary>
    public SqlTable(string name, string columns, params string[] indexes)
    {
        Name = name;
        Columns = [.. columns.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        Indexes = indexes;
        _byName = Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
    }

    public string Name { get; }

    public IReadOnlyList<SqlColumn> Columns { get; }

    public IReadOnlyList<string> Indexes { get; }

    public SqlColumn? Find(string column) => _byName.GetValueOrDefault(column);

    private static SqlColumn Parse(string text)
    {
        var parts = text.Split(':');
        var names = parts[0].Split('=');
        return new SqlColumn(names[0], parts.Length > 1 ? parts[1] : "text", parts.Length > 2 ? parts[2] : "", names[^1]);
    }
}
