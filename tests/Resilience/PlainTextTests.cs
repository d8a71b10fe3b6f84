using NUnit.Framework;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Resilience;

[TestFixture(Description = "connector-behaviour.md 13.6: text is cleaned where it is read, and cut at whole characters")]
public sealed class PlainTextTests
{
    [TestCase("94-2000\t009", "94-2000 009")]
    [TestCase(" Acme \r\n\t Steel ", "Acme Steel")]
    [TestCase("a\0b\u007fc\vd\u2028e", "a b c d e")]
    [TestCase("two  blanks stay", "two  blanks stay")]
    [TestCase("\t\0\n", "")]
    [TestCase("  ", "")]
    [TestCase("\u05d0\u200f right to left marks stay", "\u05d0\u200f right to left marks stay")]
    public void Control_characters_and_the_blanks_around_them_become_one_blank(string text, string clean)
    {
        Assert.That(PlainText.Clean(text), Is.EqualTo(clean));
        Assert.That(PlainText.Clean(clean), Is.EqualTo(clean));
    }

    [TestCase("abc", 3, "abc")]
    [TestCase("abcd", 3, "abc")]
    [TestCase("ab\ud83d\ude00", 3, "ab", Description = "half an emoji")]
    [TestCase("ab\ud83d\ude00", 4, "ab\ud83d\ude00")]
    [TestCase("abe\u0301", 3, "ab", Description = "a letter without its accent")]
    [TestCase("a\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", 5, "a", Description = "a family without its child")]
    public void A_text_is_cut_at_a_whole_character(string text, int longest, string cut) => Assert.That(PlainText.Cut(text, longest), Is.EqualTo(cut));
}
