using System.Globalization;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>
/// <c>filters[name]=value</c>, arrays with <c>[]</c>, ranges with three dots; all are AND-ed (spec 4.2).
/// A filter the list does not have is refused, so that a misspelt one doesn't quietly return everything.
/// </summary>
internal sealed class Filters
{
    private readonly Dictionary<string, List<string>> _given = [];
    private readonly HashSet<string> _used = [];

    public Filters(Call call)
    {
        foreach (var (key, values) in call.Query)
        {
            if (!key.StartsWith("filters[", StringComparison.Ordinal))
            {
                continue;
            }

            var name = key["filters[".Length..].Replace("[]", "", StringComparison.Ordinal).TrimEnd(']');
            var list = _given.TryGetValue(name, out var known) ? known : _given[name] = [];
            list.AddRange(values.SelectMany(value => value!.StartsWith('[') ? value.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries) : [value]));
        }
    }

    public string? One(string name)
    {
        _used.Add(name);

        return _given.TryGetValue(name, out var values) ? values[0] : null;
    }

    /// <summary>Keeps the records whose field is one of the values given.</summary>
    public IEnumerable<ProcoreRecord> Match(IEnumerable<ProcoreRecord> records, string name, Func<ProcoreRecord, string?>? read = null)
    {
        _used.Add(name);

        return _given.TryGetValue(name, out var values)
            ? records.Where(record => values.Contains((read is null ? record.Text(name) : read(record)) ?? ""))
            : records;
    }

    /// <summary>Keeps the records within a range of moments, both ends included (spec 12).</summary>
    public IEnumerable<ProcoreRecord> Between(IEnumerable<ProcoreRecord> records, params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (One(name) is { } range)
            {
                var ends = range.Trim('"').Split("...");
                if (ends.Length != 2 || Moment(ends[0], false) is not { } from || Moment(ends[1], true) is not { } to)
                {
                    throw Refusal.Invalid(400, $"filters[{name}]", "is not a range of two moments");
                }

                records = records.Where(record => Moment(record.Text(name) ?? "", false) is { } at && at >= from && at <= to);
            }
        }

        return records;
    }

    /// <summary>To be called when all filters of the list have been asked for.</summary>
    public void RefuseOthers()
    {
        if (_given.Keys.FirstOrDefault(name => !_used.Contains(name)) is { } unknown)
        {
            throw Refusal.Invalid(400, $"filters[{unknown}]", "is not a filter of this list");
        }
    }

    private static DateTimeOffset? Moment(string text, bool endOfDay)
    {
        if (!DateTimeOffset.TryParse(text.Trim('"'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        return endOfDay && !text.Contains('T', StringComparison.Ordinal) ? at.AddDays(1).AddTicks(-1) : at;
    }
}
