using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>The functions of an assembly, found by their attributes as the Functions worker finds them.</summary>
public sealed class FunctionCatalog
{
    private FunctionCatalog(IReadOnlyList<FunctionEntry> functions) => Functions = functions;

    public IReadOnlyList<FunctionEntry> Functions { get; }

    /// <exception cref="InvalidOperationException">A function can't be run here, or two have one name; says which.</exception>
    public static FunctionCatalog FromAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return FromTypes(assembly.GetExportedTypes());
    }

    /// <exception cref="InvalidOperationException">A function can't be run here, or two have one name; says which.</exception>
    public static FunctionCatalog FromTypes(params IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        var functions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, method.GetCustomAttribute<FunctionAttribute>()?.Name))
            .Where(found => found.Name is not null)
            .Select(found => new FunctionEntry(found.Name!, found.Method, TriggerOf(found.Name!, found.Method)))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();

        var twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new FunctionCatalog(functions)
            : throw new InvalidOperationException(
                $"The function name {twice.Key} is used twice: {string.Join(" and ", twice.Select(function => function.Method.DeclaringType?.Name))}.");
    }

    private static FunctionTrigger TriggerOf(string name, MethodInfo method)
    {
        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes())
            .Where(attribute => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal))
            .ToList();
        return triggers switch
        {
            [HttpTriggerAttribute http] => new HttpFunctionTrigger(http.Route ?? name, http.Methods ?? [], http.AuthLevel),
            [ServiceBusTriggerAttribute { QueueName: { Length: > 0 } queue, IsBatched: false, IsSessionsEnabled: false } bus] =>
                new QueueFunctionTrigger(queue, bus.AutoCompleteMessages),
            [ServiceBusTriggerAttribute] => throw new InvalidOperationException(
                $"Function {name}: the local runtime has queues only, without sessions, one message at a time."),
            [TimerTriggerAttribute timer] => new TimerFunctionTrigger(timer.Schedule, timer.RunOnStartup),
            [] => throw new InvalidOperationException($"Function {name} has no trigger."),
            [var unknown] => throw new InvalidOperationException($"Function {name}: the local runtime doesn't know {unknown.GetType().Name}."),
            _ => throw new InvalidOperationException($"Function {name} has more than one trigger."),
        };
    }
}
