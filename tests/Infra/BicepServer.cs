using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>
/// Bicep's command line as it serves editors: it starts once and answers many questions (JSON-RPC, each message after a header with its length). Starting it takes
/// ten times as long as an answer. It ends when its input does, so at the latest with this process.
/// </summary>
internal sealed class BicepServer : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Process process;
    private int last;

    public BicepServer(string compiler) => process = Process.Start(new ProcessStartInfo(compiler, ["jsonrpc", "--stdio"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    /// <summary>What a parameter file would deploy to a subscription.</summary>
    /// <exception cref="InvalidOperationException">It would not: says why.</exception>
    public async Task<JsonElement> SnapshotAsync(string file)
    {
        var answer = await AskAsync("bicep/getSnapshot", new JsonObject
        {
            ["path"] = file,
            ["metadata"] = new JsonObject
            {
                ["tenantId"] = "22222222-2222-2222-2222-222222222222",
                ["subscriptionId"] = "11111111-1111-1111-1111-111111111111",
                ["location"] = "eastus2",
            },
        });

        return JsonSerializer.Deserialize<JsonElement>(answer.GetProperty("snapshot").GetString()!);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(TimeSpan.FromSeconds(10));
        process.Dispose();
        gate.Dispose();
    }

    private async Task<JsonElement> AskAsync(string method, JsonObject question)
    {
        await gate.WaitAsync();
        try
        {
            var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++last, ["method"] = method, ["params"] = question }.ToJsonString();
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(Encoding.UTF8.GetBytes($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
            await input.FlushAsync();
            var answer = JsonSerializer.Deserialize<JsonElement>(await ReadAsync());

            return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{error}") : answer.GetProperty("result");
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The body of one message.</summary>
    private async Task<byte[]> ReadAsync()
    {
        var output = process.StandardOutput.BaseStream;
        var header = new StringBuilder();
        var one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await output.ReadExactlyAsync(one);
            header.Append((char)one[0]);
        }

        var length = header.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        var body = new byte[int.Parse(length, NumberStyles.Integer, CultureInfo.InvariantCulture)];
        await output.ReadExactlyAsync(body);

        return body;
    }
}
