using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Tests.Telemetry;

[NonParallelizable]
public sealed class NamesTests
{
    /// <summary>Every name of a metric in the file of names.</summary>
    internal static IReadOnlyList<string> Metrics { get; } =
        [.. typeof(TelemetryNames.Metrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Test]
    public void Every_name_is_measured_and_nothing_else()
    {
        var published = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source)
                {
                    published.Add(instrument.Name);
                }
            },
        };
        RuntimeHelpers.RunClassConstructor(typeof(ConnectorMetrics).TypeHandle);
        listener.Start();

        Assert.That(published, Is.EquivalentTo(Metrics));
    }
}
