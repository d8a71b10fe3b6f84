using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>Which app is hosted, and with what.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>Where the built app lies. Default: beside this program's own sources, of the same configuration.</summary>
    public string AppFolder { get; init; } = BuiltApp.Folder;

    /// <summary>App settings and other environment of the worker, with <c>__</c> between the parts of a name.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    /// <summary>How the host itself reaches Service Bus.</summary>
    public required string ServiceBusConnectionString { get; init; }

    /// <summary>Key of the functions with authorization level Function.</summary>
    public string HostKey { get; init; } = "local-host-key";

    /// <summary>Key of those with level Admin; opens the others too.</summary>
    public string MasterKey { get; init; } = "local-master-key";

    /// <summary>Who may be signed in, by the bearer token that stands for it.</summary>
    public IReadOnlyDictionary<string, TestPerson> People { get; init; } = TestPerson.Usual;

    /// <summary>The clock of the timers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Run timers by their schedule. Default false: only <see cref="FunctionsHost.RunTimerAsync"/> does.</summary>
    public bool RunsTimers { get; init; }

    /// <summary>Deliveries at the same time for each queue. Default 8, as in host.json.</summary>
    public int Concurrency { get; init; } = 8;
}
