using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using ProcoreNetSuite.Simulators.NetSuite.Auth;
using ProcoreNetSuite.Simulators.NetSuite.Records;
using ProcoreNetSuite.Simulators.NetSuite.Schema;

namespace ProcoreNetSuite.Simulators.NetSuite.SuiteQl;

/// <summary>Oracle's functions, and NetSuite's own, for SQLite.</summary>
internal sealed class SqlFunctions(Catalog catalog, RecordStore store, TimeProvider time)
{
    /// <summary>Whose query is running.</summary>
    public Role Role { get; set; } = Role.Everything;

    public void Register(SqliteConnection connection)
    {
        connection.CreateFunction("ns_sysdate", () => SqlColumn.Moment(Pacific.From(time.GetUtcNow())));
        connection.CreateFunction("ns_shift", (string? date, double days) => date is { Length: 19 } && date[10] == 'T' ? Shift(date, days) : null, isDeterministic: true);
        connection.CreateFunction("ns_to_date", (string? text, string? format) => ToDate(text, format), isDeterministic: true);
        connection.CreateFunction("ns_to_char", (object? value) => ToChar(value, null), isDeterministic: true);
        connection.CreateFunction("ns_to_char", (object? value, string? format) => ToChar(value, format), isDeterministic: true);
        connection.CreateFunction("ns_to_number", (string? text) => text is null ? (object?)null : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? SqlColumn.Value(number) : throw new FormatException("ORA-01722: invalid number"), isDeterministic: true);
        connection.CreateFunction("ns_trunc", (object? value) => value is string { Length: 19 } text && text[10] == 'T' ? text[..10] + "T00:00:00" : Truncate(value), isDeterministic: true);
        connection.CreateFunction("ns_nvl2", (object? value, object? present, object? absent) => value is null ? absent : present, isDeterministic: true);
        connection.CreateFunction("ns_concat", (string? one, string? other) => one + other, isDeterministic: true);
        connection.CreateFunction("ns_mod", (long? value, long? divisor) => divisor == 0 ? value : value % divisor, isDeterministic: true);
        connection.CreateFunction("ns_decode", (object?[] arguments) => Decode(arguments), isDeterministic: true);
        connection.CreateFunction("ns_substr", (object?[] arguments) => Substring(arguments), isDeterministic: true);
        connection.CreateFunction("ns_asciistr", (string? text) => text is null ? null : string.Concat(text.Select(one => char.IsAscii(one) && one != '\\' ? $"{one}" : $"\\{(int)one:X4}")), isDeterministic: true);
        connection.CreateFunction("ns_df", (string kind, object? value) => Display(kind, value));
        connection.CreateFunction("ns_status", (string? type, string? status) => Status(type, status));
        connection.CreateFunction("ns_visible", (string group, long id) => Visible(group, id));
    }

    private static string? ToDate(string? text, string? format)
    {
        if (text is null || format is null)
        {
            return null;
        }

        // The formats differ in name only: Oracle's minutes are MI, its hours HH24.
        var pattern = Net(format);
        return DateTime.TryParseExact(text, [pattern, pattern.Replace("MM", "M", StringComparison.Ordinal).Replace("dd", "d", StringComparison.Ordinal)], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? SqlColumn.Moment(moment)
            : throw new FormatException("ORA-01861: literal does not match format string");
    }

    private static string Shift(string date, double days) =>
        SqlColumn.Moment(DateTime.ParseExact(date, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture).AddSeconds(Math.Round(days * 86_400)));

    private static string Net(string format) => new StringBuilder(format.ToUpperInvariant())
        .Replace("YYYY", "yyyy").Replace("HH24", "HH").Replace("HH12", "hh").Replace("MI", "mm").Replace("SS", "ss").Replace("DD", "dd").Replace("MON", "MMM").ToString();

    private static string? ToChar(object? value, string? format)
    {
        if (value is string { Length: 19 } text && text[10] == 'T')
        {
            var moment = DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
            return format switch
            {
                null => moment.ToString("M/d/yyyy", CultureInfo.InvariantCulture),
                "YYYY-MM-DD" => text[..10],
                "YYYY-MM-DD HH24:MI:SS" => $"{text[..10]} {text[11..]}",
                _ => moment.ToString(Net(format), CultureInfo.InvariantCulture),
            };
        }

        return value is null ? null : SuiteQlOutput.Text(value);
    }

    private static object? Truncate(object? value) => value is double number ? (long)number : value;

    private static object? Decode(object?[] arguments)
    {
        for (var at = 1; at + 1 < arguments.Length; at += 2)
        {
            if (Equals(arguments[0], arguments[at]))
            {
                return arguments[at + 1];
            }
        }

        return arguments.Length % 2 == 0 ? arguments[^1] : null;
    }

    private static string? Substring(object?[] arguments)
    {
        if (arguments[0] is null)
        {
            return null;
        }

        var text = SuiteQlOutput.Text(arguments[0]!);
        var from = (int)(long)arguments[1]!;
        var start = from > 0 ? from - 1 : from < 0 ? Math.Max(0, text.Length + from) : 0;
        var length = arguments.Length > 2 ? (int)(long)arguments[2]! : int.MaxValue;
        return start >= text.Length || length <= 0 ? null : text.Substring(start, Math.Min(length, text.Length - start));
    }

    private static string? Status(string? type, string? status)
    {
        var label = (type, status) switch
        {
            ("VendBill", "A") => "Open",
            ("VendBill", "B") => "Paid In Full",
            ("VendBill", "C") => "Cancelled",
            ("VendBill", "D") => "Pending Approval",
            ("VendBill", "E") => "Rejected",
            ("VendBill", "F") => "Payment In-Transit",
            ("VendCred", "A") => "Open",
            ("VendCred", "B") => "Fully Applied",
            ("VendPymt", "A") => "Pending Approval",
            ("VendPymt", "V") => "Voided",
            ("VendPymt", _) => "Approved",
            ("Journal", "A") => "Pending Approval",
            ("Journal", "B") => "Approved for Posting",
            _ => status,
        };
        var title = type switch
        {
            "VendBill" => "Vendor Bill",
            "VendCred" => "Vendor Credit",
            "VendPymt" => "Bill Payment",
            _ => type,
        };
        return status is null ? null : $"{title} : {label}";
    }

    private bool Visible(string group, long id) =>
        store.FindInGroup(group, id.ToString(CultureInfo.InvariantCulture)) is { } record && !Role.Denies(record.Type.Name) && Role.MaySee(store, record);

    private string? Display(string kind, object? value)
    {
        if (value is null)
        {
            return null;
        }

        var id = SuiteQlOutput.Text(value);
        return kind switch
        {
            "approval" => catalog["vendorBill"].Fields.Find("approvalStatus")!.Choices.GetValueOrDefault(id, id),
            "jobstatus" => catalog["job"].Fields.Find("entityStatus")!.Choices.GetValueOrDefault(id, id),
            "accttype" => catalog["account"].Fields.Find("acctType")!.Choices.GetValueOrDefault(id, id),
            "country" => catalog["subsidiary"].Fields.Find("country")!.Choices.GetValueOrDefault(id, id),
            _ => store.FindInGroup(kind, id) is { } record ? Names.Of(store, record) : id,
        };
    }
}
