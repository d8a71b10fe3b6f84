using NUnit.Framework;
using ProcoreNetSuite.FunctionsHosting;
using ProcoreNetSuite.Sandbox;

namespace ProcoreNetSuite.Tests.Worker;

/// <summary>A worker that can't run says why and ends.</summary>
[NonParallelizable]
public sealed class WorkerSettingsTests
{
    /// <summary>Port 1: nobody hosts there.</summary>
    private static readonly Uri Nobody = new("http://127.0.0.1:1/");

    [Test]
    public async Task Missing_and_bad_settings_end_it_with_a_line_for_each()
    {
        var settings = SimulatedAccounts.SettingsFor("http://127.0.0.1:2", "http://127.0.0.1:3", "1234567_SB1");
        settings["Connections__main__NetSuite__AccountId"] = null;
        settings["Connections__main__NetSuite__PrivateKey"] = "no key";
        settings["Connections__main__ImportPayments"] = "sometimes";
        settings["LinkStorage"] = null;

        var (code, output) = await RunAsync(Nobody, settings);

        Assert.That(code, Is.Not.Zero, output);
        foreach (var name in new[] { "LinkStorage", "Connections__main__NetSuite__AccountId", "Connections__main__NetSuite__PrivateKey", "Connections__main__ImportPayments" })
        {
            Assert.That(output, Does.Contain(name));
        }
    }

    [Test]
    public async Task Without_a_host_it_says_in_a_sentence_how_to_run_it()
    {
        var (code, output) = await RunAsync(host: null, SimulatedAccounts.SettingsFor("http://127.0.0.1:2", "http://127.0.0.1:3", "1234567_SB1"));

        Assert.That(code, Is.Not.Zero, output);
        Assert.That(output.Trim(), Does.Contain("Azure Functions").And.Contain("dotnet run sandbox.cs").And.Not.Contain("   at "));
    }

    private static async Task<(int Code, string Output)> RunAsync(Uri? host, IReadOnlyDictionary<string, string?> settings)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var worker = WorkerProcess.Start(BuiltApp.Folder, host, "worker", settings);
        var code = await worker.WaitForExitAsync(limit.Token);

        return (code, string.Join('\n', worker.Output));
    }
}
