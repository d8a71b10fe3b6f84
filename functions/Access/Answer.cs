using Microsoft.AspNetCore.Mvc;
using ProcoreNetSuite.Messaging;

namespace ProcoreNetSuite.Functions.Access;

/// <summary>What a caller gets.</summary>
public sealed record Answer(int Status, object Body)
{
    public const int Ok = 200, Accepted = 202, BadRequest = 400, NotFound = 404, Conflict = 409, Unavailable = 503;

    /// <param name="text">One sentence, with a remedy where there is one.</param>
    public static Answer Refuse(int status, string text) => new(status, new { error = text });

    /// <summary>The one answer when the queue can't be reached, whoever asked for what.</summary>
    public static Answer Refuse(QueueUnreachableException failure) => Refuse(Unavailable, failure.Message);

    public IActionResult ToResult() => new ObjectResult(Body) { StatusCode = Status };
}
