using NUnit.Framework;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Resilience;

[TestFixture(Description = "people read the whole sentence where they asked; the log goes without what is somebody's")]
public sealed class LogTextTests
{
    [TestCase("Invalid email ap@vendor.example.", "Invalid email (hidden)")]
    [TestCase("The value <bills+x@vendor.example> is bad", "The value <(hidden)> is bad")]
    [TestCase("email=ap@vendor.example;", "email=(hidden);")]
    [TestCase("url: https://vendor.example/pay?id=7 is bad", "url: (hidden) is bad")]
    [TestCase("url WWW.vendor.example", "url (hidden)")]
    [TestCase("Invalid phone +1 (510) 555-0100, too long", "Invalid phone (hidden), too long")]
    [TestCase("phone (510) 555-0100", "phone (hidden)")]
    [TestCase("phone 510.555.0100", "phone (hidden)")]
    [TestCase("phone 5105550100", "phone (hidden)")]
    [TestCase("phone +49 30 901820", "phone (hidden)")]
    [TestCase("Invalid item reference key 1234567.", "Invalid item reference key 1234567.")]
    [TestCase("the day 2026-05-02 is closed", "the day 2026-05-02 is closed")]
    [TestCase("10,000.00 and 500.00", "10,000.00 and 500.00")]
    [TestCase("[operation 6d5ee3a0-1234-5678-9012-345678901234]", "[operation 6d5ee3a0-1234-5678-9012-345678901234]")]
    [TestCase("1234567.suitetalk.api.netsuite.com:443 is not known", "1234567.suitetalk.api.netsuite.com:443 is not known")]
    public void Words_of_the_other_system_are_shown_without_addresses_and_phone_numbers(string words, string shown) =>
        Assert.That(LogText.Of(new Problem("E413", "NetSuite refused Acme.", words)), Is.EqualTo($"E413: NetSuite refused Acme. Correct it in NetSuite, then export again. (NetSuite says: {shown})"));

    [TestCase("The email of Acme, \"a; b\", is bad.", "a; b", "The email of Acme, \"(hidden)\", is bad.")]
    [TestCase("The phone \"5 55\" of 5 55 Inc is bad.", "5 55", "The phone \"(hidden)\" of 5 55 Inc is bad.", Description = "a short one only where it is quoted")]
    [TestCase("NetSuite does not accept phone 555-0100 for Acme.", "555-0100", "NetSuite does not accept phone (hidden) for Acme.")]
    [TestCase("NetSuite does not accept entity 981 for Acme.", "981", "NetSuite does not accept entity 981 for Acme.")]
    [TestCase("Write to ap@acme.example.", null, "Write to (hidden)")]
    [TestCase("Invoice 2401-03-300 of 2026-05-02, code 03-300-10, is closed.", null, "Invoice 2401-03-300 of 2026-05-02, code 03-300-10, is closed.", Description = "our own numbers stay")]
    public void Our_own_sentences_are_shown_without_what_they_quote(string message, string? part, string shown) =>
        Assert.That(LogText.Of(new Problem("E304", message) { Private = part }), Is.EqualTo($"E304: {shown} Correct the field in Procore, then export again."));

    [Test]
    public void What_is_private_is_left_out_of_the_other_systems_words_too() => Assert.That(
        LogText.Of(new Problem("E304", "The website is bad.", "\"our folder\" is no address") { Private = "our folder", OtherRemedy = "Correct it." }),
        Is.EqualTo("E304: The website is bad. Correct it. (NetSuite says: \"(hidden)\" is no address)"));

    [Test]
    public void A_failure_that_reaches_the_log_says_no_more()
    {
        var problem = new Problem("E304", "The email \"a; b\" is bad.", "a@b.example") { Private = "a; b" };
        Exception[] failures = [new RejectedException(problem), new ThrottledException(problem, default), new UnavailableException(problem), new UnknownOutcomeException(problem)];

        Assert.That(failures.Select(failure => failure.Message), Is.All.EqualTo(LogText.Of(problem)).And.All.Not.Contains("a; b").And.All.Not.Contains("@"));
    }
}
