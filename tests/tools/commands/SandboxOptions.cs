namespace ProcoreNetSuite.Commands;

/// <summary>The command line of <c>dotnet run sandbox.cs</c>.</summary>
public sealed record SandboxOptions
{
    public const string HelpText =
        """
        dotnet run sandbox.cs [-- options]

        Without options: plays a day and a night against simulated Procore and NetSuite accounts, exports and imports, shows
        what happens and checks both accounts at the end; less than a minute after the build. Exit code 0: everything is as
        it should be. 1: something is not, and it says what. 2: an option or a setting is wrong.
        With --serve or --connect there can be one at a time in a folder; a second one says so.

          --serve     leaves everything running after the day, until Ctrl+C; .sandbox/endpoints.json holds every address
                      and test credential
          --worker    the connector runs as the built app in its own worker process, called by a stand-in for the Functions
                      host, instead of in this process: what is deployed, at work
          --empty     with --serve: no day, only the empty accounts and the connector
          --connect   runs the connector on this machine against real Procore and NetSuite accounts, with the settings of
                      local.settings.json, until Ctrl+C
          --help      this text
        """;

    public bool Serve { get; init; }

    public bool Empty { get; init; }

    public bool Worker { get; init; }

    public bool Connect { get; init; }

    public bool Help { get; init; }

    /// <returns>The options, or null and one line that says what is wrong.</returns>
    public static (SandboxOptions? Options, string? Problem) Read(IEnumerable<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new SandboxOptions();
        foreach (var argument in arguments)
        {
            switch (argument)
            {
                case "--serve":
                    options = options with { Serve = true };
                    break;
                case "--empty":
                    options = options with { Empty = true };
                    break;
                case "--worker":
                    options = options with { Worker = true };
                    break;
                case "--connect":
                    options = options with { Connect = true };
                    break;
                case "--help" or "-h":
                    options = options with { Help = true };
                    break;
                default:
                    return (null, $"There is no option {argument}; --help lists them.");
            }
        }

        return options switch
        {
            { Empty: true, Serve: false } => (null, "--empty goes with --serve; --help tells more."),
            { Connect: true, Serve: true } => (null, "--connect and --serve don't go together; --help tells more."),
            { Connect: true, Worker: true } => (null, "--connect and --worker don't go together; --help tells more."),
            _ => (options, null),
        };
    }
}
