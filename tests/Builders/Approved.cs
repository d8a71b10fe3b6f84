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

    /// <summary>Fails with both texts if <paramref name="value"/> is not as it was approved.</summary>
    public static void Check(string name, object value)
    {
        var folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Samples", "approved");
        var file = Path.Combine(folder, $"{name}.json");
        var received = JsonSerializer.Serialize(value, value.GetType(), Json);
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved.ReplaceLineEndings("\n").TrimEnd() != received.ReplaceLineEndings("\n"))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{name}.received.json"), received);
        }

        Assert.That(received.ReplaceLineEndings("\n"), Is.EqualTo(approved.ReplaceLineEndings("\n").TrimEnd()), $"{name} is not as approved in {file}.");
    }
}
