namespace ProcoreNetSuite.Benchmarks.Tables;

/// <summary>What the service answers instead of doing it, with Table Storage's code.</summary>
internal sealed class TableRefusal(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>Which write of a transaction is to blame, from 0.</summary>
    public int? At { get; set; }

    /// <summary>Table Storage knows more than this service: what it doesn't know it says instead of guessing.</summary>
    public static TableRefusal Unknown(string what) => new(StatusCodes.Status501NotImplemented, "NotImplemented", $"The benchmark's table service doesn't know {what}.");

    public static TableRefusal BadInput(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    public static TableRefusal NoRow() => new(StatusCodes.Status404NotFound, "ResourceNotFound", "The specified resource does not exist.");
}
