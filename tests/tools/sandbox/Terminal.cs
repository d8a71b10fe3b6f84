using Spectre.Console;

namespace ProcoreNetSuite.Sandbox;

/// <summary>Where the sandbox writes: colours and progress in a terminal, plain lines everywhere else.</summary>
public static class Terminal
{
    /// <summary>Wide enough for the closing table; whoever keeps the output can't scroll sideways in it.</summary>
    private const int PlainWidth = 110;

    public static IAnsiConsole Create() => Console.IsOutputRedirected ? Plain(Console.Out, PlainWidth) : AnsiConsole.Create(new AnsiConsoleSettings());

    /// <summary>No control codes, whatever the environment promises.</summary>
    public static IAnsiConsole Plain(TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;

        return console;
    }
}
