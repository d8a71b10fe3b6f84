using Azure;
using Azure.Data.Tables.Models;

namespace ProcoreNetSuite.Links;

/// <summary>Read, decide, write if nothing has changed; otherwise once more from the start.</summary>
internal static class Rounds
{
    /// <summary>In every round somebody wins, so this many writers of one row all get their turn.</summary>
    private const int Most = 25;

    public static async Task<T> RunAsync<T>(Func<Task<T>> readAndWrite)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await readAndWrite();
            }
            catch (RequestFailedException failure) when (IsConflict(failure) && round < Most)
            {
                // The row moved on since it was read: read it again and decide anew.
            }
        }
    }

    /// <summary>True if the row is not as it was read. A missing table is not a conflict.</summary>
    public static bool IsConflict(RequestFailedException failure) =>
        failure.Status is 409 or 412 || (failure.Status is 404 && failure.ErrorCode != TableErrorCode.TableNotFound);
}
