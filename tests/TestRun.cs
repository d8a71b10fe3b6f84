using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests;

/// <summary>What all tests of a run share: one Azurite, started by the first test that asks for it.</summary>
[SetUpFixture]
public sealed class TestRun
{
    private static readonly Lock gate = new();
    private static Task<AzuriteProcess>? azurite;

    /// <summary>The run's table service. Take an account of your own from it: <see cref="AzuriteProcess.NewAccount"/>.</summary>
    public static Task<AzuriteProcess> AzuriteAsync()
    {
        lock (gate)
        {
            return azurite ??= AzuriteProcess.StartAsync();
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (azurite is { IsCompletedSuccessfully: true })
        {
            await (await azurite).DisposeAsync();
        }
    }
}
