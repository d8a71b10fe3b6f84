using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProcoreNetSuite.Procore.Json;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Procore;

/// <summary>
/// How Procore's JSON is read (procore-api.md 4.4, 11): snake_case; ids, money, flags and dates in whichever form they come; unknown fields ignored.
/// Money keeps every digit; what a decimal can't hold exactly is refused.
/// </summary>
public static class ProcoreJson
{
    /// <summary>For every payload, ERP Request data included. Throws <see cref="JsonException"/> for what can't be read.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The body as <typeparamref name="T"/>.</summary>
    /// <exception cref="UnavailableException">The answer is a web page: something stands in front of Procore.</exception>
    /// <exception cref="RejectedException">E904: the answer isn't what the specification says.</exception>
    internal static T Read<T>(HttpAnswer answer, string doing)
    {
        if (ProcoreWords.IsHtml(answer))
        {
            throw new UnavailableException(new Problem(
                "E902", $"Procore answered with a web page instead of data while {doing}.", ProcoreWords.Of(answer))
            { Speaker = "Procore" });
        }

        if (answer.IsGarbled)
        {
            throw Unreadable(answer, doing, "it is not valid text in its encoding");
        }

        if (answer.Utf8.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw Unreadable(answer, doing, "it is empty");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(answer.Utf8.Span, Options) ?? throw Unreadable(answer, doing, "it is null");
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw Unreadable(answer, doing, Reason(failure));
        }
    }

    /// <summary>A part of a body that was read already.</summary>
    internal static T Read<T>(JsonElement element, HttpAnswer answer, string doing)
    {
        try
        {
            return element.Deserialize<T>(Options) ?? throw Unreadable(answer, doing, "it is null");
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw Unreadable(answer, doing, Reason(failure));
        }
    }

    internal static RejectedException Unreadable(HttpAnswer answer, string doing, string reason) => new(
        new Problem("E904", $"Procore's answer can't be read while {doing}: {reason}.", ProcoreWords.RequestId(answer)) { Speaker = "Procore" },
        answer.Status);

    private static bool IsUnreadable(Exception failure) => failure is
        JsonException or InvalidOperationException or FormatException or OverflowException or NotSupportedException or ArgumentException;

    /// <summary>The place and, if it is ours, the sentence; the serializer's own sentences name types and are of no use to a reader.</summary>
    private static string Reason(Exception failure) => failure is not JsonException { Path: { } path } json ? "it is not proper JSON"
        : $"at {ProcoreWords.Plain(path, 120)}: " + (
            json.Message.StartsWith("It is not", StringComparison.Ordinal) ? json.Message.TrimEnd('.')
            : json.Message.Contains("missing required", StringComparison.Ordinal) ? "the id is missing"
            : "another kind of value was expected");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            MaxDepth = 64,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireIds, EmptyForNull } },
        };
        Add(options, TolerantValues.Whole);
        Add(options, TolerantValues.Small);
        Add(options, TolerantValues.Exact);
        Add(options, TolerantValues.Flag);
        Add(options, TolerantValues.Day);
        Add(options, TolerantValues.Moment);
        options.Converters.Add(new TolerantTextConverter());
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A missing id must not become 0.</summary>
    private static void RequireIds(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired |= property.AssociatedParameter is { HasDefaultValue: false, ParameterType: { IsValueType: true } given }
                && Nullable.GetUnderlyingType(given) is null
                && given != typeof(JsonElement);
        }
    }

    /// <summary>A list that is null, or holds nulls: both mean nothing.</summary>
    private static void EmptyForNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Set is { } set && property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            {
                var clean = typeof(ProcoreJson).GetMethod(nameof(Clean), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(property.PropertyType.GetGenericArguments()).CreateDelegate<Func<object?, object>>();
                property.Set = (owner, list) => set(owner, clean(list));
            }
        }
    }

    private static List<T> Clean<T>(object? list) => [.. ((IEnumerable<T>?)list ?? []).OfType<T>()];

    private static void Add<T>(JsonSerializerOptions options, Func<string, T?> parse)
        where T : struct
    {
        options.Converters.Add(new TolerantConverter<T>(parse));
        options.Converters.Add(new TolerantOptionalConverter<T>(parse));
    }
}
