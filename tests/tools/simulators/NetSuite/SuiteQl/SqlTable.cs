namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>A table that SuiteQL shows (specification 5.2).</summary>
internal sealed class SqlTable
{
    private readonly Dictionary<string, SqlColumn> _byName;
    private readonly List<SqlColumn> _columns;

    /// <summary>
    /// Each column is "name", "name:type" or "name:type:display", with "=field" behind the name where the record's property
    /// is not called the same. Types are int, num and text; the display names a record group or type. The index with "!" is the key.
    /// </summary>
    public SqlTable(string name, string columns, params string[] indexes)
    {
        Name = name;
        _columns = [.. columns.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        Indexes = indexes;
        _byName = _columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
    }

    public string Name { get; }

    public IReadOnlyList<SqlColumn> Columns => _columns;

    public IReadOnlyList<string> Indexes { get; }

    /// <summary>
    /// Makes the table, its rows in the order of their key: a page that goes on behind a key starts there, without sorting or passing over rows.
    /// </summary>
    public string Definition
    {
        get
        {
            var key = Indexes.FirstOrDefault(index => index.EndsWith('!'));
            var columns = string.Join(", ", _columns.Select(column => $"[{column.Name}] {column.Affinity}"));
            return $"CREATE TABLE [{Name}] ({columns}{(key is null ? ")" : $", PRIMARY KEY ({Named(key)})) {(key.Contains(',', StringComparison.Ordinal) ? "WITHOUT ROWID" : "")}")};"
                + string.Concat(Indexes.Where(index => index != key).Select((index, number) => $"CREATE INDEX [{Name}_{number}] ON [{Name}] ({Named(index)});"));
        }
    }

    /// <summary>Names of columns that nobody sees.</summary>
    public HashSet<string> Hidden { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A column that is shown.</summary>
    public SqlColumn? Find(string column) => Hidden.Contains(column) ? null : _byName.GetValueOrDefault(column);

    public void Add(SqlColumn column)
    {
        _byName.Add(column.Name, column);
        _columns.Add(column);
    }

    public void Remove(SqlColumn column)
    {
        _byName.Remove(column.Name);
        _columns.Remove(column);
    }

    private static string Named(string index) => string.Join(", ", index.TrimEnd('!').Split(',').Select(name => $"[{name}]"));

    private static SqlColumn Parse(string text)
    {
        var parts = text.Split(':');
        var names = parts[0].Split('=');
        return new SqlColumn(names[0], parts.Length > 1 ? parts[1] : "text", parts.Length > 2 ? parts[2] : "", names[^1]);
    }
}
