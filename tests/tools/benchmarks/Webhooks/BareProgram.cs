using ProcoreNetSuite.Benchmarks.Running;

namespace ProcoreNetSuite.Benchmarks.Webhooks;

/// <summary>The least that can take a post: Kestrel, one route, the body read, 202.</summary>
internal static class BareProgram
{
    public const string Name = "bare";

    public static Task<int> RunAsync() => KestrelProgram.RunAsync(app => app.MapPost("/", async (HttpRequest request) =>
    {
        await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }));
}
