namespace ProcoreNetSuite.Setup;

/// <summary>What both commands do first.</summary>
public static class Preparation
{
    /// <returns>The package set to build with.</returns>
    /// <exception cref="SetupException">Something is missing that this can't bring.</exception>
    public static async Task<PackageSetChoice> RunAsync(Repository repository)
    {
        var missing = await Prerequisites.FindMissingAsync(repository);
        if (missing.Count > 0)
        {
            throw new SetupException(string.Join('\n', missing));
        }

        var choice = await PackageSet.ChooseAsync(repository);
        Console.WriteLine($"Package set: {choice.Name} ({choice.Why}).");
        if (!NodePackages.AreMissing(repository))
        {
            return choice;
        }

        Console.WriteLine("Installing table storage for tests and sandbox (npm ci in tests/sandbox), once.");
        var installed = await NodePackages.InstallAsync(repository);
        if (!installed.Succeeded)
        {
            throw new SetupException($"npm ci in tests/sandbox failed:\n{installed.Output.Trim()}");
        }

        return choice;
    }
}
