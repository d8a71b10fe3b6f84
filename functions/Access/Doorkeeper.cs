using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Access;

/// <summary>
/// Lets callers of the connector's own functions in, by their role. App Service authentication stands in front and says who they are; where it is off, anyone
/// could write that header, so nobody is let in.
/// </summary>
/// <param name="authenticates">App Service authentication is on: the platform says so in WEBSITE_AUTH_ENABLED.</param>
public sealed partial class Doorkeeper(bool authenticates, ILogger<Doorkeeper> log)
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    /// <summary>Does the work for a caller who has the role; anyone else gets 401 or 403 with a sentence. 503 if the work needs the queue and that can't be reached.</summary>
    public async Task<IActionResult> AdmitAsync(HttpRequest request, Role role, Func<Caller, Task<IActionResult>> work)
    {
        if (!authenticates)
        {
            return Refuse(StatusCodes.Status401Unauthorized, "Nobody can sign in: App Service authentication is off. Switch it on as infra/README.md says.");
        }

        if (Caller.Read(request.Headers[Header]) is not { } caller)
        {
            return Refuse(StatusCodes.Status401Unauthorized, $"Nobody is signed in. Call with a token of the connector's Entra application that has the role {role}: README.md says how to get one.");
        }

        if (!caller.Has(role))
        {
            Log.Refused(log, caller.Name, request.Method, request.Path, role);

            return Refuse(StatusCodes.Status403Forbidden, $"{caller.Name} does not have the role {role}. Have an administrator assign it in the connector's Entra application, then get a new token.");
        }

        if (role is Role.Operator)
        {
            Log.Admitted(log, caller.Name, request.Method, request.Path);
        }

        try
        {
            return await work(caller);
        }
        catch (QueueUnreachableException failure)
        {
            Log.QueueDown(log, failure);

            return Answer.Refuse(failure).ToResult();
        }
    }

    private static ObjectResult Refuse(int status, string text) => new(new { error = text }) { StatusCode = status };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Who} was refused: {Method} {Path} wants the role {Role}")]
        public static partial void Refused(ILogger logger, string who, string method, string path, Role role);

        [LoggerMessage(2, LogLevel.Information, "{Who} calls {Method} {Path}")]
        public static partial void Admitted(ILogger logger, string who, string method, string path);

        [LoggerMessage(3, LogLevel.Error, "The queue can't be reached")]
        public static partial void QueueDown(ILogger logger, Exception failure);
    }
}
