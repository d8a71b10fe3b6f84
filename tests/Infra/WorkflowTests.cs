using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Infra;

/// <summary>What runs with rights to the subscription: no secret that lasts, no right that isn't needed, no action that changes by itself.</summary>
public sealed partial class WorkflowTests
{
    private const string Id = "7d3f8a52-0c1e-4b6f-9a35-5a0d7c1f3b12";

    private static readonly string[] Names = ["check.yml", "deploy.yml"];

    [Test]
    public void There_are_these_and_no_other() =>
        Assert.That(Directory.EnumerateFiles(Path.Combine(Files.Root, ".github", "workflows")).Select(Path.GetFileName), Is.EquivalentTo(Names));

    /// <summary>Signing in takes three ids and a token that GitHub makes for one run; who may use it is said in Azure.</summary>
    [TestCaseSource(nameof(Names))]
    public void Nothing_is_a_secret(string name)
    {
        Assert.That(Text(name), Does.Not.Contain("secrets.").And.Not.Contain("pull_request_target"));
        Assert.That(
            Steps(name, "azure/login").Select(step => string.Join(' ', step["with"]!.AsObject().Select(value => $"{value.Key}={value.Value}"))),
            Is.All.EqualTo("client-id=${{ vars.AZURE_CLIENT_ID }} tenant-id=${{ vars.AZURE_TENANT_ID }} subscription-id=${{ vars.AZURE_SUBSCRIPTION_ID }}"));
    }

    [TestCaseSource(nameof(Names))]
    public void Rights_are_named_and_only_what_signs_in_has_more_than_reading(string name)
    {
        Assert.That(Rights(Yaml.Read(".github", "workflows", name)), Is.EqualTo("contents: read"));
        foreach (var (job, content) in Jobs(name))
        {
            var expected = Steps(content!, "azure/login").Any() ? "contents: read, id-token: write" : null;

            Assert.That(Rights(content!), Is.EqualTo(expected), job);
        }
    }

    /// <summary>A tag can be moved to other code, a commit can't. The comment is for people and for bots that renew both.</summary>
    [TestCaseSource(nameof(Names))]
    public void Actions_are_named_by_their_commit(string name) =>
        Assert.That(Uses().Matches(Text(name)).Select(match => match.Value), Is.Not.Empty.And.All.Match("^uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$"));

    [Test]
    public void An_action_is_the_same_one_everywhere() =>
        Assert.That(Names.SelectMany(name => Uses().Matches(Text(name))).Select(match => match.Value).Distinct().Select(uses => uses.Split('@')[0]), Is.Unique);

    [TestCaseSource(nameof(Names))]
    public void The_sdk_is_the_one_that_global_json_names(string name)
    {
        var steps = Steps(name, "actions/setup-dotnet").Select(step => step["with"]!.ToJsonString());

        Assert.That(steps, Is.Not.Empty.And.All.EqualTo("""{"global-json-file":"global.json"}"""));
        Assert.That(Path.Combine(Files.Root, "global.json"), Does.Exist);
    }

    [TestCaseSource(nameof(Names))]
    public void Every_job_has_an_end_and_a_machine_that_stays_the_same(string name) =>
        Assert.That(
            Jobs(name).SelectMany(job => MachinesOf(job.Value!).Select(machine => $"{machine}, {int.Parse($"{job.Value!["timeout-minutes"]}", System.Globalization.CultureInfo.InvariantCulture) > 0}")),
            Is.Not.Empty.And.All.Match("^(ubuntu|windows|macos)-[0-9.]+, True$"));

    /// <summary>The README's commands are for any desktop; so is the one that checks them, which no shell of one system may stand around.</summary>
    [Test]
    public void A_change_is_checked_on_every_system_to_the_end()
    {
        var check = Jobs("check.yml")["check"]!;

        Assert.That(MachinesOf(check).Select(machine => machine.Split('-')[0]), Is.EquivalentTo(new[] { "ubuntu", "windows", "macos" }));
        Assert.That($"{check["strategy"]!["fail-fast"]}", Is.EqualTo("false"));
        Assert.That(Commands("check.yml"), Is.EqualTo(new[] { "dotnet run check.cs" }));
        Assert.That(Text("check.yml"), Does.Not.Contain("shell:"));
    }

    /// <summary>What a person types must not become part of a command; it goes through the environment.</summary>
    [TestCaseSource(nameof(Names))]
    public void No_command_is_put_together_from_expressions(string name) =>
        Assert.That(Commands(name).Where(command => command.Contains("${{", StringComparison.Ordinal)), Is.Empty);

    [TestCaseSource(nameof(Names))]
    public void What_commands_name_exists(string name)
    {
        var environments = Yaml.Read(".github", "workflows", "deploy.yml")["on"]!["workflow_dispatch"]!["inputs"]!["environment"]!["options"]!.AsArray().Select(option => $"{option}");
        var named = Commands(name).SelectMany(command => environments.Select(environment => command.Replace("$AZURE_ENV_NAME", environment, StringComparison.Ordinal)))
            .SelectMany(command => Named().Matches(command)).Select(match => match.Groups["path"].Value).Distinct().ToList();

        Assert.That(named, Does.Contain("check.cs"));
        Assert.That(named.Where(path => !Path.Exists(Path.Combine(Files.Root, path))), Is.Empty);
    }

