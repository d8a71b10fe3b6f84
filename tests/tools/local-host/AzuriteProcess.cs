using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>
/// Azurite's table service on a free port, with many accounts: each test takes one of its own and so has its own tables.
/// It ends with this process, even if that is killed: <c>ends-with-starter.js</c> sees the pipe between the two close.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private const int AccountCount = 1_500;
    private const string AccountKey = "a2V5";

    private static readonly string packages = Path.Combine(RepositoryRoot.Path, "tests", "tools", "local-host");

    /// <summary>Longest wait for the tables to be written to disk.</summary>
    private static readonly TimeSpan Saving = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly int port;
    private readonly bool isKept;
    private int lastAccount;

    private AzuriteProcess(Process process, int port, bool isKept)
    {
        this.process = process;
        this.port = port;
        this.isKept = isKept;
    }

    /// <param name="folder">Where the tables are kept; null keeps them in memory, as long as it runs.</param>
    /// <exception cref="InvalidOperationException">Node.js or the npm packages are missing, or it doesn't answer; says what to do.</exception>
    public static async Task<AzuriteProcess> StartAsync(string? folder = null, CancellationToken cancellationToken = default)
    {
        var script = Path.Combine(packages, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(script))
        {
            throw new InvalidOperationException("Azurite is not installed. Run once: npm ci --prefix tests/tools/local-host");
        }

        var kept = folder is null ? null : new TablesFolder(folder);
        await (kept?.WaitUntilFreeAsync(cancellationToken) ?? Task.CompletedTask);

        // Someone else can take a free port before Azurite does; then the next one is tried.
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var azurite = new AzuriteProcess(Start(script, port, folder), port, folder is not null);
            kept?.Note(azurite.process);
            if (await azurite.AnswersOrStopsAsync(cancellationToken))
            {
                return azurite;
            }

            if (attempt == 3)
            {
                throw new InvalidOperationException($"Azurite doesn't start: {script}");
            }
        }
    }

    /// <summary>Connection string of an account that nobody had before: it holds no tables.</summary>
    public string NewAccount()
    {
        var number = Interlocked.Increment(ref lastAccount);
        return number <= AccountCount
            ? $"DefaultEndpointsProtocol=http;AccountName={Account(number)};AccountKey={AccountKey};TableEndpoint=http://127.0.0.1:{port}/{Account(number)};"
            : throw new InvalidOperationException($"This Azurite has {AccountCount} accounts, and all are taken.");
    }

    public async ValueTask DisposeAsync()
    {
        // Saves and ends, as it does when this process is gone.
        process.StandardInput.Close();
        if (isKept)
        {
            using var limit = new CancellationTokenSource(Saving);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Kill();
        process.Dispose();
    }

    private static string Account(int number) => "a" + number.ToString("00000", CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string script, int port, string? folder)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--require", Path.Combine(packages, "ends-with-starter.js"), script, "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            .. folder is null ? new[] { "--inMemoryPersistence" } : ["--location", folder], "--silent", "--skipApiVersionCheck", "--disableTelemetry",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, AccountCount).Select(number => $"{Account(number)}:{AccountKey}"));
        try
        {
            var process = Process.Start(start)!;

            // Read and dropped: a full pipe would stop it.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("Node.js is missing: Azurite needs it (any version from 18 on).");
        }
    }

    private async Task<bool> AnswersOrStopsAsync(CancellationToken cancellationToken)
    {
        var answers = false;
        try
        {
            return answers = await AnswersAsync(cancellationToken);
        }
        finally
        {
            if (!answers)
            {
                await DisposeAsync();
            }
        }
    }

    /// <summary>Waits for its first answer; false if the process ends without one.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        for (var attempt = 0; attempt < 300 && !process.HasExited; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("a00001/Tables", UriKind.Relative), cancellationToken);
                return true;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }

        return false;
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It is gone, or was disposed.
        }
    }
}
