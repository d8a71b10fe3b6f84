using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>The commands of the two READMEs: for bash and for PowerShell, and what can be tried without Azure is.</summary>
public sealed partial class CommandTests
{
    private static readonly string[] Readmes = ["README.md", "infra/README.md"];

    [TestCaseSource(nameof(Readmes))]
    public void What_is_written_for_one_shell_follows_for_the_other(string file) =>
        Assert.That(
            Blocks(file).Select(block => block.Shell).Where(shell => shell is "bash" or "powershell").Chunk(2).Select(pair => string.Join(' ', pair)),
            Is.Not.Empty.And.All.EqualTo("bash powershell"));

    /// <summary>Variables, substitutions, line ends and tools that only one of them has.</summary>
    [TestCaseSource(nameof(Readmes))]
    public void What_is_written_for_no_shell_is_for_both(string file) =>
        Assert.That(Blocks(file).Where(block => block.Shell == "").Where(block => OfOneShell().IsMatch(block.Text)).Select(block => block.Text), Is.Empty);

    [Test]
    public void Signing_in_comes_before_the_first_command_that_needs_it()
    {
        var commands = string.Join('\n', Blocks("infra/README.md").Select(block => block.Text));

        Assert.That(commands.IndexOf("az login", StringComparison.Ordinal), Is.InRange(0, Regex.Match(commands, "^.*az (?!login)", RegexOptions.Multiline).Index));
        Assert.That(commands.IndexOf("azd auth login", StringComparison.Ordinal), Is.InRange(0, Regex.Match(commands, "^azd (?!auth)", RegexOptions.Multiline).Index));
    }

    /// <summary>Blocks that begin with what they make: the key pair and the webhook's secret.</summary>
    [TestCase("bash")]
    [TestCase("powershell")]
    public async Task The_key_is_one_that_the_connector_signs_with_and_the_certificate_one_that_NetSuite_takes(string shell)
    {
        var folder = Directory.CreateTempSubdirectory("keys-").FullName;
        try
        {
            await RunAsync(shell, folder, Blocks("infra/README.md").Single(block => block.Shell == shell && block.Text.Contains("private-key.pem", StringComparison.Ordinal) && !block.Text.Contains("az ", StringComparison.Ordinal)).Text);
            var (key, secret) = (await File.ReadAllTextAsync(Path.Combine(folder, "private-key.pem")), await File.ReadAllTextAsync(Path.Combine(folder, "webhook-secret.txt")));
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "certificate.pem"));
            using var ofTheCertificate = certificate.GetECDsaPublicKey()!;
            using var ofTheKey = ECDsa.Create();
            ofTheKey.ImportFromPem(key);

            Assert.That(new ClientAssertion("kid", "client", "https://1.suitetalk.api.netsuite.com/token", DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), "id").Sign(key).Split('.'), Has.Length.EqualTo(3));
            Assert.That(ofTheCertificate.ExportSubjectPublicKeyInfo(), Is.EqualTo(ofTheKey.ExportSubjectPublicKeyInfo()));
            Assert.That(certificate.NotAfter - certificate.NotBefore, Is.InRange(TimeSpan.FromDays(700), TimeSpan.FromDays(731)), "NetSuite takes two years");
            Assert.That(secret, Does.Match("^[A-Za-z0-9+/]{64}$"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string shell, string folder, string commands)
    {
        try
        {
            var run = shell == "bash"
                ? await ChildProcess.RunAsync(folder, "bash", "-ec", commands)
                : await ChildProcess.RunAsync(folder, "pwsh", "-NoProfile", "-Command", $"$ErrorActionPreference = 'Stop'\n{commands}");

            Assert.That(run.ExitCode, Is.Zero, run.Output);
        }
        catch (SetupException missing)
        {
            Assert.Ignore(missing.Message);
        }
    }

    private static List<(string Shell, string Text)> Blocks(string file) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Files.Root, file)).ReplaceLineEndings("\n")).Select(match => (match.Groups["shell"].Value, match.Groups["text"].Value))];

    [GeneratedRegex("^```(?<shell>[a-z]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\$|\\$|^[A-Z]+=|&&|\bcurl\b|\bopenssl\b|\bzip\b|\|\s*tr\b|@infra", RegexOptions.Multiline)]
    private static partial Regex OfOneShell();
}