    [Test]
    public async Task A_deployment_is_checked_published_and_shown_before_it_is_made()
    {
        var jobs = Jobs("deploy.yml");
        var outputs = Output().Matches(Text("deploy.yml")).Select(match => match.Groups["name"].Value).ToList();

        Assert.That(jobs["deploy"]!["needs"]!.AsArray().Select(job => $"{job}"), Is.EquivalentTo(new[] { "build", "what-if" }));
        Assert.That(Commands("deploy.yml").Take(2), Is.EqualTo(new[] { "dotnet run check.cs", "dotnet publish functions -c Release -o publish" }));
        Assert.That(($"{jobs["what-if"]!["environment"]}", $"{jobs["deploy"]!["environment"]}"), Is.EqualTo(("${{ inputs.environment }}-preview", "${{ inputs.environment }}")));
        Assert.That($"{Yaml.Read(".github", "workflows", "deploy.yml")["concurrency"]!["cancel-in-progress"]}", Is.EqualTo("false"));
        Assert.That($"{Yaml.Read(".github", "workflows", "deploy.yml")["defaults"]!["run"]!["shell"]}", Is.EqualTo("bash"), "only then does a failed what-if fail the job: its output goes through a pipe");
        Assert.That(outputs, Has.Count.EqualTo(3).And.SubsetOf((await Deployment.OfFileAsync("prod.bicepparam")).Outputs));
    }

    /// <summary>Without the first an app would be deployed that lets nobody in; without the second nobody could put its secrets into the vault.</summary>
    [TestCase("what-if")]
    [TestCase("deploy")]
    public void Who_may_call_it_and_who_keeps_its_secrets_are_handed_on_and_looked_at_before_it_signs_in(string job)
    {
        var steps = Jobs("deploy.yml")[job]!["steps"]!.AsArray().Select(step => $"{step!["run"]}{step["uses"]}".Split('@')[0]).ToList();

        Assert.That($"{Jobs("deploy.yml")[job]!["env"]!["ENTRA_CLIENT_ID"]}", Is.EqualTo("${{ vars.ENTRA_CLIENT_ID }}"));
        Assert.That($"{Jobs("deploy.yml")[job]!["env"]!["AZURE_PRINCIPAL_ID"]}", Is.EqualTo("${{ vars.VAULT_OFFICER_ID }}"));
        Assert.That(steps.IndexOf("bash infra/refuse.sh"), Is.InRange(1, steps.IndexOf("azure/login") - 1));
    }

    [TestCase(Id, Id, "ops@builders.example", ExpectedResult = "0 ")]
    [TestCase("", Id, "ops@builders.example", ExpectedResult = "1 ENTRA_CLIENT_ID")]
    [TestCase("00000000-0000-0000-0000-000000000000", Id, "ops@builders.example", ExpectedResult = "1 ENTRA_CLIENT_ID")]
    [TestCase("the client id", Id, "ops@builders.example", ExpectedResult = "1 ENTRA_CLIENT_ID")]
    [TestCase(Id, "", "ops@builders.example", ExpectedResult = "1 VAULT_OFFICER_ID")]
    [TestCase(Id, "ops@builders.example", "ops@builders.example", ExpectedResult = "1 VAULT_OFFICER_ID")]
    [TestCase(Id, Id, "connector@example.com", ExpectedResult = "1 alertEmail")]
    [TestCase("", "", "connector@example.com", ExpectedResult = "1 ENTRA_CLIENT_ID VAULT_OFFICER_ID alertEmail")]
    [Platform(Exclude = "Win", Reason = "The workflow runs on Linux.")]
    public async Task<string> It_refuses_to_run_without_them_and_says_what_is_missing(string client, string officer, string email)
    {
        var folder = Directory.CreateTempSubdirectory("refuse-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "infra"));
            await File.WriteAllTextAsync(
                Path.Combine(folder, "infra", "prod.bicepparam"),
                (await File.ReadAllTextAsync(Path.Combine(Files.Root, "infra", "prod.bicepparam"))).Replace("connector@example.com", email, StringComparison.Ordinal));
            var run = await ChildProcess.RunAsync(
                folder, "env", "AZURE_ENV_NAME=prod", $"ENTRA_CLIENT_ID={client}", $"AZURE_PRINCIPAL_ID={officer}", "bash", Path.Combine(Files.Root, "infra", "refuse.sh"));

            return $"{run.ExitCode} {string.Join(' ', Refused().Matches(run.Output).Select(match => match.Groups["what"].Value))}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>It shows and changes nothing, so it may not; only this level of validation asks for no right to write.</summary>
    [Test]
    public async Task The_preview_may_look_at_all_that_is_deployed_and_do_nothing_else()
    {
        var role = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Files.Root, "infra", "preview-role.json")))!;
        var actions = role["Actions"]!.AsArray().Select(action => $"{action}").ToList();
        var deployed = (await Deployment.OfFileAsync("prod.bicepparam", more: $"{NetworkTests.Private}param budgetFrom = '2026-03'\n")).Resources
            .Select(resource => $"{Deployment.At(resource, "type")}".Split('/')[0]).Distinct();

