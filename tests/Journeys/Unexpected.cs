using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Requests;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Stands before all that the rooms call, counts the calls, and throws what nobody expects where it is told to.</summary>
public sealed class Unexpected
{
    public const string Words = "Nobody thought of this";

    private static readonly Type[] watched =
    [
        typeof(ILinkStore), typeof(IReservations), typeof(IImportStore), typeof(IImportedStore), typeof(IPaymentStore), typeof(IRunNotes), typeof(IJobCostSwitches), typeof(IRequestStore), typeof(IImportedCostStore),
        typeof(ISyncSender),
    ];

    private readonly ConcurrentQueue<string> calls = new();
    private Func<int, string, bool> throws = (_, _) => false;

    /// <summary>By interface and method, in order.</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    /// <summary>How often it threw.</summary>
    public int Thrown { get; private set; }

    /// <param name="where">By the call's number, from 1, and its name.</param>
    public void Begin(Func<int, string, bool>? where = null)
    {
        calls.Clear();
        Thrown = 0;
        throws = where ?? ((_, _) => false);
    }

    /// <summary>Throws nothing any more; what was called stays known.</summary>
    public void Stop() => throws = (_, _) => false;

    public void Stand(IServiceCollection services)
    {
        foreach (var service in services.Where(service => watched.Contains(service.ServiceType)).ToList())
        {
            var implementation = service.ImplementationType!;
            services.Remove(service);
            services.AddSingleton(service.ServiceType, provider => Before(service.ServiceType, ActivatorUtilities.CreateInstance(provider, implementation)));
        }

        services.AddSingleton<IConnections>(provider => new Watched(ActivatorUtilities.CreateInstance<Connections>(provider), this));
    }

    private object Before(Type type, object target)
    {
        var proxy = DispatchProxy.Create(type, typeof(StandsBefore));
        ((StandsBefore)proxy).Stand(this, type.Name, target);

        return proxy;
    }

    internal void Meet(string name)
    {
        int number;
        lock (calls)
        {
            calls.Enqueue(name);
            number = calls.Count;
        }

        if (throws(number, name))
        {
            Thrown++;
            throw new InvalidOperationException($"{Words}:\n{name}.");
        }
    }

    private sealed class Watched(Connections connections, Unexpected all) : IConnections, IDisposable
    {
        private readonly ConcurrentDictionary<string, Connection> known = new();

        public IReadOnlyDictionary<string, ConnectionSettings> Settings => connections.Settings;

        public Connection GetConnection(string connectionId) => known.GetOrAdd(connectionId, id =>
        {
            var connection = connections.GetConnection(id);

            return connection with
            {
                Procore = (IProcoreClient)all.Before(typeof(IProcoreClient), connection.Procore),
                NetSuite = (INetSuiteClient)all.Before(typeof(INetSuiteClient), connection.NetSuite),
            };
        });

        public ConnectionSettings? FindSettings(string connectionId) => connections.FindSettings(connectionId);

        public void Dispose() => connections.Dispose();
    }
}

/// <summary>One of them. DispatchProxy makes its heir at run time.</summary>
public class StandsBefore : DispatchProxy
{
    private Unexpected all = null!;
    private string name = "";
    private object target = null!;

    internal void Stand(Unexpected before, string type, object behind) => (all, name, target) = (before, type, behind);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        all.Meet($"{name}.{targetMethod!.Name}");

        return targetMethod.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }
}
