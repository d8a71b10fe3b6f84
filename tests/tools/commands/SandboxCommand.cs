namespace ProcoreNetSuite.Commands;

/// <summary><c>dotnet run sandbox.cs</c>: the set-up, then the sandbox itself in this terminal.</summary>
public static class SandboxCommand
{
    /// <summary>Tells the sandbox by whom it was started, ids with a blank between: it stops when one of these processes is gone, however that came.</summary>
    public const string StartersVariable = "SANDBOX_STARTERS";

    private const int BadInput = 2;

    /// <returns>The sandbox's exit code; 1 if it couldn't be started, 2 for a wrong option.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Before the build: nobody waits for that to read a text or to learn of a typing error.
        var (options, wrong) = SandboxOptions.Read(arguments);
        if (options is null || options.Help)
        {
            (options is null ? Console.Error : Console.Out).WriteLine(wrong ?? SandboxOptions.HelpText);
            return options is null ? BadInput : 0;
        }

        try
        {
            var repository = Repository.Find();
            SandboxSeat.Take(repository.Root, options)?.Dispose();
            await Preparation.RunAsync(repository);
            var program = await BuildAsync(repository);
            Environment.SetEnvironmentVariable(StartersVariable, $"{Environment.ProcessId} {ParentProcess.Id}");
            var run = await ChildProcess.RunInTerminalAsync(repository.Root, "dotnet", [program, .. arguments]);
            return run.ExitCode;
        }
        catch (SetupException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static bool IsHeld(string output) => new[] { "MSB3021", "MSB3026", "MSB3027" }.Any(code => output.Contains(code, StringComparison.Ordinal));

    /// <summary>Builds in a configuration of its own, without the analyzers: check.cs, which builds the other one, would otherwise take their work as done.</summary>
    private static async Task<string> BuildAsync(Repository repository)
    {
        const string Configuration = "Release";
        Console.WriteLine("Building the connector, the simulators and the sandbox.");
        var build = await ChildProcess.RunAsync(
            repository.Root, "dotnet", "build", repository.Sandbox, "-c", Configuration, "-v", "q", "--nologo", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false");

        return build.Succeeded
            ? Path.Combine(repository.Sandbox, "bin", Configuration, "net10.0", "ProcoreNetSuite.Sandbox.dll")
            : throw new SetupException($"{(IsHeld(build.Output) ? "A sandbox that still runs holds files that the build has to replace (Windows): stop it first.\n" : "")}The build failed:\n{build.Output.Trim()}");
    }
}
