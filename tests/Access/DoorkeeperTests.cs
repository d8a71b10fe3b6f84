using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Access;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Access;

/// <summary>Who is let in. The header is as App Service authentication documents it: base64 of JSON with auth_typ, claims of typ and val, name_typ and role_typ.</summary>
public sealed class DoorkeeperTests
{
    private const string Person = """{ "typ": "name", "val": "Olga Berg" }, { "typ": "preferred_username", "val": "olga@contoso.example" }""";

    private readonly KeptLogs logs = new();

    [TestCase("Operator", Role.Operator, ExpectedResult = 200)]
    [TestCase("Operator", Role.Reader, ExpectedResult = 200, Description = "who may change may look")]
    [TestCase("Reader", Role.Reader, ExpectedResult = 200)]
    [TestCase("Reader", Role.Operator, ExpectedResult = 403)]
    [TestCase("operator", Role.Reader, ExpectedResult = 403, Description = "Entra's roles are case-sensitive")]
    [TestCase("Administrator", Role.Reader, ExpectedResult = 403)]
    public async Task<int> A_role_opens_what_it_should(string has, Role wants) => (await AskAsync(Header(Person, Roles(has)), wants)).Status;

    [Test]
    public async Task A_role_under_its_long_name_counts_too() =>
        Assert.That(
            (await AskAsync(Header(Person, """{ "typ": "http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "val": "Operator" }"""), Role.Operator)).Status,
            Is.EqualTo(200));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("not base64!")]
    [TestCase("bm90IGpzb24=")]
    [TestCase("bnVsbA==")]
    [TestCase("e30=")]
    [TestCase("W10=")]
    public async Task Who_can_not_be_read_is_nobody(string? header)
    {
        var (status, text) = await AskAsync(header, Role.Reader);

        Assert.That((status, text), Is.EqualTo((401, "Nobody is signed in. Call with a token of the connector's Entra application that has the role Reader: README.md says how to get one.")));
    }

    [TestCase("facebook", Description = "another provider's roles are not Entra's")]
    [TestCase("")]
    public async Task Only_Entra_says_who_somebody_is(string provider) =>
        Assert.That((await AskAsync(Header(Person, Roles("Operator"), provider), Role.Reader)).Status, Is.EqualTo(401));

    [Test]
    public async Task Two_principals_are_none()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[Doorkeeper.Header] = new([Header(Person, Roles("Operator")), Header(Person, Roles("Operator"))]);

        Assert.That((await AskAsync(context, Role.Reader)).Status, Is.EqualTo(401));
    }

    [Test(Description = "the header can be written by anyone then")]
    public async Task Nobody_is_let_in_where_authentication_is_off()
    {
        var (status, text) = await AskAsync(Header(Person, Roles("Operator")), Role.Reader, authenticates: false);

        Assert.That((status, text), Is.EqualTo((401, "Nobody can sign in: App Service authentication is off. Switch it on as infra/README.md says.")));
    }

    [Test]
    public async Task A_refusal_names_the_person_the_role_and_a_remedy_and_is_logged()
    {
        var (_, text) = await AskAsync(Header(Person, Roles("Reader")), Role.Operator);

        Assert.That(text, Is.EqualTo("Olga Berg (olga@contoso.example) does not have the role Operator. Have an administrator assign it in the connector's Entra application, then get a new token."));
        Assert.That(string.Join("\n", logs.Lines), Does.Contain("Olga Berg (olga@contoso.example) was refused: POST /api/x wants the role Operator"));
    }

    [TestCase(Person, "Olga Berg (olga@contoso.example)")]
    [TestCase("""{ "typ": "name", "val": "Olga Berg" }, { "typ": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "val": "olga@contoso.example" }""", "Olga Berg (olga@contoso.example)")]
    [TestCase("""{ "typ": "preferred_username", "val": "olga@contoso.example" }""", "olga@contoso.example")]
    [TestCase("""{ "typ": "azp", "val": "5f1c" }, { "typ": "oid", "val": "77" }""", "application 5f1c")]
    [TestCase("""{ "typ": "http://schemas.microsoft.com/identity/claims/objectidentifier", "val": "77" }""", "77")]
    public async Task A_caller_has_a_name(string claims, string expected)
    {
        await AskAsync(Header(claims, Roles("Operator")), Role.Operator);

        Assert.That(string.Join("\n", logs.Lines), Does.Contain($"{expected} calls POST /api/x"));
    }

    [Test]
    public async Task A_caller_without_any_name_is_nobody() => Assert.That((await AskAsync(Header(Roles("Operator"), Roles("Reader")), Role.Reader)).Status, Is.EqualTo(401));

    private static string Roles(string role) => $$"""{ "typ": "roles", "val": "{{role}}" }""";

    private static string Header(string person, string roles, string provider = "aad") => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        $$"""{ "auth_typ": "{{provider}}", "claims": [{{person}}, {{roles}}], "name_typ": "name", "role_typ": "roles" }"""));

    private Task<(int Status, string? Text)> AskAsync(string? header, Role role, bool authenticates = true)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[Doorkeeper.Header] = header;

        return AskAsync(context, role, authenticates);
    }

    private async Task<(int Status, string? Text)> AskAsync(HttpContext context, Role role, bool authenticates = true)
    {
        (context.Request.Method, context.Request.Path) = ("POST", "/api/x");
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var door = new Doorkeeper(authenticates, factory.CreateLogger<Doorkeeper>());
        var answer = (ObjectResult)await door.AdmitAsync(context.Request, role, _ => Task.FromResult<IActionResult>(new OkObjectResult(new { error = (string?)null })));

        return (answer.StatusCode!.Value, (string?)answer.Value!.GetType().GetProperty("error")!.GetValue(answer.Value));
    }
}
