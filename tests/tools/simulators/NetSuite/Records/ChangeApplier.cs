using ProcoreNetSuite.Simulators.NetSuite.Rest;
using ProcoreNetSuite.Simulators.NetSuite.Rules;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>Puts a change into the working copy (specification 3.6): null clears, keyed lines are changed, others are added, replace= removes.</summary>
internal static class ChangeApplier
{
    public static void Apply(SaveContext save, RecordStore store)
    {
        var replace = save.Options.Replace;
        foreach (var (name, value) in save.Change.Values)
        {
            if (value is not null)
            {
                save.Record.Values[name] = value;
            }
            else if (!save.Options.ReplaceSelectedFields || replace.Contains(name))
            {
                save.Record.Values.Remove(name);
            }
        }

        // In the type's order, not the request's: line numbers run over item, then expense (specification 8.4).
        foreach (var sublist in save.Record.Type.Sublists)
        {
            if (save.Change.Sublists.TryGetValue(sublist.Name, out var change))
            {
                Apply(save, store, sublist, change, replace.Contains(sublist.Name));
            }
        }
    }

    private static void Apply(SaveContext save, RecordStore store, SublistType sublist, SublistChange change, bool replace)
    {
        var lines = save.Record.Lines(sublist.Name);
        if (change.Clears)
        {
            lines.Clear();
            return;
        }

        if (replace)
        {
            lines.RemoveAll(line => change.Lines.All(sent => sent.Key != line.Key));
        }

        foreach (var sent in change.Lines)
        {
            var line = sent.Key is { } key ? lines.Find(candidate => candidate.Key == key) : Matching(sublist, lines, sent);
            if (line is null)
            {
                line = new Line(NextKey(save.Record, store, sublist));
                lines.Add(line);
            }

            save.Sources[line] = sent;
            foreach (var (name, value) in sent.Values)
            {
                if (value is Dictionary<string, object> subrecord && line.Values.GetValueOrDefault(name) is Dictionary<string, object> kept)
                {
                    line.Values[name] = kept.Concat(subrecord).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
                }
                else if (value is not null)
                {
                    line.Values[name] = value;
                }
                else
                {
                    line.Values.Remove(name);
                }
            }
        }
    }

    /// <summary>A line of apply is known by its document, not by a number (specification 3.9).</summary>
    private static Line? Matching(SublistType sublist, List<Line> lines, LineChange sent) =>
        sublist.Name == "apply" && sent.Values.GetValueOrDefault("doc") is Ref document
            ? lines.Find(line => line.Reference("doc") == document.Id)
            : null;

    private static int NextKey(Record record, RecordStore store, SublistType sublist)
    {
        if (sublist.SharesNumbering)
        {
            return ++record.LastLine;
        }

        // Lines of a journal start at 0 (specification 8.9a).
        return sublist.Key == "line" ? record.LastLine++ : store.NextSublistId();
    }
}
