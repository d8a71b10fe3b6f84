namespace ProcoreNetSuite.Procore;

/// <content>Webhooks as Procore keeps them, and the whole list of request details: what a sweep and a health check look at.</content>
public partial interface IProcoreClient
{
    /// <summary>The company's name if the connector's app is installed there, null if it isn't: Procore's own connection test (8.1).</summary>
    Task<string?> FindOwnCompanyAsync(CancellationToken cancellationToken);

    /// <summary>The app's company hooks in every namespace (6.2).</summary>
    Task<IReadOnlyList<RegisteredHook>> ListHooksAsync(CancellationToken cancellationToken);

    /// <summary>What a hook listens to (6.2).</summary>
    Task<IReadOnlyList<HookTrigger>> ListHookTriggersAsync(long hookId, CancellationToken cancellationToken);

    /// <summary><c>active</c> or <c>disabled</c>, which only the second version of the call tells (6.3); null if there is no such hook.</summary>
    Task<string?> FindHookStatusAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>Registers a company hook in the connector's namespace, without a trigger (6.2). Sent once: after a missing answer, look before sending again.</summary>
    Task CreateHookAsync(string address, string secret, CancellationToken cancellationToken);

    /// <summary>Makes a hook what it shall be (6.2); may be repeated.</summary>
    Task ChangeHookAsync(long hookId, HookChange change, CancellationToken cancellationToken);

    /// <summary>Switches a hook on, which only the second version of the call can (6.3); may be repeated.</summary>
    Task SwitchHookOnAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>Makes a hook listen to new ERP Requests (6.2). Sent once: a second trigger of the same kind is refused.</summary>
    Task CreateHookTriggerAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>Deletes a hook with its triggers (6.2); may be repeated.</summary>
    Task DeleteHookAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>One page of a hook's deliveries whatever became of them (6.2). A page of any length may have a next one; an empty one has not.</summary>
    /// <param name="after">The last delivery of the page before; 0 for the first page.</param>
    Task<ListPage<HookDelivery>> ListHookDeliveriesAsync(long hookId, long after, CancellationToken cancellationToken);

    /// <summary>One page of all request details of the company, open or closed, oldest first (7.3: this list is assumed).</summary>
    /// <param name="page">From 1.</param>
    Task<ListPage<RequestDetail>> ListRequestDetailPageAsync(int page, CancellationToken cancellationToken);
}
