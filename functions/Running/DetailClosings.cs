using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Closes request details and looks at what became of each.</summary>
internal static class DetailClosings
{
    /// <summary>May be repeated: closing one once more overwrites its answer.</summary>
    /// <exception cref="UnavailableException">Procore did not close all of them.</exception>
    public static async Task CloseAsync(Connection connection, IReadOnlyList<RequestDetailClosing> closings, CancellationToken cancellationToken)
    {
        if (closings.Count == 0)
        {
            return;
        }

        var answer = await connection.Procore.CloseRequestDetailsAsync(closings, cancellationToken);
        if (answer.Errors.Count > 0)
        {
            throw new UnavailableException(new Problem("E902", $"Procore did not close request detail {answer.Errors[0].Id}: {answer.Errors[0].Text}."));
        }
    }
}
