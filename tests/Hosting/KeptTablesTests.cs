using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Azure.Data.Tables;
using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

/// <summary>What <c>--connect</c> leaves when it ends in whatever way: its links on the disk, and nobody who still writes there.</summary>
[CancelAfter(120_000)]
public sealed class KeptTablesTests
{
    private const int Interrupt = 2;

    private string folder = "";

    private string NoteFile => Path.Combine(folder, "azurite.pid");

    private int AzuriteId => int.Parse(File.ReadAllText(NoteFile), CultureInfo.InvariantCulture);

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("tables-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_program_that_is_killed_leaves_its_tables_its_place_and_no_Azurite(CancellationToken cancellationToken)
    {
        using var program = StartProgram();
        await AddRowAsync(await AccountOfAsync(program, cancellationToken), cancellationToken);
        using var azurite = Process.GetProcessById(AzuriteId);
        Assert.That(() => SandboxSeat.Take(folder, new SandboxOptions { Connect = true }), Throws.TypeOf<SetupException>().With.Message.Contains("--connect"));

        program.Kill();
        await program.WaitForExitAsync(cancellationToken);

        using (SandboxSeat.Take(folder, new SandboxOptions { Connect = true }))
        {
            Assert.That(await CountRowsAsync(cancellationToken), Is.EqualTo(1));
            Assert.That(azurite.HasExited, Is.True);
        }
    }

    [Test]
    public async Task A_program_that_ends_in_order_leaves_its_tables(CancellationToken cancellationToken)
    {
        using var program = StartProgram();
        await AddRowAsync(await AccountOfAsync(program, cancellationToken), cancellationToken);

        program.StandardInput.Close();
        await program.WaitForExitAsync(cancellationToken);

        Assert.That(program.ExitCode, Is.Zero);
        Assert.That(() => Process.GetProcessById(AzuriteId), Throws.ArgumentException);
        Assert.That(await CountRowsAsync(cancellationToken), Is.EqualTo(1));
    }

    /// <summary>A terminal sends Ctrl+C to all programs in it, to Azurite too, while the connector still has links to write.</summary>
    [Test]
    [Platform(Exclude = "Win", Reason = "There is no way to send it to one program.")]
    public async Task Ctrl_C_is_for_the_starter_alone(CancellationToken cancellationToken)
    {
        await using var azurite = await AzuriteProcess.StartAsync(folder, cancellationToken);
        var account = azurite.NewAccount();

        Assert.That(Signal(AzuriteId, Interrupt), Is.Zero);

        for (var row = 0; row < 20; row++)
        {
            await AddRowAsync(account, cancellationToken);
        }
    }

    [Test]
    public async Task What_is_noted_of_a_program_that_ended_long_ago_keeps_nobody_waiting(CancellationToken cancellationToken)
    {
        // Its number belongs to another program now, which began later.
        File.WriteAllText(NoteFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        using var self = Process.GetCurrentProcess();
        File.SetLastWriteTimeUtc(NoteFile, self.StartTime.ToUniversalTime().AddHours(-1));

        await using var azurite = await AzuriteProcess.StartAsync(folder, cancellationToken);

        Assert.That(AzuriteId, Is.Not.EqualTo(Environment.ProcessId));
    }

    [Test]
    public void A_folder_that_somebody_writes_to_is_waited_for()
    {
        File.WriteAllText(NoteFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

        Assert.That(() => AzuriteProcess.StartAsync(folder, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(AzuriteId, Is.EqualTo(Environment.ProcessId), "no other was started");
    }

    private Process StartProgram()
    {
        var assembly = typeof(KeptTablesTests).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", assembly, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private static async Task<string> AccountOfAsync(Process program, CancellationToken cancellationToken) =>
        await program.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The program ended unasked.");

    private static async Task AddRowAsync(string account, CancellationToken cancellationToken)
    {
        var table = new TableClient(account, "Links");
        await table.CreateIfNotExistsAsync(cancellationToken);
        await table.AddEntityAsync(new TableEntity("p", Guid.NewGuid().ToString("N")), cancellationToken);
    }

    /// <summary>Of the folder as the next start finds it: its first account is the one of before.</summary>
    private async Task<int> CountRowsAsync(CancellationToken cancellationToken)
    {
        await using var azurite = await AzuriteProcess.StartAsync(folder, cancellationToken);
        return new TableClient(azurite.NewAccount(), "Links").Query<TableEntity>(cancellationToken: cancellationToken).Count();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
