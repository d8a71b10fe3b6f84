using System.Diagnostics;
using System.Globalization;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>
/// A folder in which one Azurite after the other keeps its tables. One whose starter was killed still saves for a moment, and that moment is waited for.
/// The note of who writes there may be stale: it counts only for a program that ran already when it was written.
/// </summary>
internal sealed class TablesFolder(string path)
{
    /// <summary>More than Azurite gives itself to save and end.</summary>
    private static readonly TimeSpan longestSaving = TimeSpan.FromSeconds(30);

    /// <summary>Systems tell the start of a program less exactly than the time of a file.</summary>
    private static readonly TimeSpan inexact = TimeSpan.FromSeconds(2);

    private readonly string note = Path.Combine(path, "azurite.pid");

    /// <exception cref="InvalidOperationException">Another Azurite writes to the folder and goes on doing so.</exception>
    public async Task WaitUntilFreeAsync(CancellationToken cancellationToken)
    {
        using var other = FindOther();
        if (other is null)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longestSaving);
        try
        {
            await other.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"Azurite (process {other.Id}) already keeps tables in {path}. End that process, then start again.");
        }
    }

    public void Note(Process azurite) => File.WriteAllText(note, azurite.Id.ToString(CultureInfo.InvariantCulture));

    private Process? FindOther()
    {
        if (!File.Exists(note) || !int.TryParse(File.ReadAllText(note), CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        Process? other = null;
        try
        {
            other = Process.GetProcessById(id);
            if (!other.HasExited && other.StartTime.ToUniversalTime() <= File.GetLastWriteTimeUtc(note) + inexact)
            {
                return other;
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or is a program of someone else.
        }

        other?.Dispose();
        return null;
    }
}
