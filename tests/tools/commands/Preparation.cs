namespace ProcoreNetSuite.Commands;

/// <summary>What both commands do first.</summary>
public static class Preparation
{
    /// <returns>Where the Service Bus extension comes from.</returns>
    /// <exception cref="SetupException">Something is missing that this can't bring.</exception>
    public static async Task<ExtensionChoice> RunAsync(Repository repository)
    {
        var missing = await Prerequisites.FindMissingAsync(repository);
        if (missing.Count > 0)
        {
            throw new SetupException(string.Join('\n', missing));
        }

        var choice = await ServiceBusExtension.ChooseAsync(repository);
        Console.WriteLine(choice);
        if (!NodePackages.AreMissing(repository))
        {
            return choice;
        }

        Console.WriteLine("Installing table storage for tests and sandbox (npm ci in tests/tools/local-host), once.");
        var installed = await NodePackages.InstallAsync(repository);
        if (!installed.Succeeded)
        {
            throw new SetupException($"npm ci in tests/tools/local-host failed:\n{installed.Output.Trim()}");
        }

        return choice;
    }
}
