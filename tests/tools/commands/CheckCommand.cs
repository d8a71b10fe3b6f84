using System.Globalization;
using System.Xml.Linq;

namespace ProcoreNetSuite.Commands;

/// <summary><c>dotnet run check.cs</c>: all that CI checks, step by step. The last line counts the tests.</summary>
public sealed class CheckCommand
{
    private readonly Repository repository;
    private readonly CheckOptions options;
    private readonly List<string> failedSteps = [];
    private TestCounts counts = TestCounts.None;

    private CheckCommand(Repository repository, CheckOptions options)
    {
        this.repository = repository;
        this.options = options;
    }

    /// <returns>0 if everything passed.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var options = CheckOptions.Parse(arguments);
            if (options.Help)
            {
                Console.WriteLine(CheckOptions.Usage);
                return 0;
            }

            return await new CheckCommand(Repository.Find(), options).RunAsync();
        }
        catch (SetupException problem)
        {
            Console.WriteLine(problem.Message);
            Console.WriteLine(TestCounts.None);
            return 1;
        }
    }

    private async Task<int> RunAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        var extension = await Preparation.RunAsync(repository);
        Task<ChildResult>? format = null, names = null;

        // Debug: what `dotnet test` and an IDE build too, so nothing is built twice.
        if (await StepAsync("Restore", () => DotnetAsync("restore", repository.Solution))
            && await StepAsync("Build", () => DotnetAsync("build", repository.Solution, "--no-restore", "-v", "q")))
        {
            // Beside the tests, which wait for their tables a part of the time.
            format = options.Format ? FormatAsync() : null;
            names = FoldedCopy.CheckAsync(repository);
            await StepAsync("Test", TestAsync);
            foreach (var note in counts.Notes)
            {
                Console.WriteLine(note);
            }
        }

        if (options.Format)
        {
            await StepAsync("Format", () => format ?? FormatAsync());
        }

        await StepAsync("Names", () => names ?? FoldedCopy.CheckAsync(repository));

        if (BicepCompiler.FilesOf(repository).Count > 0)
        {
            await StepAsync("Bicep", async () => await BicepCompiler.CheckAsync(repository, await BicepCompiler.FetchAsync(repository)));
        }

        if (extension.Source == ServiceBusExtension.Package)
        {
            await StepAsync("Publish", () => PublishedApp.PublishAsync(repository));
        }
        else
        {
            Console.WriteLine("Publish left out: what is deployed takes the package of the Service Bus extension, which this package source lacks. The deploy workflow does it.");
        }

        var seconds = Seconds(started);
        Console.WriteLine(failedSteps.Count == 0
            ? $"All passed in {seconds}."
            : $"Failed in {seconds}: {string.Join(", ", failedSteps)}. `dotnet format` mends formatting.");
        Console.WriteLine(counts);
        return failedSteps.Count == 0 ? 0 : 1;
    }

    /// <summary>The build has checked style and analyzers already; what is left is white space and the order of usings.</summary>
    private Task<ChildResult> FormatAsync() => DotnetAsync("format", "whitespace", repository.Solution, "--verify-no-changes", "--no-restore");

    private static string Seconds(long started) =>
        TimeProvider.System.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private Task<ChildResult> DotnetAsync(params string[] arguments) => ChildProcess.RunAsync(repository.Root, "dotnet", arguments);

    private async Task<bool> StepAsync(string name, Func<Task<ChildResult>> run)
    {
        var started = TimeProvider.System.GetTimestamp();
        Console.Write($"{name,-8}");
        ChildResult result;
        try
        {
            result = await run();
        }
        catch (SetupException problem)
        {
            result = new ChildResult(1, problem.Message);
        }

        Console.WriteLine($"{(result.Succeeded ? "ok" : "FAILED"),-7}{Seconds(started),9}");
        if (!result.Succeeded)
        {
            failedSteps.Add(name);
            Console.WriteLine(string.Join('\n', result.Output.Trim().Split('\n').Select(line => line.TrimEnd()).Distinct()));
        }

        return result.Succeeded;
    }

    private async Task<ChildResult> TestAsync()
    {
        var folder = Path.Combine(repository.Root, "tests", "TestResults");
        var trx = Path.Combine(folder, "check.trx");
        Directory.CreateDirectory(folder);
        File.Delete(trx);
        string[] filter = options.Filter is null ? [] : ["--filter", options.Filter];
        // Room for what is thrown away soon: the collector then runs a tenth as often.
        var run = await DotnetAsync(
            ["test", "-e", "DOTNET_GCgen0size=0x8000000", Path.Combine(repository.Root, "tests", "Tests.csproj"), "--no-build", "--results-directory", folder, "--logger", "trx;LogFileName=check.trx", .. filter]);
        if (!File.Exists(trx))
        {
            return new ChildResult(1, "The test run left no results.\n" + run.Output);
        }

        counts = TestCounts.Read(XDocument.Load(trx));
        if (counts.Failures.Count > 0)
        {
            return new ChildResult(1, string.Join("\n", counts.Failures.Select(test => $"\n{test.Name}\n{test.Details}")));
        }

        return counts.Passed == 0 ? new ChildResult(1, "No test ran.") : run;
    }
}
