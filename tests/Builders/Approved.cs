using System.Text.Encodings.Web;
using System.Text.Json;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Builders;

/// <summary>
/// Compares what we make with a file that a person has read and approved: <c>tests/Samples/approved/{name}.json</c>.
/// A difference leaves a file <c>{name}.received.json</c> beside the tests; approve it by copying it over.
/// </summary>
public static class Approved
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(TestContext.CurrentContext.TestDirectory, "Samples", "approved");

    /// <summary>The lines of an approved text; none if nobody has approved it yet.</summary>
    public static IReadOnlyList<string> Lines(string name) =>
        Path.Combine(Folder, $"{name}.txt") is var file && File.Exists(file) ? File.ReadAllLines(file) : [];

    /// <summary>Leaves a text to approve beside the tests: <c>{name}.received.txt</c>.</summary>
    public static void Keep(string name, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(Folder, $"{name}.received.txt"), lines);

    /// <summary>Fails with both texts if <paramref name="value"/> is not as it was approved.</summary>
    public static void Check(string name, object value)
    {
        var file = Path.Combine(Folder, $"{name}.json");
        var received = JsonSerializer.Serialize(value, value.GetType(), Json);
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved.ReplaceLineEndings("\n").TrimEnd() != received.ReplaceLineEndings("\n"))
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(Folder, $"{name}.received.json"), received);
        }

        Assert.That(received.ReplaceLineEndings("\n"), Is.EqualTo(approved.ReplaceLineEndings("\n").TrimEnd()), $"{name} is not as approved in {file}.");
    }
}
