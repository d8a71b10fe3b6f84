namespace ProcoreNetSuite.AzureSurface;

/// <summary>The one sentence said wherever this stand-in is asked to be the real thing.</summary>
internal static class LocalOnly
{
    public const string Sentence =
        "This build is for local use and tests only: to deploy, build with the package set `current` (-p:PackageSet=current).";

    public static NotSupportedException NotSupported() => new(Sentence);
}
