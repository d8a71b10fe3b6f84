using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcoreNetSuite.Messaging;

/// <summary>
/// Messages as JSON. What a newer release added is ignored and what an older one didn't know yet has its default,
/// so that messages on the queues survive an upgrade.
/// </summary>
public static class MessageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The message's body.</summary>
    public static BinaryData Write<T>(T message) => new(JsonSerializer.SerializeToUtf8Bytes(message, Options));

    /// <exception cref="MalformedMessageException">It will never be readable: a matter for the dead-letter queue, not for another delivery.</exception>
    public static T Read<T>(BinaryData body)
        where T : class
    {
        try
        {
            var message = JsonSerializer.Deserialize<T>(body, Options);

            // The serializer looks at the nullability of properties, but not at that of a list's members, and takes any number for an enum.
            return message switch
            {
                null => throw Malformed<T>("it is null."),
                SyncMessage sync when sync.Items.Any(item => item is null) => throw Malformed<T>("one of its items is null."),
                SyncMessage sync when !Enum.IsDefined(sync.Command) => throw Malformed<T>($"there is no command {sync.Command}."),
                _ => message,
            };
        }
        catch (JsonException failure)
        {
            throw Malformed<T>(failure.Message, failure);
        }
    }

    private static MalformedMessageException Malformed<T>(string why, Exception? inner = null) => new($"The message is not a {typeof(T).Name}: {why}", inner);
}

/// <summary>A message that can't be understood, however often it is delivered.</summary>
public sealed class MalformedMessageException(string message, Exception? inner = null) : Exception(message, inner);
