namespace ProcoreNetSuite.Functions.Access;

/// <summary>The app roles of the connector's Entra application (infra/README.md). Whoever has the second may do what the first may.</summary>
public enum Role
{
    /// <summary>Looks at everything, changes nothing.</summary>
    Reader,

    /// <summary>Starts and repeats work.</summary>
    Operator,
}
