using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>One Procore company and the NetSuite account and subsidiary it is connected to.</summary>
public sealed record Connection(string Id, ConnectionSettings Settings, IProcoreClient Procore, INetSuiteClient NetSuite)
{
    public long CompanyId => Settings.Procore.CompanyId;

    /// <summary>Procore origin id of a NetSuite record of this connection.</summary>
    public string OriginId(string recordType, string id) => Links.ExternalIds.InProcore(Settings.NetSuite.AccountId, recordType, id);

    /// <summary>True for origin ids that this connection gives.</summary>
    public bool IsOwn(string? originId) => originId?.StartsWith(OriginId("", "")[..^1], StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>The connections of this app, by id.</summary>
public interface IConnections
{
    /// <exception cref="KeyNotFoundException">No such connection: the message is from another set-up.</exception>
    Connection GetConnection(string connectionId);

    /// <summary>The settings of every connection, by id.</summary>
    IReadOnlyDictionary<string, ConnectionSettings> Settings { get; }

    /// <summary>The settings of a connection, or null if there is none with this id.</summary>
    ConnectionSettings? FindSettings(string connectionId);
}

/// <summary>Words about connections.</summary>
public static class ConnectionWords
{
    /// <summary>There is none of this name; which there are.</summary>
    public static string DescribeUnknown(this IConnections connections, string connectionId) =>
        $"There is no connection {connectionId}: there {(connections.Settings.Count == 1 ? "is" : "are")} {string.Join(", ", connections.Settings.Keys.Order(StringComparer.Ordinal))}.";
}
