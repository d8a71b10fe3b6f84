using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Functions.BillPayments;
using ProcoreNetSuite.Functions.Companies;
using ProcoreNetSuite.Functions.DeadLetters;
using ProcoreNetSuite.Functions.DirectCosts;
using ProcoreNetSuite.Functions.Health;
using ProcoreNetSuite.Functions.Importing;
using ProcoreNetSuite.Functions.Intake;
using ProcoreNetSuite.Functions.Projects;
using ProcoreNetSuite.Functions.Records;
using ProcoreNetSuite.Functions.Routing;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Functions.Setup;
using ProcoreNetSuite.Functions.SubcontractorInvoices;
using ProcoreNetSuite.Functions.Sweeping;
using ProcoreNetSuite.Functions.WbsCodes;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Requests;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Telemetry;

namespace ProcoreNetSuite.Functions;

/// <summary>The app. Every registration is here, in the order of a message's way.</summary>
public static class Program
{
    /// <summary>The Functions host tells a worker that it starts where to find it.</summary>
    private const string HostEndpoint = "Functions:Worker:HostEndpoint";

    /// <returns>0 after an orderly end; 1 if it can't run, which it says why.</returns>
    public static int Main(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration[HostEndpoint]))
        {
            return Refuse("This is the worker process of an Azure Functions app: the Functions host starts it. To see the connector work on this machine: dotnet run sandbox.cs");
        }

        builder.ConfigureFunctionsWebApplication();
        try
        {
            AddConnector(builder.Services, builder.Configuration);
        }
        catch (SettingsException bad)
        {
            return Refuse(bad.Message);
        }

        AddTelemetry(builder.Services, builder.Configuration);
        var app = builder.Build();

        // Not waited for: what is wrong in a set-up stands in the log, and on /ready, before the first export.
        app.Services.GetRequiredService<ShortSetup>().Read();

        // Not waited for either: it opens the connection to Service Bus, so that the first webhook doesn't have to.
        app.Services.GetRequiredService<QueueProbe>().Look();
        app.Run();

        return 0;
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);

        return 1;
    }

    /// <summary>Spans, metrics and logs, to Azure Monitor and to whoever speaks OTLP, each if the environment names it. Without either nothing leaves the app.</summary>
    public static void AddTelemetry(IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(TelemetryNames.Source))
            .WithMetrics(metrics => metrics.AddMeter(TelemetryNames.Source));

        // Connection, company, record and operation stand in the scopes.
        services.Configure<OpenTelemetryLoggerOptions>(logs => logs.IncludeScopes = true);

        services.AddLogging(logs => logs

            // Its line for each request shows the address with its query, and that holds the function key.
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)

            // MVC, which the HTTP functions stand on, brings it along. It warns at each start that its keys are not kept; nothing is ever protected with them.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)

            // The worker's calls to its host: four lines for each message that is settled.
            .AddFilter("System.Net.Http.HttpClient.CallInvokerExtractor", LogLevel.Warning));
        if (configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 })
        {
            // In two steps: given options of ours at once, it would not look at the sampler that the environment names.
            telemetry.UseAzureMonitorExporter();
            services.Configure<AzureMonitorExporterOptions>(options =>
            {
                options.Credential = new DefaultAzureCredential();

                // Spans are kept sparingly (OTEL_TRACES_SAMPLER in infra/app.bicep). Lines are not to go with them: alerts read some.
                options.EnableTraceBasedLogsSampler = false;
            });
        }

        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>All that the functions need.</summary>
    /// <exception cref="SettingsException">A setting is missing or bad; the text names each one.</exception>
    public static void AddConnector(IServiceCollection services, IConfiguration configuration)
    {
        var settings = ConnectorSettings.Read(configuration);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Func<HttpMessageHandler>>(HttpCaller.CreateHandler);
        services.TryAddSingleton(_ => new ServiceBusClient(settings.ServiceBus.FullyQualifiedNamespace, new DefaultAzureCredential(), QueueOptions.Create()));
        services.AddSingleton(_ => settings.LinkStorage.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? new TableServiceClient(new Uri(settings.LinkStorage), new DefaultAzureCredential(), TableOptions.Create())
            : new TableServiceClient(settings.LinkStorage, TableOptions.Create()));

        services.AddSingleton<IConnections, Connections>();
        services.AddSingleton<ILinkStore, TableLinkStore>();
        services.AddSingleton<IReservations, TableReservations>();
        services.AddSingleton<IImportStore, TableImportStore>();
        services.AddSingleton<IImportedStore, TableImportedStore>();
        services.AddSingleton<IPaymentStore, TablePaymentStore>();
        services.AddSingleton<IRunNotes, TableRunNotes>();
        services.AddSingleton<IJobCostSwitches, TableJobCostSwitches>();
        services.AddSingleton<IRequestStore, TableRequestStore>();
        services.AddSingleton<ExactlyOnce>();
        services.AddSingleton<LinkChanges>();
        services.AddSingleton<ISyncSender, ServiceBusSyncSender>();

        var authenticates = string.Equals(configuration["WEBSITE_AUTH_ENABLED"], "true", StringComparison.OrdinalIgnoreCase);
        services.AddSingleton(provider => new Doorkeeper(authenticates, provider.GetRequiredService<ILogger<Doorkeeper>>()));
        services.AddSingleton<WebhookIntake>();
        services.AddSingleton<QueueProbe>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<RequestLooks>();
        services.AddSingleton<ICodeDeletions, CodeDeletions>();
        services.AddSingleton<RequestRouter>();
        services.AddSingleton<LaterCopies>();
        services.AddSingleton<ProcoreAnswers>();
        services.AddSingleton<SyncRunner>();
        services.AddSingleton<Reserver>();

        services.AddSingleton<SweepReader>();
        services.AddSingleton<RequestSweep>();
        services.AddSingleton(new AppAddress(configuration));
        services.AddSingleton<Looks>();
        services.AddSingleton<HookProbe>();
        services.AddSingleton<ErpConnections>();
        services.AddSingleton<HookRepair>();
        services.AddSingleton<SetupChecks>();
        services.AddSingleton<ShortSetup>();
        services.AddSingleton<ConnectionHealth>();
        services.AddSingleton<DeepHealth>();
        services.AddSingleton<ConnectionMeasure>();

        services.AddSingleton<RecordFinder>();
        services.AddSingleton<RecordList>();
        services.AddSingleton<TablePeople>();
        services.AddSingleton<People>();
        services.AddSingleton<RecordView>();
        services.AddSingleton<RecordRetry>();
        services.AddSingleton<DeadLetterReader>();
        services.AddSingleton<DeadLetterList>();
        services.AddSingleton<DeadLetterReplay>();

        services.AddSingleton<ImportStarter>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportRequests>();
        services.AddSingleton<ImportSchedule>();
        services.AddSingleton<EntityImporter>();
        services.AddSingleton<PairKeeper>();

        services.AddSingleton<WbsCodeHandler>();
        services.AddSingleton<ItemLookup>();
        services.AddSingleton<ItemWriter>();

        services.AddSingleton<ProjectHandler>();
        services.AddSingleton<ProjectItems>();
        services.AddSingleton<ProjectUnlinker>();
        services.AddSingleton<ProjectLinker>();
        services.AddSingleton<JobImport>();
        services.AddSingleton<IImport>(provider => provider.GetRequiredService<JobImport>());

        services.AddSingleton<CompanyHandler>();
        services.AddSingleton<VendorLookup>();
        services.AddSingleton<CompanyLinker>();
        services.AddSingleton<VendorImport>();
        services.AddSingleton<IImport>(provider => provider.GetRequiredService<VendorImport>());

        services.AddSingleton<SubcontractorInvoiceHandler>();
        services.AddSingleton<InvoiceReader>();
        services.AddSingleton<BillLookup>();
        services.AddSingleton<DuplicateCheck>();
        services.AddSingleton<BillWriter>();
        services.AddSingleton<RenumberedCodes>();
        services.AddSingleton<GoneReferences>();
        services.AddSingleton<InvoiceUnlinker>();
        services.AddSingleton<BillCheck>();
        services.AddSingleton<BillMarker>();
        services.AddSingleton<SecondBills>();
        services.AddSingleton<IImport>(provider => provider.GetRequiredService<BillCheck>());

        services.AddSingleton<BillPaymentImport>();
        services.AddSingleton<IImport>(provider => provider.GetRequiredService<BillPaymentImport>());
        services.AddSingleton<PaymentReconciler>();
        services.AddSingleton<PaymentLookup>();
        services.AddSingleton<PaymentWriter>();

        services.AddSingleton<DirectCostImport>();
        services.AddSingleton<IImport>(services => services.GetRequiredService<DirectCostImport>());
        services.AddSingleton<CostFactReader>();
        services.AddSingleton<CostWriter>();
        services.AddSingleton(new CostPages());
        services.AddSingleton<TransactionCosts>();
        services.AddSingleton<ProjectCosts>();
        services.AddSingleton<CostReconciler>();
        services.AddSingleton<JobCostControl>();
        services.AddSingleton<IImportedCostStore, TableImportedCostStore>();
    }
}
