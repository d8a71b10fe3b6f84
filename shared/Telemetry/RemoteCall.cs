using System.Diagnostics;
using System.Globalization;
using static ProcoreNetSuite.Telemetry.TelemetryNames;

namespace ProcoreNetSuite.Telemetry;

/// <summary>One HTTP call as it is counted and traced: by system and operation, without ids, amounts or bodies.</summary>
public sealed class RemoteCall : IDisposable
{
    private readonly Activity? span;

    private RemoteCall(Activity? span) => this.span = span;

    /// <summary>Begins the call's span and counts the call. Dispose it when the answer is there.</summary>
    /// <param name="system">One of <see cref="Systems"/>.</param>
    public static RemoteCall Begin(string system, HttpMethod method, Uri url)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(url);
        ConnectorMetrics.Called(system);
        if (!Traces.IsWatched)
        {
            return new(null);
        }

        var operation = OperationOf(url);

        return new(Traces.Call($"{system} {method} {operation}",
        [
            new(Tags.System, system),
            new(Tags.Connection, Work.Connection),
            new(Tags.Entity, Work.Entity),
            new(Spans.HttpMethod, method.Method),
            new(Spans.HttpTemplate, operation),
            new(Spans.Server, url.Host),
        ]));
    }

    /// <summary>An answer came. 404 is no failure: look-ups by external id often find nothing.</summary>
    public void Answered(int status)
    {
        span?.SetTag(Spans.HttpStatus, status);
        if (status is >= 400 and not 404)
        {
            span?.SetTag(Spans.Error, status.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>None came.</summary>
    public void Failed(Exception failure) => span.Fail(failure);

    public void Dispose() => span?.Dispose();

    /// <summary>The words of an address: what is asked for, without versions, ids and query.</summary>
    internal static string OperationOf(Uri url) => string.Join('/', url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Where(part => part is not ("rest" or "services" or "record" or "query") && !IsId(part)));

    /// <summary>123, v1, v1.0, eid:procore-1-vendor-2.</summary>
    private static bool IsId(string part) =>
        part.Contains(':', StringComparison.Ordinal) || part.TrimStart('v', '-').All(letter => char.IsAsciiDigit(letter) || letter == '.');
}
