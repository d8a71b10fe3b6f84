using System.Text.Json;
using NUnit.Framework;
using ProcoreNetSuite.Sandbox;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Story;

/// <summary>What <c>--connect</c> reads.</summary>
public sealed class LocalSettingsTests
{
    private string file = "";

    [SetUp]
    public void MakeFile() => file = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(file);

    [Test]
    public void Values_are_read_with_their_parts()
    {
        Write(SampleSettings.ReadFilled());

        var (values, settings) = LocalSettings.Read(file);

        Assert.That(values["Connections__main__NetSuite__Subsidiary"], Is.EqualTo("2"));
        Assert.That(settings.Connections["main"].Procore.CompanyId, Is.EqualTo(4_400_123));
    }

    [Test]
    public void A_bad_setting_is_told_in_the_connectors_own_words()
    {
        var values = SampleSettings.ReadFilled();
        values["Connections__main__Procore__WebhookSecret"] = "short";
        Write(values);

        Assert.That(() => LocalSettings.Read(file), Throws.TypeOf<BadSettingsException>().With.Message.Contains(
            "Connections__main__Procore__WebhookSecret must be a random text of at least 32 characters, without blanks around it."));
    }

    [Test]
    public void A_value_that_is_no_number_is_named()
    {
        var values = SampleSettings.ReadFilled();
        values["Connections__main__Procore__CompanyId"] = "Bay Builders";
        Write(values);

        Assert.That(() => LocalSettings.Read(file), Throws.TypeOf<BadSettingsException>().With.Message.Contains("CompanyId"));
    }

    [Test]
    public void A_company_has_one_connection()
    {
        var values = SampleSettings.ReadFilled();
        foreach (var (name, value) in SampleSettings.ReadFilled().Where(pair => pair.Key.StartsWith("Connections__main__", StringComparison.Ordinal)))
        {
            values[name.Replace("__main__", "__other__", StringComparison.Ordinal)] = value;
        }

        Write(values);

        Assert.That(() => LocalSettings.Read(file), Throws.TypeOf<BadSettingsException>().With.Message.Contains("Connections main and other have the same Procore__CompanyId"));
    }

    [Test]
    public void The_sample_as_it_stands_is_refused_for_each_of_its_placeholders()
    {
        var sample = SampleSettings.Read();
        Write(sample);

        var refusal = Assert.Throws<BadSettingsException>(() => LocalSettings.Read(file))!.Message;

        var open = sample.Where(setting => SampleSettings.IsPlaceholder(setting.Value)).Select(setting => setting.Key).ToList();
        Assert.That(open, Has.Count.GreaterThan(10));
        Assert.That(open.Where(name => !refusal.Contains($"{name} still has the sample's placeholder", StringComparison.Ordinal)), Is.Empty, refusal);
    }

    [TestCase("{ \"Values\": ", "can't be read")]
    [TestCase("{ \"IsEncrypted\": true, \"Values\": {} }", "encrypted")]
    [TestCase("{}", "no Values")]
    [TestCase("[]", "can't be read")]
    [TestCase("{ // mine\n \"Values\": { }, }", "LinkStorage must be the https address")]
    public void A_file_that_is_no_use_says_why(string text, string why)
    {
        File.WriteAllText(file, text);

        Assert.That(() => LocalSettings.Read(file), Throws.TypeOf<BadSettingsException>().With.Message.Contains(why));
    }

    [Test]
    public void Without_a_file_the_sample_is_named() =>
        Assert.That(() => LocalSettings.Read(file + ".none"), Throws.TypeOf<BadSettingsException>().With.Message.Contains("local.settings.sample.json"));

    private void Write(Dictionary<string, string> values) => File.WriteAllText(file, JsonSerializer.Serialize(new { IsEncrypted = false, Values = values }));
}
