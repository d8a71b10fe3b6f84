namespace ProcoreNetSuite.Commands;

/// <summary>What was asked of <c>check.cs</c>.</summary>
public sealed record CheckOptions(string? Filter, bool Format, bool Help)
{
    public const string Usage = """
        dotnet run check.cs -- [options]

        Restores, builds, checks the formatting, runs all tests, looks whether the same files
        are built where the file system doesn't tell case apart, compiles Bicep and publishes
        the app where the package source has all it needs: what CI does.

          --filter X    only tests whose full name contains X (or a filter expression such as TestCategory=Y)
          --no-format   leave the formatting out
          --help        this text
        """;

    /// <exception cref="SetupException">There is no such option, or its value is missing.</exception>
    public static CheckOptions Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new CheckOptions(Filter: null, Format: true, Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--filter" when i + 1 < arguments.Count => options with { Filter = Expression(arguments[++i]) },
                "--no-format" => options with { Format = false },
                "--help" or "-h" => options with { Help = true },
                var unknown => throw new SetupException($"{unknown}: no such option, or its value is missing.\n\n{Usage}"),
            };
        }

        return options;
    }

    private static string Expression(string filter) =>
        filter.IndexOfAny(['=', '~']) >= 0 ? filter : $"FullyQualifiedName~{filter}";
}
