/// <summary>.NET looks for this name in a startup hook. Loading the assembly is all that is wanted.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
    }
}
