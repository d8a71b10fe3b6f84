namespace ProcoreNetSuite.LocalHosting;

/// <summary>What reaches outside the process and so may be cut off half way.</summary>
public enum EffectKind
{
    Http,
    Table,
    Send,
    Settle,
}
