using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Puts rows into the tables and takes them out, with commands that are kept.</summary>
internal sealed class SqlRows(SqliteConnection connection, SqlSchema schema) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _inserts = [];
    private readonly Dictionary<string, SqliteCommand> _deletes = [];

    public SqlSchema Schema { get; } = schema;

    /// <summary>Drops the kept commands: the tables have other columns now.</summary>
    public void ForgetCommands()
    {
        foreach (var command in _inserts.Values.Concat(_deletes.Values))
        {
            command.Dispose();
        }

        _inserts.Clear();
        _deletes.Clear();
    }

    public void Dispose() => ForgetCommands();

    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Insert(string table, Dictionary<string, object?> row)
    {
        var columns = Schema.Find(table)!.Columns;
        if (!_inserts.TryGetValue(table, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO [{table}] VALUES ({string.Join(", ", columns.Select((_, index) => $"${index}"))})";
            for (var index = 0; index < columns.Count; index++)
            {
                command.Parameters.Add(new SqliteParameter($"${index}", DBNull.Value));
            }

            _inserts[table] = command;
        }

        for (var index = 0; index < columns.Count; index++)
        {
            command.Parameters[index].Value = SqlColumn.Value(row.GetValueOrDefault(columns[index].Name));
        }

        command.ExecuteNonQuery();
    }

    public void Delete(string table, string column, string id)
    {
        if (!_deletes.TryGetValue(table, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = $"DELETE FROM [{table}] WHERE [{column}] = $id";
            command.Parameters.Add(new SqliteParameter("$id", DBNull.Value));
            _deletes[table] = command;
        }

        command.Parameters[0].Value = long.Parse(id, CultureInfo.InvariantCulture);
        command.ExecuteNonQuery();
    }
}
