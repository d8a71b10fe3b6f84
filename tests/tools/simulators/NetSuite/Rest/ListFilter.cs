using System.Globalization;
using System.Text.RegularExpressions;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>The q parameter of a list (specification 3.4). AND binds tighter than OR.</summary>
internal sealed partial class ListFilter
{
    private readonly RecordType _type;
    private readonly List<string> _tokens;
    private int _at;

    private ListFilter(RecordType type, string query)
    {
        _type = type;
        _tokens = [.. Tokens().Matches(query).Select(match => match.Value.Trim()).Where(token => token.Length > 0)];
    }

    public static Func<Record, bool> Parse(RecordType type, string query)
    {
        var filter = new ListFilter(type, query);
        var condition = filter.Either();
        return filter._at == filter._tokens.Count ? condition : throw Bad($"Unexpected '{filter._tokens[filter._at]}'.");
    }

    private static NetSuiteException Bad(string detail) => NetSuiteException.InvalidParameter("q", $"Invalid search query. {detail}");

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw Bad("The query ends too early.");

    private bool Take(string token)
    {
        if (_at < _tokens.Count && string.Equals(_tokens[_at], token, StringComparison.OrdinalIgnoreCase))
        {
            _at++;
            return true;
        }

        return false;
    }

    private Func<Record, bool> Either()
    {
        var left = Both();
        while (Take("OR"))
        {
            var (one, other) = (left, Both());
            left = record => one(record) || other(record);
        }

        return left;
    }

    private Func<Record, bool> Both()
    {
        var left = One();
        while (Take("AND"))
        {
            var (one, other) = (left, One());
            left = record => one(record) && other(record);
        }

        return left;
    }

    private Func<Record, bool> One()
    {
        if (Take("("))
        {
            var inner = Either();
            return Take(")") ? inner : throw Bad("A closing parenthesis is missing.");
        }

        var name = Next();
        var field = string.Equals(name, "id", StringComparison.OrdinalIgnoreCase) ? new FieldType("id", FieldKind.Reference) : _type.Fields.Find(name);
        if (field is null or { Kind: FieldKind.Subrecord or FieldKind.References })
        {
            throw Bad($"Field '{name}' of record '{_type.Name}' can't be filtered by.");
        }

        var spelled = Next().ToUpperInvariant();
        var negated = spelled.EndsWith("_NOT", StringComparison.Ordinal);
        var test = Test(field, negated ? spelled[..^4] : spelled, spelled);
        return record => test(Read(record, field)) != negated;
    }

    private static object? Read(Record record, FieldType field) => field.Name == "id" ? new Ref(record.Id) : record.Values.GetValueOrDefault(field.Name);

    private Func<object?, bool> Test(FieldType field, string operation, string spelled)
    {
        if (operation == "EMPTY")
        {
            return value => value is null;
        }

        return field.Kind switch
        {
            FieldKind.Flag when operation == "IS" => Flag(Value()),
            FieldKind.Text => Text(operation, spelled, Value()),
            FieldKind.Day or FieldKind.Moment => Moment(operation, spelled, Value()),
            FieldKind.Number or FieldKind.Whole or FieldKind.Reference => Number(operation, spelled),
            FieldKind.Choice when operation is "IS" or "EQUAL" => Choice(Value()),
            FieldKind.Choice when operation == "ANY_OF" => Choice([.. Values()]),
            _ => throw Bad($"Operator '{spelled}' does not fit field '{field.Name}'."),
        };
    }

    private static Func<object?, bool> Flag(string text)
    {
        var wanted = bool.TryParse(text, out var flag) ? flag : throw Bad($"'{text}' is neither true nor false.");
        return value => (value is true) == wanted;
    }

    private static Func<object?, bool> Choice(params string[] ids) => value => value is ChoiceValue choice && ids.Contains(choice.Id, StringComparer.OrdinalIgnoreCase);

    private static Func<object?, bool> Text(string operation, string spelled, string wanted) => operation switch
    {
        "IS" => value => string.Equals(value as string, wanted, StringComparison.OrdinalIgnoreCase),
        "CONTAIN" => value => value is string text && text.Contains(wanted, StringComparison.OrdinalIgnoreCase),
        "START_WITH" => value => value is string text && text.StartsWith(wanted, StringComparison.OrdinalIgnoreCase),
        // So spelled; only its negation has the underscore.
        "ENDWITH" or "END_WITH" when spelled is "ENDWITH" or "END_WITH_NOT" => value => value is string text && text.EndsWith(wanted, StringComparison.OrdinalIgnoreCase),
        _ => throw Bad($"Operator '{spelled}' does not fit a text."),
    };

    private static Func<object?, bool> Moment(string operation, string spelled, string text)
    {
        // The user's own format, not ISO.
        if (!DateTime.TryParseExact(text, ["M/d/yyyy", "M/d/yy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            throw Bad($"'{text}' is no date in the user's format M/D/YYYY.");
        }

        var wanted = DateOnly.FromDateTime(parsed);
        Func<int, bool> fits = operation switch
        {
            "ON" => order => order == 0,
            "AFTER" => order => order > 0,
            "BEFORE" => order => order < 0,
            "ON_OR_AFTER" => order => order >= 0,
            "ON_OR_BEFORE" => order => order <= 0,
            _ => throw Bad($"Operator '{spelled}' does not fit a date."),
        };
        return value => value switch
        {
            DateOnly day => fits(day.CompareTo(wanted)),
            DateTimeOffset moment => fits(DateOnly.FromDateTime(Pacific.From(moment)).CompareTo(wanted)),
            _ => false,
        };
    }

    private Func<object?, bool> Number(string operation, string spelled)
    {
        if (operation is "ANY_OF" or "BETWEEN" or "WITHIN")
        {
            var list = Values().Select(Parse).ToList();
            return operation == "ANY_OF"
                ? value => Of(value) is { } number && list.Contains(number)
                : list.Count == 2 ? value => Of(value) is { } number && number >= list[0] && number <= list[1] : throw Bad($"Operator '{spelled}' takes two values.");
        }

        Func<decimal, decimal, bool> fits = operation switch
        {
            "EQUAL" => (value, wanted) => value == wanted,
            "GREATER" => (value, wanted) => value > wanted,
            "GREATER_OR_EQUAL" => (value, wanted) => value >= wanted,
            "LESS" => (value, wanted) => value < wanted,
            "LESS_OR_EQUAL" => (value, wanted) => value <= wanted,
            _ => throw Bad($"Operator '{spelled}' does not fit a number or a reference."),
        };
        var operand = Parse(Value());
        return value => Of(value) is { } number && fits(number, operand);
    }

    private static decimal? Of(object? value) => value switch
    {
        decimal number => number,
        long whole => whole,
        Ref reference => decimal.Parse(reference.Id, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static decimal Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : throw Bad($"'{text}' is no number.");

    private string Value()
    {
        var token = Next();
        return token.StartsWith('"') ? token[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : token;
    }

    private List<string> Values()
    {
        if (!Take("["))
        {
            throw Bad("A list in brackets is missing.");
        }

        var values = new List<string>();
        while (!Take("]"))
        {
            if (!Take(","))
            {
                values.Add(Value());
            }
        }

        return values;
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|[()\[\],]|[^\s()\[\],"]+
        """)]
    private static partial Regex Tokens();
}