        Assert.That(actions.Where(action => !action.EndsWith("/read", StringComparison.Ordinal)), Is.EquivalentTo(new[] { "Microsoft.Resources/deployments/whatIf/action", "Microsoft.Resources/deployments/validate/action" }));
        Assert.That(actions.Where(action => action.EndsWith("/read", StringComparison.Ordinal)), Is.EquivalentTo(deployed.Select(provider => $"{provider}/*/read")));
        Assert.That(role["DataActions"]!.AsArray(), Is.Empty);
        Assert.That(Commands("deploy.yml").Single(command => command.Contains("what-if", StringComparison.Ordinal)), Does.Contain("--validation-level ProviderNoRbac"));
    }

    /// <summary>A federated credential lets in whatever runs in its GitHub environment; the environment lets in the branch main.</summary>
    [Test]
    public async Task Each_environment_has_a_credential_and_a_branch_rule_in_the_readme()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Files.Root, "infra", "README.md"));
        var environments = Jobs("deploy.yml").Select(job => job.Value!["environment"]).OfType<JsonNode>().Select(name => $"{name}".Replace("${{ inputs.environment }}", "prod", StringComparison.Ordinal)).ToList();

        Assert.That(environments, Is.EquivalentTo(new[] { "prod-preview", "prod" }));
        foreach (var environment in environments)
        {
            Assert.That(readme, Does.Contain($"repo:$REPO:environment:{environment}\"").And.Contain($"repo:${{repo}}:environment:{environment}\""), "whom Azure lets in, in both shells");
            Assert.That(readme, Does.Contain($"repos/$REPO/environments/{environment} ").And.Contain($"repos/$REPO/environments/{environment}/deployment-branch-policies -f name=main"), "which branch GitHub lets in");
            Assert.That(readme, Does.Contain($"repos/$repo/environments/{environment} ").And.Contain($"repos/$repo/environments/{environment}/deployment-branch-policies -f name=main"));
        }
    }

    /// <summary>Otherwise the same parameter file would make one environment here and another one in a terminal.</summary>
    [TestCase("dev")]
    [TestCase("prod")]
    public void Names_and_places_are_those_of_the_parameter_file(string environment)
    {
        var file = File.ReadAllText(Path.Combine(Files.Root, "infra", $"{environment}.bicepparam"));

        Assert.That(file, Does.Contain($"readEnvironmentVariable('AZURE_ENV_NAME', '{environment}')").And.Contain("readEnvironmentVariable('AZURE_LOCATION', 'eastus2')"));
        Assert.That($"{Yaml.Read(".github", "workflows", "deploy.yml")["env"]!["AZURE_ENV_NAME"]}", Is.EqualTo("${{ inputs.environment }}"));
        Assert.That(
            new[] { "what-if", "deploy" }.Select(job => $"{Jobs("deploy.yml")[job]!["env"]!["AZURE_LOCATION"]}"), Is.All.EqualTo("${{ vars.AZURE_LOCATION || 'eastus2' }}"));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Files.Root, ".github", "workflows", name));

    private static JsonObject Jobs(string name) => Yaml.Read(".github", "workflows", name)["jobs"]!.AsObject();

    private static IEnumerable<JsonNode> Steps(string name, string action) => Jobs(name).SelectMany(job => Steps(job.Value!, action));

    private static IEnumerable<JsonNode> Steps(JsonNode job, string action) =>
        job["steps"]!.AsArray().OfType<JsonNode>().Where(step => $"{step["uses"]}".StartsWith($"{action}@", StringComparison.Ordinal));

    private static IEnumerable<string> Commands(string name) =>
        Jobs(name).SelectMany(job => job.Value!["steps"]!.AsArray()).Select(step => step!["run"]).OfType<JsonNode>().Select(run => $"{run}");

    private static IEnumerable<string> MachinesOf(JsonNode job) => $"{job["runs-on"]}" == "${{ matrix.system }}"
        ? job["strategy"]!["matrix"]!["system"]!.AsArray().Select(system => $"{system}")
        : [$"{job["runs-on"]}"];

    private static string? Rights(JsonNode node) =>
        node["permissions"] is JsonObject rights ? string.Join(", ", rights.Select(right => $"{right.Key}: {right.Value}")) : node["permissions"]?.ToString();

    [GeneratedRegex("(variable |^::error::)(?<what>[A-Z_]{5,}|alertEmail)", RegexOptions.Multiline)]
    private static partial Regex Refused();

    [GeneratedRegex("uses: .*")]
    private static partial Regex Uses();

    [GeneratedRegex(@"dotnet run (?<path>\S+)|dotnet publish (?<path>\S+)|(?<path>infra/[\w.-]+)|(?<path>Directory\.[\w.]+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"jq --raw-output \.(?<name>\w+)\.value")]
    private static partial Regex Output();
}
