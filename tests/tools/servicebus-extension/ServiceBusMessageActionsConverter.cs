using Microsoft.Azure.Functions.Worker.Converters;
using ProcoreNetSuite.HostSettlement;

namespace Microsoft.Azure.Functions.Worker;

internal sealed class ServiceBusMessageActionsConverter(Settlement.SettlementClient settlement) : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(
        context.TargetType == typeof(ServiceBusMessageActions)
            ? ConversionResult.Success(new ServiceBusMessageActions(settlement))
            : ConversionResult.Unhandled());
}
