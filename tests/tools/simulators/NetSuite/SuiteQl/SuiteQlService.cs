using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>The query service: /services/rest/query/v1/suiteql (specification 5).</summary>
internal sealed partial class SuiteQlService : IDisposable
{
    private const int MostRows = 100_000;

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqlSchema _schema = new();
    private readonly List<SqlColumn> _custom = [];
    private readonly SqlRows _rows;
    private readonly SqlWriter _writer;
    private readonly SqlFunctions _functions;
    private readonly RecordStore _store;
    private readonly RecordSaver _saver;
    private (string Key, long Version, int Count) _lastCount = ("", -1, 0);

    public SuiteQlService(Catalog catalog, RecordStore store, RecordSaver saver, TimeProvider time)
    {
        (_store, _saver) = (store, saver);
        _connection.Open();
        _functions = new SqlFunctions(catalog, store, time);
        _functions.Register(_connection);
        // Oracle tells upper from lower case in LIKE.
        Execute("PRAGMA case_sensitive_like = ON; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
        foreach (var table in _schema.Tables)
        {
            Execute(table.Definition);
        }

        Execute("INSERT INTO dual VALUES ('X');");
        _rows = new SqlRows(_connection, _schema);
        _writer = new SqlWriter(_rows, store, saver);
        store.Saved += _writer.Note;
        store.Deleted += _writer.NoteDeletion;
    }

    public Answer Handle(RestRequest request)
    {
        if (request.Path is not ["suiteql"])
        {
            throw new NetSuiteException(404, "NONEXISTENT_ID", "The requested service does not exist.");
        }

        if (request.Method != "POST")
        {
            throw NetSuiteException.NoMethod(request.Method);
        }

        if (!request.Header("Prefer").Contains("transient", StringComparison.OrdinalIgnoreCase))
        {
            throw new NetSuiteException(400, "INVALID_REQUEST", "The required request header 'Prefer' is missing or has an unsupported value. Use 'Prefer: transient'.") { Header = "Prefer" };
        }

        var paging = Paging.Read(request.Query);
        if (paging.Offset >= MostRows)
        {
            throw NetSuiteException.InvalidParameter("offset", $"A query gives at most {MostRows} rows.");
        }

        var body = request.ReadBody();
        if (!body.TryGetProperty("q", out var query) || query.ValueKind != JsonValueKind.String)
        {
            throw NetSuiteException.InvalidParameter("q", "Missing required query parameter 'q'.");
        }

        var page = Run(query.GetString()!, Parameters(body), paging, request);
        return Answer.Collection(page) with { Headers = new() { ["Preference-Applied"] = "transient" } };
    }

    /// <summary>Shows one of the account's own line fields as a column of transactionline (specification 5.2: custcol_*).</summary>
    public void AddLineColumn(SqlColumn column)
    {
        var lines = _schema.Find("transactionline")!;
        lines.Add(column);
        _custom.Add(column);
        _rows.ForgetCommands();
        Execute($"ALTER TABLE [{lines.Name}] ADD COLUMN [{column.Name}] {column.Affinity};");
    }

    public void Clear()
    {
        _writer.Forget();
        foreach (var column in _custom)
        {
            _schema.Find("transactionline")!.Remove(column);
            Execute($"ALTER TABLE [transactionline] DROP COLUMN [{column.Name}];");
        }

        _custom.Clear();
        _rows.ForgetCommands();
        Execute(string.Concat(_schema.Tables.Where(table => table.Name != "dual").Select(table => $"DELETE FROM [{table.Name}];")));
        _lastCount = ("", -1, 0);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _connection.Dispose();
    }

    private static List<string> Parameters(JsonElement body)
    {
        if (!body.TryGetProperty("params", out var given) || given.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return given.ValueKind == JsonValueKind.Array
            ? [.. given.EnumerateArray().Select(value => value.ToString())]
            : throw NetSuiteException.Content("Invalid value for the resource or sub-resource field 'params'. Provide a valid value.", "params");
    }

    private JsonObject Run(string query, List<string> parameters, Paging paging, RestRequest request)
    {
        _schema.Hide(_saver.Settings.HiddenColumns);
        var translated = SuiteQlTranslator.Translate(query, parameters, _schema, request.Role);
        if (translated.Parameters != parameters.Count)
        {
            throw SuiteQlTranslator.Bad($"The query has {translated.Parameters} parameters, {parameters.Count} values were given.");
        }

        _writer.Flush();
        _functions.Role = request.Role;
        try
        {
            var items = Read(translated, parameters, paging);
            var total = items.Count < paging.Limit && (items.Count > 0 || paging.Offset == 0) ? paging.Offset + items.Count : Count(translated, parameters, paging, request);
            var href = $"{request.Host}/services/rest/query/v1/suiteql";
            var page = paging.Page(href, href + request.Context.Request.QueryString, "POST", total, items.Count, null);
            page["items"] = items;
            return page;
        }
        catch (SqliteException failure)
        {
            throw SuiteQlTranslator.Bad(Explain(failure.Message, translated));
        }
    }

    private JsonArray Read(SuiteQlTranslator.Result translated, List<string> parameters, Paging paging)
    {
        using var command = Command(translated.HasFetch ? translated.Sql : $"{translated.Sql} LIMIT {paging.Limit} OFFSET {paging.Offset}", parameters);
        using var reader = command.ExecuteReader();
        for (var skipped = 0; translated.HasFetch && skipped < paging.Offset && reader.Read(); skipped++)
        {
        }

        var names = Enumerable.Range(0, reader.FieldCount).Select(at => Key(reader.GetName(at), at)).ToArray();
        var items = new JsonArray();
        while (items.Count < paging.Limit && reader.Read())
        {
            var row = new JsonObject { ["links"] = new JsonArray() };
            for (var at = 0; at < names.Length; at++)
            {
                // Oracle keeps no empty texts: they are null, and null is absent.
                if (!reader.IsDBNull(at) && SuiteQlOutput.Text(reader.GetValue(at)) is { Length: > 0 } text)
                {
                    row[names[at]] = text;
                }
            }

            items.Add(row);
        }

        return items;
    }

    private static string Key(string name, int at)
    {
        var key = name.ToLowerInvariant();
        return Identifier().IsMatch(key) ? key : $"expr{at + 1}";
    }

    private int Count(SuiteQlTranslator.Result translated, List<string> parameters, Paging paging, RestRequest request)
    {
        var key = $"{translated.Sql}|{string.Join('|', parameters)}|{string.Join(',', request.Role.Subsidiaries)}|{string.Join(',', request.Role.DeniedRecordTypes)}";
        if (_lastCount.Key != key || _lastCount.Version != _store.Version)
        {
            var most = Math.Min(MostRows, Math.Max(_saver.Settings.CountedRows, paging.Offset + paging.Limit + 1));
            using var command = Command($"SELECT COUNT(*) FROM (SELECT 1 FROM ({translated.Rows}) LIMIT {most})", parameters);
            _lastCount = (key, _store.Version, (int)(long)command.ExecuteScalar()!);
        }

        return _lastCount.Count;
    }

    private SqliteCommand Command(string sql, List<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var at = 0; at < parameters.Count; at++)
        {
            command.Parameters.AddWithValue($"$p{at + 1}", parameters[at]);
        }

        return command;
    }

    private static string Explain(string message, SuiteQlTranslator.Result translated)
    {
        if (NoColumn().Match(message) is { Success: true } match)
        {
            var parts = match.Groups[1].Value.Split('.');
            var record = parts.Length > 1 && translated.Aliases.TryGetValue(parts[0], out var table) ? table.Name : translated.Aliases.Values.FirstOrDefault()?.Name ?? "unknown";
            return $"Field '{parts[^1].ToLowerInvariant()}' for record '{record}' was not found. Reason: NOT_EXPOSED - Field is not exposed to this channel.";
        }

        return $"Invalid or unsupported search. {message}";
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"no such column: ([\w.]+)")]
    private static partial Regex NoColumn();
}
