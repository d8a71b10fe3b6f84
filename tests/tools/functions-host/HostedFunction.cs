using System.Text.Json;

namespace ProcoreNetSuite.FunctionsHosting;

/// <summary>A function as the worker describes it.</summary>
/// <param name="Trigger">The first of its bindings, as in functions.metadata.</param>
public sealed record HostedFunction(string Name, JsonElement Trigger)
{
    public bool IsHttp => Type == "httpTrigger";

    public bool IsQueue => Type == "serviceBusTrigger";

    public bool IsTimer => Type == "timerTrigger";

    /// <summary>Name of the parameter that gets what triggers it.</summary>
    public string Parameter => Text("name");

    private string Type => Text("type");

    public string Text(string property) => Trigger.GetProperty(property).GetString()!;
}
