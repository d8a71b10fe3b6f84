using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;
using ProcoreNetSuite.Tests.Infra;

// More than the processors of a small machine: what runs side by side waits for its tables half of the time.
[assembly: LevelOfParallelism(5)]

// Fixtures run beside each other, the tests of one in order; those that look at the whole process or at its time say [NonParallelizable].
[assembly: Parallelizable(ParallelScope.Fixtures)]

namespace ProcoreNetSuite.Tests;

/// <summary>What all tests of a run share: one Azurite and one Bicep, each started by the first test that asks for it.</summary>
[SetUpFixture]
public sealed class TestRun
{
    private static readonly Lock gate = new();
    private static Task<AzuriteProcess>? azurite;
    private static Task<BicepServer>? bicep;

    /// <summary>The run's table service. Take an account of your own from it: <see cref="AzuriteProcess.NewAccount"/>.</summary>
    public static Task<AzuriteProcess> AzuriteAsync()
    {
        lock (gate)
        {
            return azurite ??= AzuriteProcess.StartAsync();
        }
    }

    /// <summary>The run's Bicep, which tells what infra/ would deploy.</summary>
    internal static Task<BicepServer> BicepAsync()
    {
        lock (gate)
        {
            return bicep ??= StartBicepAsync();
        }
    }

    private static async Task<BicepServer> StartBicepAsync() => new(await Deployment.FindCompilerAsync());

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (azurite is { IsCompletedSuccessfully: true })
        {
            await (await azurite).DisposeAsync();
        }

        if (bicep is { IsCompletedSuccessfully: true })
        {
            (await bicep).Dispose();
        }
    }
}
