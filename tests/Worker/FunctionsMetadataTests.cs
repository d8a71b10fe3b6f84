using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.FunctionsHosting;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Worker;

/// <summary>What the Functions host is told of the app: names, triggers, queues, schedules, authorization, connection.</summary>
[NonParallelizable]
public sealed class FunctionsMetadataTests
{
    private const string Name = "functions-metadata";

    [Test]
    public void Functions_metadata_of_the_build_is_as_approved()
    {
        string[] found = [.. BuiltApp.ReadFunctions(BuiltApp.Folder).OrderBy(function => function.Name, StringComparer.Ordinal).Select(Describe)];
        var approved = Approved.Lines(Name);
        if (!found.SequenceEqual(approved))
        {
            Approved.Keep(Name, found);
        }

        Assert.That(found, Is.EqualTo(approved), "Read functions-metadata.received.txt beside the tests; approve it by copying it over tests/Samples/approved/functions-metadata.txt.");
    }

    /// <summary>All that the trigger says, but for the parameter's name and direction and what every message has.</summary>
    private static string Describe(HostedFunction function) => $"{function.Name}: " + string.Join(", ", function.Trigger.EnumerateObject()
        .Where(property => property.Name is not ("name" or "direction" or "properties"))
        .Select(property => property.Value.ValueKind is JsonValueKind.Array
            ? $"{property.Name} {string.Join(' ', property.Value.EnumerateArray())}"
            : $"{property.Name} {property.Value}"));
}
