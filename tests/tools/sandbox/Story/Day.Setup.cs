namespace ProcoreNetSuite.Sandbox.Story;

/// <content>What an administrator does before the first export.</content>
public sealed partial class Day
{
    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        Tell.Line($"Both accounts are connected for the first time. An administrator looks whether all is in place: GET {ConnectorCalls.Setup}");
        var before = await stage.CheckSetupAsync(cancellationToken);
        Expect("The set-up check found that Procore had no webhook, and nothing else that was wrong.", before.Failed is ["Webhook"], string.Join(", ", before.Failed));

        Tell.Line($"So Procore would announce nothing. The administrator does what the remedy says: POST {ConnectorCalls.Webhooks}");
        var done = await stage.MakeWebhookAsync(cancellationToken);
        Expect("The webhook was created with its trigger.", done is ["created", ..], string.Join(", ", done));

        Tell.Line("Once more:");
        var after = await stage.CheckSetupAsync(cancellationToken);
        Expect("Then every check of the set-up passed.", after.Passed == after.All, $"{after.Passed} of {after.All}");
        Tell.Aside("A second POST would change nothing. Only what can't be seen from outside is left for people: the page lists it.");
    }
}
