namespace ProcoreNetSuite.Simulators.NetSuite.Rest;

/// <summary>Refusals as a German user reads them. Codes, fields and what is not listed stay as they are: the words are assumed.</summary>
internal static class German
{
    private static readonly (string English, string German)[] _phrases =
    [
        ("The record instance does not exist. Provide a valid record instance ID.", "Die Datensatzinstanz ist nicht vorhanden. Geben Sie eine gültige ID der Datensatzinstanz an."),
        ("Transaction type specified is incorrect.", "Der angegebene Transaktionstyp ist falsch."),
        ("Please enter value(s) for: ", "Bitte geben Sie einen oder mehrere Werte ein für: "),
        ("Permission Violation: You need the ", "Berechtigungsverletzung: Sie benötigen die Berechtigung "),
        (" permission to access this page.", ", um auf diese Seite zuzugreifen."),
        ("This entity already exists.", "Diese Entität ist bereits vorhanden."),
    ];

    public static string Of(string detail) => _phrases.Aggregate(detail, (text, phrase) => text.Replace(phrase.English, phrase.German, StringComparison.Ordinal));
}
