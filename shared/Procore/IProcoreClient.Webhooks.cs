namespace ProcoreNetSuite.Procore;

/// <content>Webhooks as Procore keeps them, and the whole list of request details: what a sweep and a health check look at.</content>
public partial interface IProcoreClient
{
    /// <summary>True if the connector's app is installed in the company: Procore's own connection test (8.1).</summary>
    Task<bool> IsInstalledAsync(CancellationToken cancellationToken);

    /// <summary>The app's company hooks in every namespace (6.2).</summary>
    Task<IReadOnlyList<RegisteredHook>> ListHooksAsync(CancellationToken cancellationToken);

    /// <summary>What a hook listens to (6.2).</summary>
    Task<IReadOnlyList<HookTrigger>> ListHookTriggersAsync(long hookId, CancellationToken cancellationToken);

    /// <summary><c>active</c> or <c>disabled</c>, which only the second version of the call tells (6.3); null if there is no such hook.</summary>
    Task<string?> FindHookStatusAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>One page of a hook's deliveries whatever became of them (6.2). A page of any length may have a next one; an empty one has not.</summary>
    /// <param name="after">The last delivery of the page before; 0 for the first page.</param>
    Task<ListPage<HookDelivery>> ListHookDeliveriesAsync(long hookId, long after, CancellationToken cancellationToken);

    /// <summary>One page of all request details of the company, open or closed, oldest first (7.3: this list is assumed).</summary>
    /// <param name="page">From 1.</param>
    Task<ListPage<RequestDetail>> ListRequestDetailPageAsync(int page, CancellationToken cancellationToken);
}
