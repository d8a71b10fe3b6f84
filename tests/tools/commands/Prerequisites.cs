namespace ProcoreNetSuite.Commands;

/// <summary>What has to be on the machine already.</summary>
public static class Prerequisites
{
    /// <summary>One line for each thing that is missing.</summary>
    public static async Task<IReadOnlyList<string>> FindMissingAsync(Repository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var missing = new List<string>();
        if (!await AnswersAsync(repository, "dotnet"))
        {
            missing.Add("The .NET SDK that global.json names is missing: install .NET 10 (https://dotnet.microsoft.com/download).");
        }

        if (!await AnswersAsync(repository, "node"))
        {
            missing.Add("Node.js is missing: table storage for the tests (Azurite) needs it, any version from 18 on (https://nodejs.org).");
        }
        else if (!await AnswersAsync(repository, "npm"))
        {
            missing.Add("npm is missing: it comes with Node.js (https://nodejs.org), or as a package of its own on some systems.");
        }

        return missing;
    }

    private static async Task<bool> AnswersAsync(Repository repository, string program)
    {
        try
        {
            return (await ChildProcess.RunAsync(repository.Root, program, "--version")).Succeeded;
        }
        catch (SetupException)
        {
            return false;
        }
    }
}
