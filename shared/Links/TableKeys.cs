using System.Buffers;
using System.Collections.Frozen;
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

    private const string OfProcore = "procore:";

    private static readonly FrozenDictionary<string, EntityType> Entities = Enum.GetValues<EntityType>().ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>What every partition of a connection begins with.</summary>
    public static string Connection(string connectionId) => $"{Safe(connectionId)}|";

    public static string Partition(string connectionId, EntityType entity, long? projectId) =>
        $"{Connection(connectionId)}{NameOf(entity)}"
        + (projectId is { } id ? string.Create(CultureInfo.InvariantCulture, $"|{id}") : "");

    public static string ProcoreRow(long procoreId) => string.Create(CultureInfo.InvariantCulture, $"{OfProcore}{procoreId}");

    /// <summary>The key that made these two.</summary>
    public static LinkKey Read(string connectionId, string partition, string row)
    {
        var parts = partition.Split('|');

        return new LinkKey(
            connectionId,
            Entities[parts[1]],
            long.Parse(row.AsSpan(OfProcore.Length), CultureInfo.InvariantCulture),
            parts.Length > 2 ? long.Parse(parts[2], CultureInfo.InvariantCulture) : null);
    }

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

    private static string NameOf(EntityType entity) => JsonNamingPolicy.KebabCaseLower.ConvertName(entity.ToString());

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
