using System.Globalization;
using System.Reflection;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Calls a function as the Functions worker does: a new instance in a scope of its own, parameters bound by type and name.</summary>
internal static class FunctionInvoker
{
    public static async Task<object?> InvokeAsync(
        HostLife life, FunctionEntry function, IReadOnlyList<object> bound, CancellationToken cancellationToken)
    {
        await using var scope = life.Services.CreateAsyncScope();
        var instance = function.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateInstance(scope.ServiceProvider, function.Method.DeclaringType!);
        var arguments = function.Method.GetParameters().Select(parameter => Bind(function, parameter, bound, cancellationToken)).ToArray();
        return await AwaitAsync(function.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }

    /// <summary>Puts settings in for names in percent signs, as the Functions host does for schedules and queue names.</summary>
    public static string Resolve(string text, IConfiguration configuration)
    {
        var parts = text.Split('%');
        for (var i = 1; i < parts.Length - 1; i += 2)
        {
            parts[i] = configuration[parts[i]] ?? throw new InvalidOperationException($"The setting {parts[i]} is missing.");
        }

        return string.Concat(parts);
    }

    private static object? Bind(
        FunctionEntry function, ParameterInfo parameter, IReadOnlyList<object> bound, CancellationToken cancellationToken)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return cancellationToken;
        }

        if (bound.FirstOrDefault(parameter.ParameterType.IsInstanceOfType) is { } value)
        {
            return value;
        }

        var route = bound.OfType<HttpRequest>().FirstOrDefault()?.RouteValues[parameter.Name!];
        return route is not null && typeof(IConvertible).IsAssignableFrom(parameter.ParameterType)
            ? Convert.ChangeType(route, parameter.ParameterType, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Function {function.Name}: nothing to bind to parameter {parameter.Name}.");
    }

    private static async Task<object?> AwaitAsync(object? returned)
    {
        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        return task.GetType().GetProperty(nameof(Task<>.Result))?.GetValue(task);
    }
}
