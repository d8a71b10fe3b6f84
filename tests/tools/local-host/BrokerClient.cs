using Azure.Messaging.ServiceBus;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>The client that the functions get in place of Service Bus's. Its sends and settlements are numbered effects of its life.</summary>
public sealed class BrokerClient(Broker broker, EffectLife life) : ServiceBusClient
{
    public override ServiceBusSender CreateSender(string queueOrTopicName) => new BrokerSender(broker, life, queueOrTopicName);

    public override ServiceBusReceiver CreateReceiver(string queueName) => new BrokerReceiver(broker, life, queueName);

    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new BrokerReceiver(
            broker, life, options.SubQueue is SubQueue.DeadLetter ? queueName + Broker.DeadLetterSuffix : queueName);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static ServiceBusException AnswerLost(string queue) =>
        new("The answer was lost.", ServiceBusFailureReason.ServiceCommunicationProblem, queue);
}
