using ProcoreNetSuite.Sandbox.Story;
using ProcoreNetSuite.Commands;

namespace ProcoreNetSuite.Sandbox;

internal static class Program
{
    private const int BadInput = 2;
    private const int Interrupted = 130;

    private static async Task<int> Main(string[] arguments)
    {
        var (options, problem) = SandboxOptions.Read(arguments);
        if (options is null)
        {
            await Console.Error.WriteLineAsync(problem);
            return BadInput;
        }

        if (options.Help)
        {
            Console.WriteLine(SandboxOptions.HelpText);
            return 0;
        }

        using var interruption = new Interruption();
        try
        {
            var tell = new Narrator(Terminal.Create());

            return options.Connect
                ? await ConnectCommand.RunAsync(options, tell, interruption.Token)
                : await DayCommand.RunAsync(options, tell, interruption.Token);
        }
        catch (SetupException taken)
        {
            await Console.Error.WriteLineAsync(taken.Message);
            return 1;
        }
        catch (BadSettingsException bad)
        {
            await Console.Error.WriteLineAsync(bad.Message);
            return BadInput;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Console.WriteLine("Interrupted; everything is stopped.");
            return Interrupted;
        }
    }
}
