using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>The Functions host's keys, in the query or in a header.</summary>
internal static class HostKeys
{
    /// <summary>The master key opens every level.</summary>
    public static bool Open(HttpRequest request, AuthorizationLevel level, string hostKey, string masterKey)
    {
        if (level is AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var key = request.Query["code"].FirstOrDefault() ?? request.Headers["x-functions-key"].FirstOrDefault() ?? "";
        return IsSame(key, masterKey) || (level is AuthorizationLevel.Function && IsSame(key, hostKey));
    }

    private static bool IsSame(string given, string key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));
}
