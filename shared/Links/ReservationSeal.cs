using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace ProcoreNetSuite.Links;

/// <summary>
/// What is reserved and is nobody's business, as the table keeps it: an HMAC under a key of this installation. A tax id has nine digits, so whoever reads a plain hash of one has tried them all
/// within minutes.
/// </summary>
/// <remarks>
/// The key is 32 random bytes, made at first use and never changed, in a table of its own, <c>keys</c>. A copy or an export of the reservations, or a role on that table, says nothing about tax ids
/// without it; no address of the app and no log line shows it; and only the app's identity has a role that reaches the account's rows. Whoever reads all tables of the account could still try
/// tax ids, and would also have to be given that role. The secrets of the connection in the Key Vault would keep even those out, and are no choice: the webhook's and the clients' are
/// made for being replaced, and each replacement would silently free the tax ids of all companies that are linked, which are never written, and so never reserved, again. An own secret in the
/// vault would be one more thing to set and to lose, and the app may not write there.
/// Should the table <c>keys</c> be lost, a new key is made and tax ids count as free: then names, and the tax ids that NetSuite itself holds, are what tells that two companies are the same.
/// </remarks>
internal sealed class ReservationSeal(TableServiceClient service, CreatedTable reservations)
{
    private const string Partition = "installation", Row = "reservations", Key = "Key";

    /// <summary>Column: reservations of earlier versions have been sealed.</summary>
    private const string IsComplete = "IsComplete";

    private const string Sealed = "sealed ";

    private readonly CreatedTable keys = new(service, "keys");
    private byte[]? known;

    /// <summary>The same for each, with all that is private sealed.</summary>
    public async Task<IReadOnlyList<Reservation>> SealAsync(IReadOnlyList<Reservation> plain, CancellationToken cancellationToken)
    {
        if (plain.All(one => one is { IsPrivate: false, Apart: null }))
        {
            return plain;
        }

        var key = known ??= await GetKeyAsync(cancellationToken);

        return [.. plain.Select(one => one with { What = one.IsPrivate ? Seal(key, one.What) : one.What, Apart = one.Apart is { } apart ? Seal(key, apart) : null })];
    }

    private static string Seal(byte[] key, string text) => $"{Sealed}{Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";

    private async Task<byte[]> GetKeyAsync(CancellationToken cancellationToken)
    {
        var table = await keys.GetAsync(cancellationToken);
        var row = await Rounds.RunAsync(async () =>
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken);
            if (found.HasValue)
            {
                return found.Value!;
            }

            var made = new TableEntity(Partition, Row) { [Key] = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes), [IsComplete] = false };
            await table.AddEntityAsync(made, cancellationToken);

            return made;
        });
        var key = row.GetBinary(Key);
        if (row.GetBoolean(IsComplete) is not true)
        {
            await Rounds.RunAsync(() => SealFormerAsync(key, cancellationToken));
            await table.UpdateEntityAsync(new TableEntity(Partition, Row) { [IsComplete] = true }, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }

        return key;
    }

    /// <summary>Earlier versions kept plain hashes. They become what is reserved today, with owner and all, so that a company that was linked then keeps its tax id.</summary>
    private async Task<bool> SealFormerAsync(byte[] key, CancellationToken cancellationToken)
    {
        var table = await reservations.GetAsync(cancellationToken);
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            var (what, apart) = (row.GetString(nameof(Reservation.What)), row.GetString(nameof(Reservation.Apart)));
            var isPrivate = what.StartsWith("tax id ", StringComparison.Ordinal);
            if (!isPrivate && apart?.StartsWith(Sealed, StringComparison.Ordinal) != false)
            {
                continue;
            }

            var sealedWhat = isPrivate ? Seal(key, what) : what;
            var today = new TableEntity(row)
            {
                RowKey = TableReservations.RowKeyOf(sealedWhat),
                [nameof(Reservation.What)] = sealedWhat,
                [nameof(Reservation.Apart)] = apart is null ? null : Seal(key, apart),
            };
            await table.SubmitTransactionAsync(
                today.RowKey == row.RowKey
                    ? [new(TableTransactionActionType.UpdateReplace, today, row.ETag)]
                    : [new(TableTransactionActionType.UpsertReplace, today), new(TableTransactionActionType.Delete, row, row.ETag)],
                cancellationToken);
        }

        return true;
    }
}
