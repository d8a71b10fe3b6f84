using NUnit.Framework;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Resilience;

public sealed class DigitsTests
{
    [TestCase("0", 0L)]
    [TestCase("0042", 42L)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("9223372036854775808", null)]
    [TestCase("42\0", null, Description = "the runtime's own reading takes it for 42")]
    [TestCase("42\0\0", null)]
    [TestCase(" 42", null)]
    [TestCase("42\n", null)]
    [TestCase("+42", null)]
    [TestCase("-42", null)]
    [TestCase("4 2", null)]
    [TestCase("٤٢", null, Description = "digits of another script")]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void A_number_is_made_of_digits(string? text, long? number) => Assert.That(Digits.Read(text), Is.EqualTo(number));

    [TestCase("-42", -42L)]
    [TestCase("--42", null)]
    [TestCase("-", null)]
    public void It_may_be_negative_where_that_is_meant(string text, long? number) => Assert.That(Digits.Read(text, mayBeNegative: true), Is.EqualTo(number));
}
