namespace ProcoreNetSuite.ServiceBusBroker;

/// <summary>How the client names what it attaches to.</summary>
internal static class Addresses
{
    public const string DeadLetters = "/$DeadLetterQueue";
    public const string Management = "/$management";
    public const string Claims = "$cbs";

    /// <summary>The path without the namespace and without slashes at its ends.</summary>
    public static string? PathOf(string? address) =>
        address is null ? null
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.AbsolutePath.Trim('/')
        : address.Trim('/');
}
