using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>What an import wrote last about each NetSuite record, as a hash: what is the same again is not written again.</summary>
public interface IImportedStore
{
    /// <summary>The hashes of these records, in the same order; null for one that was never written.</summary>
    Task<IReadOnlyList<string?>> FindManyAsync(string connectionId, ImportKind kind, IReadOnlyList<NetSuiteId> ids, CancellationToken cancellationToken);

    /// <summary>Records with this hash, so many at most.</summary>
    Task<IReadOnlyList<NetSuiteId>> ListAsync(string connectionId, ImportKind kind, string hash, int most, CancellationToken cancellationToken);

    /// <summary>Keeps the hashes. May be repeated.</summary>
    Task SaveAsync(string connectionId, ImportKind kind, IReadOnlyList<(NetSuiteId Id, string Hash)> written, CancellationToken cancellationToken);
}
