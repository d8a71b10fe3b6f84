using Azure;
using Azure.Identity;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Can the app do its work? Settings were checked when it started; what is left is the link store.</summary>
public sealed class Readiness(ILinkStore links)
{
    /// <returns>One sentence, or null if the app is ready.</returns>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await links.FindAsync(new LinkKey("health", EntityType.Project, 0), cancellationToken);

            return null;
        }
        catch (RequestFailedException failure)
        {
            return $"The link store can't be read: {failure.Status} {failure.ErrorCode}.";
        }
        catch (AuthenticationFailedException)
        {
            return "The app's identity can't sign in to the link store.";
        }
        catch (AggregateException)
        {
            return "The link store can't be reached.";
        }
    }
}
