using System.Globalization;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>SELECT TOP n, and ROWNUM in a condition (specification, corrections).</summary>
internal sealed partial class SuiteQlTranslator
{
    /// <summary>Rows of each level that ROWNUM limits: the depth of its brackets, and how many.</summary>
    private readonly Stack<(int Depth, int Rows)> _limits = [];

    /// <summary>Takes TOP n away from the beginning.</summary>
    /// <returns>What stands at the end instead.</returns>
    private string Top()
    {
        if (!Is(1, "TOP") || _tokens.Count < 3 || !int.TryParse(_tokens[2], NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
        {
            return "";
        }

        // Emptied and not removed: the places of the tables are known already.
        (_tokens[1], _tokens[2]) = (" ", " ");

        return $"LIMIT {rows.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>ROWNUM &lt;= n, ROWNUM &lt; n or ROWNUM = 1, as a condition of its level.</summary>
    /// <returns>The last token of the condition; null if there is none here.</returns>
    private int? RowNumber(int at, int depth)
    {
        if (!Is(at, "ROWNUM") || Is(at - 1, "."))
        {
            return null;
        }

        var rows = at + 2 < _tokens.Count && (Is(at - 1, "WHERE") || Is(at - 1, "AND")) && int.TryParse(_tokens[at + 2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (_tokens[at + 1], number) switch
            {
                ("<=", _) => number,
                ("<", _) => number - 1,
                ("=", 1) => 1,
                _ => -1,
            }
            : -1;
        if (rows < 0)
        {
            throw Bad("Invalid or unsupported search. ROWNUM <= n is expected.");
        }

        _limits.Push((depth, rows));
        Emit("1 = 1");

        return at + 2;
    }

    /// <summary>Where a level ends, so do its rows. Oracle numbers rows before it sorts them, so the two go together only in levels of their own.</summary>
    private void EndRows(int at, int depth)
    {
        if (_limits.TryPeek(out var limit) && limit.Depth == depth && Is(at, "ORDER"))
        {
            throw Bad("Invalid or unsupported search. Sort in a query inside, and limit its rows by ROWNUM outside.");
        }

        while (_limits.TryPeek(out limit) && limit.Depth > depth)
        {
            _limits.Pop();
            Emit($"LIMIT {limit.Rows.ToString(CultureInfo.InvariantCulture)}");
        }
    }
}
