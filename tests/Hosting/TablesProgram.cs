using ProcoreNetSuite.Commands;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

/// <summary>Not what runs the tests: a program that tests start and kill. It does what <c>--connect</c> does with a folder, and nothing else.</summary>
internal static class TablesProgram
{
    private static async Task Main(string[] arguments)
    {
        using var seat = SandboxSeat.Take(arguments[0], new SandboxOptions { Connect = true });
        await using var azurite = await AzuriteProcess.StartAsync(arguments[0]);
        Console.WriteLine(azurite.NewAccount());
        Console.ReadLine();
    }
}
