namespace ProcoreNetSuite.Procore;

/// <summary>A copy of an ERP record in Ready to Import (procore-api.md 7.4.4).</summary>
/// <param name="ItemType">vendor or project.</param>
/// <param name="Status">One of <see cref="StagedStatus"/>; null leaves it as a user may have set it.</param>
/// <param name="Data">Attributes of the Procore record that it becomes; null leaves them as they are.</param>
public sealed record StagedRecord(
    string ItemType, string OriginId, string? OriginCode, string? Status, IReadOnlyDictionary<string, object?>? Data = null);

/// <summary>States of a staged record.</summary>
public static class StagedStatus
{
    /// <summary>Stands in Ready to Import.</summary>
    public const string Staged = "staged";

    public const string Imported = "imported";

    /// <summary>Hidden by a user.</summary>
    public const string Archived = "archived";

    /// <summary>Hidden by the connector: there is nothing to import any more.</summary>
    public const string Invalid = "invalid";
}

/// <summary>New values of a company or project; what is not named stays as it is.</summary>
public sealed record RecordUpdate(long Id, IReadOnlyDictionary<string, object?> Fields);
