namespace ProcoreNetSuite.NetSuite;

/// <summary>Signs calls to NetSuite (netsuite-api.md 2).</summary>
public interface INetSuiteAuthenticator
{
    /// <summary>The Authorization header for one request. Asked for again before every repeat.</summary>
    /// <exception cref="Resilience.RejectedException">NetSuite doesn't accept the credentials (E903).</exception>
    /// <exception cref="Resilience.UnavailableException">No token could be fetched (E902); nothing was written.</exception>
    ValueTask<string> AuthorizeAsync(HttpMethod method, Uri url, CancellationToken cancellationToken);

    /// <summary>Tells that NetSuite answered 401 to this header.</summary>
    /// <returns>True if a new header may be accepted, so that one more try makes sense; false if trying again only brings
    /// the user closer to being locked out.</returns>
    bool Refused(string authorization);
}
