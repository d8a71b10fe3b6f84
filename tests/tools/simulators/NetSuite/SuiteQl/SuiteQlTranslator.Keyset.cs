namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>
/// <c>(a > x OR (a = x AND …))</c>, the way pages go on behind a key (specification 5.3), implies <c>a >= x</c>. Said as well, it lets the engine
/// start at the key instead of passing over all rows before it.
/// </summary>
internal sealed partial class SuiteQlTranslator
{
    private void SeekKey(int open)
    {
        if (!Is(open, "(") || !(Is(open - 1, "AND") || Is(open - 1, "WHERE")) || !IsName(open + 1))
        {
            return;
        }

        var greater = Is(open + 2, ".") ? open + 4 : open + 2;
        var or = Is(greater, ">") ? Next("OR", greater + 1) : -1;
        if (or < 0 || !Is(or + 1, "("))
        {
            return;
        }

        var equal = or + 2 + (greater - open - 1);
        var and = Is(equal, "=") && Same(open + 1, or + 2, greater - open - 1) ? Next("AND", equal + 1) : -1;
        var close = and < 0 ? -1 : Next(")", and);
        // Another alternative, inside or behind, would let rows in that are not at or behind the key.
        if (close > 0 && Is(close + 1, ")") && Next("OR", and) is var other && (other < 0 || other > close)
            && or - greater == and - equal && Same(greater + 1, equal + 1, or - greater - 1))
        {
            var parameters = _parameters;
            for (var at = open + 1; at < or; at++)
            {
                if (at == greater)
                {
                    Emit(">=");
                }
                else
                {
                    at = One(at);
                }
            }

            Emit("AND");
            _parameters = parameters;
        }
    }

    /// <summary>The next such token on the level of the one at <paramref name="from"/>; -1 when the level ends before.</summary>
    private int Next(string token, int from)
    {
        for (var (at, depth) = (from, 0); at < _tokens.Count; at++)
        {
            if (depth == 0 && Is(at, token))
            {
                return at;
            }

            depth += _tokens[at] switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth < 0)
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>Whether two stretches say the same, parameters by their values.</summary>
    private bool Same(int one, int other, int length) => Enumerable.Range(0, length).All(step =>
        _tokens[one + step] == "?" ? _tokens[other + step] == "?" && ValueAt(one + step) == ValueAt(other + step) : Is(one + step, _tokens[other + step]));

    private string? ValueAt(int at) => _given.ElementAtOrDefault(_tokens.Take(at).Count(token => token == "?"));
}
