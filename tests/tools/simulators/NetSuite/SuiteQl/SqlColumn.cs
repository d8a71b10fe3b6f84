using System.Globalization;
using ProcoreNetSuite.Simulators.NetSuite.Records;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>A column of a table that SuiteQL shows. The display kind says what BUILTIN.DF makes of its values.</summary>
internal sealed record SqlColumn(string Name, string Type, string Display, string Field)
{
    /// <summary>The column's type in the engine.</summary>
    public string Affinity => Type switch
    {
        "int" => "INTEGER",
        "num" => "NUMERIC",
        _ => "TEXT",
    };

    /// <summary>Dates are kept with a T between day and time, so that they can be told from what TO_CHAR made.</summary>
    public static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        bool flag => flag ? "T" : "F",
        Ref reference => long.Parse(reference.Id, CultureInfo.InvariantCulture),
        ChoiceValue choice => long.TryParse(choice.Id, out var number) ? number : choice.Id,
        DateOnly day => Moment(day.ToDateTime(TimeOnly.MinValue)),
        DateTimeOffset moment => Moment(Pacific.From(moment)),
        decimal number => number == decimal.Truncate(number) && Math.Abs(number) < long.MaxValue ? (long)number : (double)number,
        IReadOnlyList<string> many => string.Join(", ", many),
        _ => value,
    };
}
