using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>A record about to be saved, and what is known about the save.</summary>
internal sealed class SaveContext(RecordStore store, NetSuiteSettings settings, DateOnly today, Record record, Record? before, Change change, SaveOptions options)
{
    public RecordStore Store { get; } = store;

    public NetSuiteSettings Settings { get; } = settings;

    /// <summary>Today where the account is: Pacific time (specification 10.22).</summary>
    public DateOnly Today { get; } = today;

    /// <summary>The working copy, with the change applied.</summary>
    public Record Record { get; } = record;

    public Record? Before { get; } = before;

    public Change Change { get; } = change;

    public SaveOptions Options { get; } = options;

    public bool IsCreate => Before is null;

    /// <summary>Which request line made or changed a line.</summary>
    public Dictionary<Line, LineChange> Sources { get; } = [];

    public string PathOf(SublistType sublist, Line line) =>
        Sources.TryGetValue(line, out var source) ? source.Path : $"{sublist.Name}.items[{Record.Lines(sublist.Name).IndexOf(line)}]";

    public void Default(string field, object? value)
    {
        if (value is not null && !Record.Values.ContainsKey(field))
        {
            Record.Values[field] = value;
        }
    }
}
