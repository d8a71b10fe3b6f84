using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Rest;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Turns SuiteQL's Oracle dialect into SQLite's, and refuses what NetSuite refuses (specification 5.1).</summary>
internal sealed partial class SuiteQlTranslator
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "DISTINCT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS", "ON", "GROUP", "BY", "ORDER", "HAVING",
        "ASC", "DESC", "CASE", "WHEN", "THEN", "ELSE", "END", "AS", "EXISTS", "UNION", "ALL", "FETCH", "FIRST", "NEXT", "ROW", "ROWS", "ONLY", "OFFSET", "NULLS", "LAST", "ESCAPE", "MINUS", "INTERSECT",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "NVL", "NVL2", "COALESCE", "NULLIF", "ABS", "SUM", "COUNT", "MIN", "MAX", "AVG", "UPPER", "LOWER", "LENGTH", "SUBSTR", "INSTR", "TRIM", "LTRIM", "RTRIM", "REPLACE", "ROUND", "TO_DATE", "TO_CHAR",
        "TO_NUMBER", "TRUNC", "CONCAT", "DECODE", "GREATEST", "LEAST", "MOD", "ASCIISTR",
    };

    private readonly List<string> _tokens;
    private readonly Role _role;
    private readonly SqlSchema _schema;
    private readonly IReadOnlyList<string> _given;
    private readonly StringBuilder _sql = new();
    private readonly Dictionary<string, SqlTable> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SqlTable> _tables = [];
    private int _parameters;
    private int _fromAt;
    private int _orderAt = -1;
    private bool _counted = true;

    private SuiteQlTranslator(string query, IReadOnlyList<string> parameters, SqlSchema schema, Role role)
    {
        (_schema, _given) = (schema, parameters);
        _tokens = [.. Tokens().Matches(query).Select(match => match.Value).Where(token => !string.IsNullOrWhiteSpace(token) && !token.StartsWith("--", StringComparison.Ordinal) && !token.StartsWith("/*", StringComparison.Ordinal))];
        _role = role;
        DateArithmetic.Rewrite(_tokens);
    }

    /// <summary>The translated text; the same without what doesn't change the number of its rows; the number of its parameters, named $p1 and so on; whether it limits its rows itself.</summary>
    public sealed record Result(string Sql, string Rows, int Parameters, bool HasFetch, IReadOnlyDictionary<string, SqlTable> Aliases);

    public static Result Translate(string query, IReadOnlyList<string> parameters, SqlSchema schema, Role role) => new SuiteQlTranslator(query, parameters, schema, role).Run();

    public static NetSuiteException Bad(string detail) =>
        NetSuiteException.InvalidParameter("q", $"Invalid search query. Detailed unprocessed description follows. Search error occurred: {detail}");

    private Result Run()
    {
        if (_tokens.Count == 0 || !Is(0, "SELECT"))
        {
            throw Bad("Invalid or unsupported search. A query starts with SELECT.");
        }

        FindTables();
        var top = Top();
        var hasFetch = top.Length > 0;
        var depth = 0;
        for (var at = 0; at < _tokens.Count; at++)
        {
            depth += _tokens[at] switch { "(" => 1, ")" => -1, _ => 0 };
            NoteClause(at, depth == 0);
            EndRows(at, depth);
            if (RowNumber(at, depth) is { } end)
            {
                at = end;
                hasFetch |= depth == 0;
                continue;
            }

            SeekKey(at);

            if (Is(at, "FETCH"))
            {
                _ = hasFetch ? throw Bad("Invalid or unsupported search. Only one of TOP, ROWNUM and FETCH limits the rows.") : true;
                at = Fetch(at);
                hasFetch = true;
            }
            else
            {
                at = One(at);
            }
        }

        EndRows(_tokens.Count, -1);
        Emit(top);
        var sql = _sql.ToString();
        var rows = _counted && !hasFetch ? $"SELECT 1 {sql[_fromAt..(_orderAt < 0 ? sql.Length : _orderAt)]}" : sql;
        return new Result(sql, rows, _parameters, hasFetch, _aliases);
    }

    /// <summary>Where the rows begin and end, if it is one row for each that is joined: then neither columns nor order matter for their number.</summary>
    private void NoteClause(int at, bool outermost)
    {
        switch (_tokens[at].ToUpperInvariant())
        {
            case "FROM" when outermost && _fromAt == 0:
                _fromAt = _sql.Length;
                break;
            case "ORDER" when outermost:
                _orderAt = _sql.Length;
                break;
            case "DISTINCT" or "GROUP" or "HAVING" or "UNION" or "MINUS" or "INTERSECT" or "SUM" or "COUNT" or "MIN" or "MAX" or "AVG":
                _counted = false;
                break;
        }
    }

    private bool Is(int at, string token) => at >= 0 && at < _tokens.Count && string.Equals(_tokens[at], token, StringComparison.OrdinalIgnoreCase);

    private bool IsName(int at) => at >= 0 && at < _tokens.Count && (char.IsAsciiLetter(_tokens[at][0]) || _tokens[at][0] == '_' || _tokens[at][0] == '"');

    private string Name(int at) => _tokens[at].Trim('"');

    private void FindTables()
    {
        var from = new Stack<bool>([false]);
        for (var at = 0; at < _tokens.Count; at++)
        {
            switch (_tokens[at].ToUpperInvariant())
            {
                case "(":
                    from.Push(false);
                    break;
                case ")":
                    if (from.Count > 1)
                    {
                        from.Pop();
                    }

                    break;
                case "FROM":
                    SetFrom(from, true);
                    NoteTable(at + 1);
                    break;
                case "JOIN":
                    NoteTable(at + 1);
                    break;
                case "," when from.Peek():
                    NoteTable(at + 1);
                    break;
                case "WHERE" or "GROUP" or "ORDER" or "HAVING" or "UNION" or "FETCH" or "SELECT":
                    SetFrom(from, false);
                    break;
            }
        }
    }

    private static void SetFrom(Stack<bool> from, bool value)
    {
        from.Pop();
        from.Push(value);
    }

    private void NoteTable(int at)
    {
        if (!IsName(at))
        {
            return;
        }

        // Missing permission means fewer rows; a table that is no list of records is not there at all.
        var known = _schema.Find(Name(at)) is { } found && !_schema.Hides(found) && !(RoleFilter.For(found) is null && _role.Denies(found.Name)) ? found : null;
        var table = known ?? throw Bad($"Record '{Name(at)}' was not found. Reason: NOT_EXPOSED - The record is not exposed to this channel.");
        _tables.Add(table);
        _positions.Add(at);
        _aliases[table.Name] = table;
        var alias = Is(at + 1, "AS") ? at + 2 : at + 1;
        if (IsName(alias) && !Keywords.Contains(_tokens[alias]))
        {
            _aliases[Name(alias)] = table;
            _aliased.Add(at);
        }
    }

    private readonly HashSet<int> _positions = [];
    private readonly HashSet<int> _aliased = [];

    private int Fetch(int at)
    {
        // FETCH FIRST n ROWS ONLY
        if (!(Is(at + 1, "FIRST") || Is(at + 1, "NEXT")) || at + 4 >= _tokens.Count || !int.TryParse(_tokens[at + 2], out var rows) || !(Is(at + 3, "ROWS") || Is(at + 3, "ROW")) || !Is(at + 4, "ONLY"))
        {
            throw Bad("Invalid or unsupported search. FETCH FIRST n ROWS ONLY is expected.");
        }

        Emit($"LIMIT {rows.ToString(CultureInfo.InvariantCulture)}");
        return at + 4;
    }

    private void Emit(string token)
    {
        if (token.Length == 0)
        {
            return;
        }

        if (_sql.Length > 0 && token is not ("," or ")" or ".") && _sql[^1] is not ('.' or '('))
        {
            _sql.Append(' ');
        }

        _sql.Append(token);
    }

    private int One(int at)
    {
        var token = _tokens[at];
        switch (token[0])
        {
            case '[' or ']' or ';' or '`' or ':' or '$' or '@' or '#':
                throw Bad($"Invalid or unsupported search. Unexpected '{token}'.");
            case '?':
                Emit($"$p{++_parameters}");
                return at;
            case '\'' or '"' when token.Length == 1:
                throw Bad("Invalid or unsupported search. A quote is not closed.");
            case '"':
                Emit($"[{token.Trim('"').ToLowerInvariant()}]");
                return at;
        }

        if (!char.IsAsciiLetter(token[0]) && token[0] != '_')
        {
            Emit(token == "!=" ? "<>" : token);
            return at;
        }

        return Word(at, token);
    }

    private int Word(int at, string token)
    {
        if (token == DateArithmetic.Shift)
        {
            Emit("ns_shift");
            return at;
        }

        var upper = token.ToUpperInvariant();
        var afterDot = Is(at - 1, ".");
        if (!afterDot && upper is "LIMIT" or "WITH" or "PRAGMA" or "INSERT" or "UPDATE" or "DELETE" or "DROP")
        {
            throw Bad($"Invalid or unsupported search. '{upper}' is not supported.");
        }

        if (upper == "BUILTIN" && Is(at + 1, "."))
        {
            return Builtin(at);
        }

        if (upper is "DATE" or "TIMESTAMP" && at + 1 < _tokens.Count && _tokens[at + 1][0] == '\'')
        {
            throw Bad("Invalid or unsupported search. Date literals are not supported; use TO_DATE.");
        }

        if (upper == "SYSDATE" && !afterDot)
        {
            Emit("ns_sysdate()");
            return at;
        }

        if (upper == "IN" && Is(at + 1, "("))
        {
            CheckList(at + 1);
        }

        if (Is(at + 1, "(") && !afterDot && !Keywords.Contains(token))
        {
            Emit(Functions.Contains(token) ? Function(upper) : throw Bad($"Invalid or unsupported search. Unknown identifier '{token}'."));
            return at;
        }

        if (_positions.Contains(at))
        {
            Emit(Table(at));
            return at;
        }

        CheckColumn(at);
        Emit(upper == "TRANSACTION" ? "[transaction]" : token);
        return at;
    }

    private static string Function(string name) => name switch
    {
        "NVL" => "IFNULL",
        "NVL2" or "TO_DATE" or "TO_CHAR" or "TRUNC" or "DECODE" or "CONCAT" or "TO_NUMBER" or "MOD" or "SUBSTR" or "ASCIISTR" => $"ns_{name.ToLowerInvariant()}",
        "GREATEST" => "MAX",
        "LEAST" => "MIN",
        _ => name,
    };

    private string Table(int at)
    {
        var table = _schema.Find(Name(at))!;
        var alias = _aliased.Contains(at) ? "" : $" AS [{table.Name}]";
        var filter = _role.Subsidiaries.Count > 0 || _role.DeniedRecordTypes.Count > 0 ? RoleFilter.For(table) : null;
        var columns = table.Hidden.Count == 0 ? "*" : string.Join(", ", table.Columns.Where(column => table.Find(column.Name) is not null).Select(column => $"[{column.Name}]"));
        return filter is null && columns == "*" ? $"[{table.Name}]" : $"(SELECT {columns} FROM [{table.Name}]{(filter is null ? "" : $" WHERE {filter}")}){alias}";
    }

    /// <summary>alias.column, where the alias is a table of the query: its column has to exist.</summary>
    private void CheckColumn(int at)
    {
        if (Is(at - 1, ".") && IsName(at - 2) && _aliases.TryGetValue(Name(at - 2), out var table) && table.Find(_tokens[at]) is null)
        {
            throw Bad($"Field '{_tokens[at].ToLowerInvariant()}' for record '{table.Name}' was not found. Reason: NOT_EXPOSED - Field is not exposed to this channel.");
        }
    }

    private void CheckList(int open)
    {
        if (Is(open + 1, "SELECT"))
        {
            return;
        }

        var (depth, count) = (0, 1);
        for (var at = open; at < _tokens.Count; at++)
        {
            depth += _tokens[at] switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0)
            {
                break;
            }

            count += depth == 1 && _tokens[at] == "," ? 1 : 0;
        }

        if (count > 1000)
        {
            throw Bad("Invalid or unsupported search. An IN list has at most 1000 values.");
        }
    }

    /// <summary>BUILTIN.DF(column) and BUILTIN.CF(column): the text shown, and the code with its prefix.</summary>
    private int Builtin(int at)
    {
        var function = at + 2 < _tokens.Count ? _tokens[at + 2].ToUpperInvariant() : "";
        var qualified = Is(at + 5, ".");
        var close = qualified ? at + 7 : at + 5;
        if (function is not ("DF" or "CF") || !Is(at + 3, "(") || !Is(close, ")"))
        {
            throw Bad($"Invalid or unsupported search. BUILTIN.{function} is expected with one column.");
        }

        var name = Name(close - 1);
        var alias = qualified ? Name(at + 4) + "." : "";
        var table = qualified ? _aliases.GetValueOrDefault(Name(at + 4)) : _tables.FirstOrDefault(candidate => candidate.Find(name) is not null);
        var column = table?.Find(name) ?? throw Bad($"Field '{name.ToLowerInvariant()}' for record '{table?.Name ?? "unknown"}' was not found. Reason: NOT_EXPOSED - Field is not exposed to this channel.");
        var value = alias + (column.Name == "transaction" ? "[transaction]" : column.Name);
        Emit((function, column.Display) switch
        {
            ("CF", "status") => $"({alias}type || ':' || {value})",
            ("DF", "status") => $"ns_status({alias}type, {value})",
            ("DF", { Length: > 0 } display) => $"ns_df('{display}', {value})",
            _ => value,
        });
        return close;
    }

    [GeneratedRegex("""
        --[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|<>|<=|>=|!=|\|\||\S
        """, RegexOptions.Singleline)]
    private static partial Regex Tokens();
}
