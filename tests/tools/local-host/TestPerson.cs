using System.Text.Json;
using ProcoreNetSuite.Functions.Access;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>Someone who may be signed in, and what App Service authentication would tell the functions about them.</summary>
public sealed record TestPerson(string Name, string SignIn, params IReadOnlyList<string> Roles)
{
    /// <summary>The bearer tokens of <see cref="Usual"/>.</summary>
    public const string OperatorToken = "local-operator", ReaderToken = "local-reader", StrangerToken = "local-stranger";

    public static TestPerson Operator { get; } = new("Olga Berg", "olga@contoso.example", "Operator");

    /// <summary>By the token that stands for their sign-in: one with each role, and one with none of ours.</summary>
    public static IReadOnlyDictionary<string, TestPerson> Usual { get; } = new Dictionary<string, TestPerson>
    {
        [OperatorToken] = Operator,
        [ReaderToken] = new("Rita Roth", "rita@contoso.example", "Reader"),
        [StrangerToken] = new("Nils Holm", "nils@contoso.example", "Visitor"),
    };

    /// <summary>As the connector writes it into a history.</summary>
    public string FullName => $"{Name} ({SignIn})";

    /// <summary>Whatever the caller says about themselves is dropped; only a token counts.</summary>
    internal static void Authenticate(HttpRequest request, IReadOnlyDictionary<string, TestPerson> people)
    {
        request.Headers.Remove(Doorkeeper.Header);
        const string Bearer = "Bearer ";
        if ($"{request.Headers.Authorization}" is { } given && given.StartsWith(Bearer, StringComparison.Ordinal) && people.TryGetValue(given[Bearer.Length..], out var person))
        {
            request.Headers[Doorkeeper.Header] = person.ToHeader();
        }
    }

    internal string ToHeader() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        auth_typ = "aad",
        claims = Roles.Select(role => Claim("roles", role)).Append(Claim("name", Name)).Append(Claim("preferred_username", SignIn)),
        name_typ = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        role_typ = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role",
    }));

    private static object Claim(string typ, string val) => new { typ, val };
}
