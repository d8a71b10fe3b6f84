namespace ProcoreNetSuite.Procore;

/// <content>Webhooks as Procore keeps them, and the whole list of request details: what a sweep and a health check look at.</content>
public partial interface IProcoreClient
{
    /// <summary>The company's name if the connector's app is installed there, null if it isn't: Procore's own connection test (8.1).</summary>
    Task<string?> FindOwnCompanyAsync(CancellationToken cancellationToken);

    /// <summary>The app's company hooks in every namespace, with their status (6.3).</summary>
    Task<IReadOnlyList<RegisteredHook>> ListHooksAsync(CancellationToken cancellationToken);

    /// <summary>What a hook listens to (6.3).</summary>
    Task<IReadOnlyList<HookTrigger>> ListHookTriggersAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>Registers a company hook in the connector's namespace, without a trigger (6.3). Sent once: after a missing answer, look before sending again.</summary>
    Task CreateHookAsync(string address, string secret, CancellationToken cancellationToken);

    /// <summary>Makes a hook what it shall be (6.3); may be repeated.</summary>
    Task ChangeHookAsync(long hookId, HookChange change, CancellationToken cancellationToken);

    /// <summary>Switches a hook on (6.3); may be repeated.</summary>
    Task SwitchHookOnAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>Makes a hook listen to new ERP Requests (6.3). Sent once: a second trigger of the same kind is refused.</summary>
    Task CreateHookTriggerAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>Deletes a hook with its triggers (6.3); may be repeated.</summary>
    Task DeleteHookAsync(long hookId, CancellationToken cancellationToken);

    /// <summary>One page of a hook's deliveries whatever became of them (6.3), in Procore's order. None if the hook is gone.</summary>
    /// <param name="from">The first day (UTC) whose events are wanted.</param>
    /// <param name="page">From 1.</param>
    Task<ListPage<HookDelivery>> ListHookDeliveriesAsync(long hookId, DateOnly from, int page, CancellationToken cancellationToken);

    /// <summary>One page of all request details of the company, open or closed, oldest first (7.3: this list is assumed).</summary>
    /// <param name="page">From 1.</param>
    Task<ListPage<RequestDetail>> ListRequestDetailPageAsync(int page, CancellationToken cancellationToken);
}
