using System.Globalization;
using System.Text.Json;
using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Procore;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>Money is read to the last digit, or refused.</summary>
internal sealed class MoneyReadingTests
{
    private ClientRig rig = null!;

    [SetUp]
    public void Start() => rig = new ClientRig();

    [TearDown]
    public void End() => rig.Dispose();

    [TestCase("9000.00", "9000.00")]
    [TestCase("\"9000.00\"", "9000.00")]
    [TestCase("\" 9000.00 \"", "9000.00")]
    [TestCase("-0.01", "-0.01")]
    [TestCase("1e3", "1000")]
    [TestCase("\"96.36%\"", "96.36")]
    [TestCase("0.1000000000000000000000000001", "0.1000000000000000000000000001")]
    [TestCase("\"1234567890123456789012345.678\"", "1234567890123456789012345.678")]
    public async Task Money_is_kept_exactly_as_given(string json, string value)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""[{ "id": 1, "summary": { "current_payment_due": {{json}} } }]""");

        var invoice = (await rig.Client.ListSubcontractorInvoicesAsync(1, [1], default)).Single();

        Assert.That(invoice.CurrentPaymentDue, Is.EqualTo(decimal.Parse(value, CultureInfo.InvariantCulture)));
    }

    [TestCase("\"NaN\"")]
    [TestCase("\"Infinity\"")]
    [TestCase("\"$1,087.80\"")]
    [TestCase("\"1,087.80\"")]
    [TestCase("\"1.087,80\"")]
    [TestCase("\"(5.00)\"")]
    [TestCase("\"+5.00\"")]
    [TestCase("\"5.\"")]
    [TestCase("\".5\"")]
    [TestCase("\"1 000\"")]
    [TestCase("\"--5\"")]
    [TestCase("\"%\"")]
    [TestCase("\"0x10\"")]
    [TestCase("\"٣\"")]
    [TestCase("1e29")]
    [TestCase("1e-29")]
    [TestCase("1e999999999999")]
    [TestCase("0.12345678901234567890123456789")]
    [TestCase("123456789012345678901234567.89")]
    [TestCase("true")]
    [TestCase("[5]")]
    [TestCase("{}")]
    public async Task Money_that_cannot_be_kept_exactly_is_refused_and_not_rounded(string json)
    {
        rig.Procore.Answer = _ => StubProcore.Json($$"""[{ "id": 1, "items": [{ "id": 2, "work_completed_this_period": {{json}} }] }]""");

        Assert.That(await FailureOf(), Is.TypeOf<RejectedException>().With.Message.Contains("work_completed_this_period"));
    }

    [Test]
    public void Any_amount_comes_through_as_number_and_as_text() => Gen.Decimal.Sample(
        amount =>
        {
            var text = amount.ToString(CultureInfo.InvariantCulture);
            decimal?[] read = [Amount(text), Amount($"\"{text}\"")];

            // A decimal may hold 29 digits, but not any 29: those are refused. What is read is the same to the last zero.
            var mustBeRead = text.Count(char.IsAsciiDigit) <= 28;
            return read.All(value => value is null ? !mustBeRead : value.Value.ToString(CultureInfo.InvariantCulture) == text);
        },
        iter: 2000);

    private static decimal? Amount(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<InvoiceSummary>($$"""{ "current_payment_due": {{json}} }""", ProcoreJson.Options)!.CurrentPaymentDue;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<Exception?> FailureOf()
    {
        try
        {
            await rig.Client.ListSubcontractorInvoicesAsync(1, [1], default);
            return null;
        }
        catch (RejectedException refusal)
        {
            return refusal;
        }
    }
}
