using System.Globalization;
using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>A decision as a row of the history table and back.</summary>
internal static class HistoryRows
{
    /// <summary>A text property of Table Storage holds 32,768 characters.</summary>
    private const int LongestText = 30_000;

    private const int Beginning = 2_000;

    public static TableEntity Write(HistoryEntry entry) =>
        new(TableKeys.Partition(entry.Key), TableKeys.HistoryRow(entry.Key.ProcoreId, entry.OperationId, entry.Decision))
        {
            [nameof(HistoryEntry.OperationId)] = entry.OperationId,
            [nameof(HistoryEntry.Decision)] = entry.Decision,
            [nameof(HistoryEntry.At)] = entry.At,
            [nameof(HistoryEntry.Who)] = entry.Who,
            [nameof(HistoryEntry.Sent)] = Summarize(entry.Sent),
            [nameof(HistoryEntry.Came)] = Summarize(entry.Came),
        };

    public static HistoryEntry Read(LinkKey key, TableEntity row) => new(
        key,
        row.GetString(nameof(HistoryEntry.OperationId)),
        row.GetString(nameof(HistoryEntry.Decision)),
        row.GetDateTimeOffset(nameof(HistoryEntry.At))!.Value,
        row.GetString(nameof(HistoryEntry.Who)),
        row.GetString(nameof(HistoryEntry.Sent)),
        row.GetString(nameof(HistoryEntry.Came)));

    private static string? Summarize(string? text) =>
        text is null || text.Length <= LongestText
            ? text
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Too long to keep: {text.Length} characters, SHA-256 {TableKeys.Hash(text)}. It begins: {text[..Beginning]}");
}
