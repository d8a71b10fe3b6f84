using Microsoft.Extensions.DependencyInjection;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

internal static class SampleHost
{
    public static LocalHostOptions Options(SampleWorld world) => new()
    {
        Catalog = FunctionCatalog.FromTypes(typeof(SampleFunctions)),
        AddConnector = (services, _) => services.AddSingleton<SampleMemory>(),
        ConfigureServices = services => services.AddSingleton(world),
        OutgoingHttp = () => new Undisposed(world),
    };

    /// <summary>A client disposes its handler; the world goes on.</summary>
    private sealed class Undisposed(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker invoker = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            invoker.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                invoker.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
