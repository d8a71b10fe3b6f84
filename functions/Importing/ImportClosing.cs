using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Importing;

/// <summary>Tells Procore how the import ended that a request asked for.</summary>
internal static class ImportClosing
{
    /// <summary>Closes the request detail, if somebody asked over one. May be repeated.</summary>
    /// <exception cref="UnavailableException">Procore did not close it now.</exception>
    /// <exception cref="RejectedException">Procore doesn't know the request detail, or refuses for good.</exception>
    public static async Task<SyncAnswer> CloseAsync(
        Connection connection, long? requestDetailId, bool succeeded, IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        if (requestDetailId is not { } detail)
        {
            return SyncAnswer.Empty;
        }

        var answer = await connection.Procore.CloseRequestDetailsAsync([new RequestDetailClosing(detail, succeeded, messages)], cancellationToken);

        return answer.Errors switch
        {
            [] => answer,

            // What Procore says of an id that it doesn't hold any more (procore-api.md 5.1).
            [{ Text: var text }, ..] when text.Contains("not found", StringComparison.OrdinalIgnoreCase) => throw new RejectedException(
                new Problem("E904", $"The request that asked for this import is gone in Procore: request detail {detail}.", text) { Speaker = "Procore", OtherRemedy = "The import itself is done." }),
            [{ Text: var text }, ..] => throw new UnavailableException(new Problem("E902", $"Procore did not close request detail {detail}: {text}.")),
        };
    }
}
