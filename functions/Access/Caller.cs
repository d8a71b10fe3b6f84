using System.Text.Json;

namespace ProcoreNetSuite.Functions.Access;

/// <summary>The person or program that calls.</summary>
/// <param name="Name">For the history: a person's name with what they sign in with, such as "Olga Berg (olga@contoso.com)".</param>
/// <param name="Roles">App roles as Entra spells them; not all need be ours.</param>
public sealed record Caller(string Name, IReadOnlyCollection<string> Roles)
{
    private const string Address = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
    private const string OfMicrosoft = "http://schemas.microsoft.com/";

    public bool Has(Role role) => Enum.GetValues<Role>().Where(one => one >= role).Any(one => Roles.Contains($"{one}", StringComparer.Ordinal));

    /// <summary>Reads what App Service authentication says about a caller: base64 of JSON, with a list of claims. Some claims come under a long name too.</summary>
    /// <returns>Null if it isn't that, or not about someone of Entra.</returns>
    public static Caller? Read(string? header)
    {
        try
        {
            var principal = JsonSerializer.Deserialize<Principal>(Convert.FromBase64String(header ?? ""), JsonSerializerOptions.Web);

            return principal is { Auth_Typ: "aad", Claims: { } claims } ? Read(claims.ToLookup(claim => claim.Typ ?? "", claim => claim.Val ?? "")) : null;
        }
        catch (Exception notThat) when (notThat is FormatException or JsonException)
        {
            return null;
        }
    }

    private static Caller? Read(ILookup<string, string> claims)
    {
        string? First(params string[] names) => names.SelectMany(name => claims[name]).FirstOrDefault(value => value.Length > 0);

        var name = First("name", $"{Address}name");
        var signIn = First("preferred_username", "upn", $"{Address}upn", $"{Address}emailaddress");
        var known = (name, signIn) switch
        {
            ({ }, { }) when name != signIn => $"{name} ({signIn})",
            _ => name ?? signIn ?? (First("azp", "appid") is { } program ? $"application {program}" : First("oid", $"{OfMicrosoft}identity/claims/objectidentifier")),
        };

        return known is null ? null : new Caller(known, [.. claims["roles"], .. claims[$"{OfMicrosoft}ws/2008/06/identity/claims/role"]]);
    }

    private sealed record Principal(string? Auth_Typ, IReadOnlyList<Claim>? Claims);

    private sealed record Claim(string? Typ, string? Val);
}
