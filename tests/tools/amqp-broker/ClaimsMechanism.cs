using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>Service Bus's own SASL mechanism: everybody may connect; tokens follow on <see cref="ClaimsNode"/>.</summary>
internal sealed class ClaimsMechanism(Engine engine) : SaslProfile(Name)
{
    public const string Name = "MSSBCBS";

    protected override DescribedList? GetStartCommand(string hostname) => null;

    protected override DescribedList? OnCommand(DescribedList command) =>
        command is SaslInit ? new SaslOutcome { Code = SaslCode.Ok } : null;

    protected override ITransport UpgradeTransport(ITransport transport) => new OrderedTransport((IAsyncTransport)transport, engine);
}
