using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ProcoreNetSuite.Commands;

/// <summary>How a program ended.</summary>
/// <param name="Output">All it wrote, errors included; empty if it wrote straight to the terminal.</param>
public sealed record ChildResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs other programs.</summary>
public static class ChildProcess
{
    /// <summary>Runs a program and keeps what it writes.</summary>
    /// <exception cref="SetupException">There is no such program.</exception>
    public static async Task<ChildResult> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = StartInfo(folder, program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;

        // On Windows the default is the code page of the terminal, and a name such as Jörg in a path would not come through.
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;

        using var process = Start(start, program);
        process.StandardInput.Close();
        var output = new StringBuilder();
        await Task.WhenAll(CopyAsync(process.StandardOutput, output), CopyAsync(process.StandardError, output), process.WaitForExitAsync());
        return new ChildResult(process.ExitCode, output.ToString());
    }

    /// <summary>Runs a program in this terminal: it reads and writes for itself, and an interruption is its to handle.</summary>
    /// <exception cref="SetupException">There is no such program.</exception>
    public static async Task<ChildResult> RunInTerminalAsync(string folder, string program, params string[] arguments)
    {
        ConsoleCancelEventHandler leaveItToTheChild = (_, pressed) => pressed.Cancel = true;
        Console.CancelKeyPress += leaveItToTheChild;
        try
        {
            using var process = Start(StartInfo(folder, program, arguments), program);
            await process.WaitForExitAsync();
            return new ChildResult(process.ExitCode, "");
        }
        finally
        {
            Console.CancelKeyPress -= leaveItToTheChild;
        }
    }

    private static ProcessStartInfo StartInfo(string folder, string program, string[] arguments)
    {
        // On Windows npm is a script, which only its shell can start.
        var throughShell = OperatingSystem.IsWindows() && program == "npm";
        var start = new ProcessStartInfo(throughShell ? "cmd" : program, throughShell ? ["/c", program, .. arguments] : arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_NOLOGO"] = "true";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "true";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return start;
    }

    private static Process Start(ProcessStartInfo start, string program)
    {
        try
        {
            return Process.Start(start) ?? throw new SetupException($"{program} did not start.");
        }
        catch (Win32Exception)
        {
            throw new SetupException($"{program} is not installed, or not on the PATH.");
        }
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (to)
            {
                to.AppendLine(line);
            }
        }
    }
}
