using System.Text;
using System.Text.Json;
using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Resilience;

public sealed class HalfCharactersTests
{
    [TestCase("""{"a":"x\ud83dy"}""", """{"a":"x\u0020y"}""", Description = "its second half was cut off")]
    [TestCase("""{"a":"\udc77"}""", """{"a":"\u0020"}""", Description = "its first half")]
    [TestCase("""{"a":"\udc77\ud83d"}""", """{"a":"\u0020\u0020"}""", Description = "the wrong way round")]
    [TestCase("""{"a":"\ud83d\ud83d\uDC77"}""", """{"a":"\u0020\ud83d\uDC77"}""")]
    [TestCase("""{"a":"\ud83d\uDC77"}""", """{"a":"\ud83d\uDC77"}""", Description = "whole")]
    [TestCase("""{"\ud83d":1}""", """{"\u0020":1}""", Description = "in a name")]
    [TestCase("""{"a":"\\ud83d"}""", """{"a":"\\ud83d"}""", Description = "a backslash and letters")]
    [TestCase("""{"a":"\\\ud83d"}""", """{"a":"\\\u0020"}""")]
    [TestCase("""{"a":"\"\u00e4\n"}""", """{"a":"\"\u00e4\n"}""", Description = "other escapes")]
    [TestCase("""{"a":"\ud83""", """{"a":"\ud83""", Description = "cut off")]
    [TestCase("""{"a":"\""", """{"a":"\""")]
    [TestCase("", "")]
    public void Half_a_character_becomes_a_blank_and_nothing_else_changes(string json, string mended)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        HalfCharacters.Mend(bytes);

        Assert.That(Encoding.UTF8.GetString(bytes), Is.EqualTo(mended));
    }

    [Test]
    public void Any_text_can_be_read_afterwards_and_whole_ones_are_as_they_were() => Gen.OneOf(Gen.Char, Gen.Char['\ud7f0', '\ue010'], Gen.Int[0, 3].Select(at => "\\\"ud"[at])).Array[0, 40].Sample(letters =>
    {
        var text = new string(letters);
        var bytes = Encoding.UTF8.GetBytes($"\"{string.Concat(letters.Select(letter => letter is '"' or '\\' ? $"\\{letter}" : char.IsAsciiLetterOrDigit(letter) ? $"{letter}" : $"\\u{(int)letter:x4}"))}\"");

        HalfCharacters.Mend(bytes);

        var read = JsonSerializer.Deserialize<string>(bytes)!;

        return read.Length == text.Length && read.Zip(text).All(pair => pair.First == pair.Second || (pair.First == ' ' && char.IsSurrogate(pair.Second)))
            && (!IsWhole(text) || read == text);
    });

    private static bool IsWhole(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
