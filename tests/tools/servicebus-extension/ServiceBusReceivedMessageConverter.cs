using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Reads a message as the host hands it over: the lock token's 16 bytes, then the AMQP message.</summary>
[SupportsDeferredBinding]
[SupportedTargetType(typeof(ServiceBusReceivedMessage))]
internal sealed class ServiceBusReceivedMessageConverter : IInputConverter
{
    private const string Source = "AzureServiceBusReceivedMessage";
    private const int TokenLength = 16;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        if (context.TargetType != typeof(ServiceBusReceivedMessage) || context.Source is not ModelBindingData { Source: Source } data)
        {
            return ValueTask.FromResult(ConversionResult.Unhandled());
        }

        var content = data.Content.ToMemory();
        var message = ServiceBusReceivedMessage.FromAmqpMessage(
            AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(content[TokenLength..])), BinaryData.FromBytes(content[..TokenLength]));

        return ValueTask.FromResult(ConversionResult.Success(message));
    }
}
