using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Links;

/// <summary>Partition and row keys (design: "Exactly one effect"). Two different names never make the same key.</summary>
internal static class TableKeys
{
    /// <summary>Table Storage refuses / \ # ? and control characters, ours are : and |, and ! starts an escape.</summary>
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    private const string OfNetSuite = "netsuite:";

    public static string Partition(LinkKey key) => Partition(key.ConnectionId, key.Entity, key.ProjectId);

    public static string Partition(string connectionId, EntityType entity, long? projectId) =>
        $"{Safe(connectionId)}|{JsonNamingPolicy.KebabCaseLower.ConvertName(entity.ToString())}"
        + (projectId is { } id ? string.Create(CultureInfo.InvariantCulture, $"|{id}") : "");

    public static string ProcoreRow(long procoreId) => string.Create(CultureInfo.InvariantCulture, $"procore:{procoreId}");

    public static string NetSuiteRow(NetSuiteId id) => $"{OfNetSuite}{Safe(id.Value)}";

    /// <summary>The id of a row: NetSuite's are digits, so nothing in them was replaced.</summary>
    public static NetSuiteId ReadNetSuiteRow(string row) => new(row[OfNetSuite.Length..]);

    /// <summary>Of a record that was unlinked.</summary>
    public static string FormerRow(NetSuiteId id) => $"former:{Safe(id.Value)}";

    /// <summary>The history of a record begins with this, and no other record's does.</summary>
    public static string HistoryBegin(long procoreId) => string.Create(CultureInfo.InvariantCulture, $"{procoreId}|");

    /// <summary>A message id can be anything: a long one is replaced by its hash.</summary>
    public static string HistoryRow(long procoreId, string operationId, string decision) =>
        $"{HistoryBegin(procoreId)}{(operationId.Length <= 64 ? Safe(operationId) : $"sha256!{Hash(operationId)}")}|{Safe(decision)}";

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Safe(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Allowed))
        {
            return text;
        }

        var safe = new StringBuilder();
        foreach (var letter in text)
        {
            safe.Append(Allowed.Contains(letter) ? $"{letter}" : string.Create(CultureInfo.InvariantCulture, $"!{(int)letter:x4}"));
        }

        return safe.ToString();
    }
}
