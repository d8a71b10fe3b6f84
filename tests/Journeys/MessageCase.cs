using System.Text.Json.Nodes;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>One way to a refusal that an accounting approver reads, from the button in Procore on.</summary>
/// <param name="Title">What went wrong, as a sentence.</param>
/// <param name="Provoke">Does it; returns the row of the ERP Integrations page, or null for the newest closed request detail.</param>
public sealed record MessageCase(string Title, Func<World, Task<ErpScreenRow?>> Provoke)
{
    /// <summary>Settings of the connection that differ from the usual ones, below <c>Connections__main__</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>Where the row stands then: a refused unlink leaves the pair as it was.</summary>
    public string Tab { get; init; } = "Failed to Export";

    public Dictionary<string, string?> Changes =>
        Settings.ToDictionary(setting => $"Connections__{SimulatedAccounts.ConnectionId}__{setting.Name}", string? (setting) => setting.Value);

    public override string ToString() => Title;

    /// <summary>An export that is refused.</summary>
    public static async Task<ErpScreenRow?> ExportAsync(World world, string kind, ProcoreRecord record, JsonObject? answers = null)
    {
        world.Send(kind, [record], answers);
        await world.QuietAsync();

        return world.Status(kind, record);
    }

    /// <summary>A record that changes after it was sent to accounting and before it is accepted.</summary>
    public static Task<ErpScreenRow?> ExportChangedAsync(World world, string kind, ProcoreRecord record, string field, JsonNode? value)
    {
        world.Accounts.Ann.SendToErp(kind, record.Id);
        world.Procore.Set(record, field, value);

        return ExportAsync(world, kind, record);
    }

    /// <summary>NetSuite refuses this in its own words, which the simulated account has no rule for.</summary>
    public static void NetSuiteRefuses(World world, string method, string path, string detail, int status = 400, string code = "USER_ERROR") =>
        world.Accounts.NetSuite.Faults.AnswerNext(method, path, status, new JsonObject
        {
            ["title"] = "Bad Request",
            ["status"] = status,
            ["o:errorDetails"] = new JsonArray(new JsonObject { ["detail"] = detail, ["o:errorCode"] = code }),
        }.ToJsonString());

    /// <summary>Every call of this kind finds the system down.</summary>
    public static void IsDown(Simulator system, string method = "*", string path = "*") =>
        system.Faults.Add(new FaultRule { Kind = FaultKind.Html503, Method = method, Path = path });
}
