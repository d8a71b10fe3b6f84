using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions.Health;

/// <summary>Measures what nobody notices by itself, because it is something that doesn't happen: a sweep, a nightly import, the renewal of a certificate.</summary>
public sealed class ConnectionMeasure(IConnections connections, IEnumerable<IImport> imports, IRequestStore requests, IImportStore runs, TimeProvider time)
{
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, settings) in connections.Settings)
        {
            await MeasureAsync(id, settings, cancellationToken);
        }
    }

    private async Task MeasureAsync(string id, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        using var about = Work.Begin(id, "health");
        MeasureDays("netsuite-certificate", settings.NetSuite.CertificateExpires);
        MeasureDays("procore-client-secret", settings.Procore.ClientSecretExpires);

        // Before the first sweep its age counts from when the connection was first seen: one that never comes is missed as well.
        var sweep = await requests.FindReportAsync(id, cancellationToken);
        var (first, now) = (sweep?.FirstAt ?? await requests.SeeAsync(id, cancellationToken), time.GetUtcNow());
        ConnectorMetrics.SweepStands(now - (sweep?.WholeAt ?? first), sweep?.GivenUp ?? 0);
        foreach (var (kind, interval, _) in settings.ListScheduled().Where(one => one.Interval is not ImportInterval.Never))
        {
            var end = (await runs.FindMarkAsync(id, kind, null, cancellationToken))?.EndedAt ?? first;
            var late = now - end - TimeSpan.FromHours((int)interval);
            ConnectorMetrics.ImportIsLate(imports.Single(import => import.Kind == kind).Queue, late > TimeSpan.Zero ? late : TimeSpan.Zero);
        }
    }

    private void MeasureDays(string credential, DateOnly? end)
    {
        if (end is { } day)
        {
            ConnectorMetrics.Ends(credential, day.DayNumber - DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber);
        }
    }
}
