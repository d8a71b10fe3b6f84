using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Export;

/// <summary>A client other than the connector, that does the same work.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>True if it takes so long that it is measured with a sample.</summary>
    bool LooksUp { get; }

    Task RunAsync(RawClient client, RawExport export, IReadOnlyList<ExportRequest> requests, CancellationToken cancellationToken);
}
