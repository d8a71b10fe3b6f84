using Microsoft.AspNetCore.Mvc;

namespace ProcoreNetSuite.Functions.Access;

/// <summary>What a caller gets.</summary>
public sealed record Answer(int Status, object Body)
{
    public const int Ok = 200, Accepted = 202, BadRequest = 400, NotFound = 404, Conflict = 409, Unavailable = 503;

    /// <param name="text">One sentence, with a remedy where there is one.</param>
    public static Answer Refuse(int status, string text) => new(status, new { error = text });

    public IActionResult ToResult() => new ObjectResult(Body) { StatusCode = Status };
}
