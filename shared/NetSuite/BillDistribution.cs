using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ProcoreNetSuite.NetSuite;

/// <summary>Where a bill books an amount.</summary>
/// <param name="Account">Of a line without an item.</param>
/// <param name="IsCredit">Below zero: retainage held stays apart from retainage released, a discount from what it is given on.</param>
public sealed record BillPlace(NetSuiteId? Item, NetSuiteId? Account, NetSuiteId? Job, bool IsCredit)
{
    public override string ToString() => $"{Item?.Value ?? $"a{Account?.Value}"}/{Job?.Value}/{(IsCredit ? "c" : "d")}";

    internal static BillPlace? Read(string text) => text.Split('/') is [var where, var job, "c" or "d"]
        ? new(
            where is ['a', ..] ? null : new NetSuiteId(where),
            where is ['a', _, ..] ? new NetSuiteId(where[1..]) : null,
            job.Length == 0 ? null : new NetSuiteId(job),
            text[^1] == 'c')
        : null;
}

/// <summary>
/// What a bill books where, whatever its lines are called and in whatever order they stand (connector-behaviour.md 13.4). As text it is kept with the link, so that a
/// later comparison needs nothing else of what was sent.
/// </summary>
public sealed class BillDistribution
{
    /// <summary>Up to here the text is readable; then it is packed.</summary>
    private const int Readable = 2_000;

    /// <summary>What a column of the links holds, with all else that stands there. Longer ones are kept as their hash.</summary>
    private const int Longest = 20_000;

    private readonly SortedDictionary<string, (BillPlace Place, int Count, decimal Amount)> parts = new(StringComparer.Ordinal);
    private readonly string? hash;

    public BillDistribution(IEnumerable<(BillPlace Place, decimal Amount)> lines)
    {
        foreach (var (place, amount) in lines)
        {
            var (_, count, sum) = parts.GetValueOrDefault($"{place}");
            parts[$"{place}"] = (place, count + 1, sum + amount);
        }
    }

    private BillDistribution(string hash) => this.hash = hash;

    /// <summary>Null if it is too long to be kept: then it is only known whether it is the same.</summary>
    public IReadOnlyCollection<(BillPlace Place, int Count, decimal Amount)>? Parts => hash is null ? parts.Values : null;

    private string Plain => string.Join(';', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Key}:{part.Value.Count}:{part.Value.Amount:0.00########}")));

    /// <summary>The part that the other one has on the same place.</summary>
    public (int Count, decimal Amount) At(BillPlace place) => parts.TryGetValue($"{place}", out var part) ? (part.Count, part.Amount) : (0, 0m);

    public bool IsSame(BillDistribution other) => hash is null && other.hash is null ? Plain == other.Plain : HashOf(this) == HashOf(other);

    /// <summary>As it is kept.</summary>
    public override string ToString()
    {
        var text = hash is null ? Plain : $"#{hash}";
        if (text.Length <= Readable)
        {
            return text;
        }

        using var packed = new MemoryStream();
        using (var zip = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        var zipped = $"z{Convert.ToBase64String(packed.ToArray())}";

        return zipped.Length <= Longest ? zipped : $"#{HashOf(this)}";
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static BillDistribution? Read(string? text)
    {
        if (text is ['#', ..])
        {
            return new BillDistribution(text[1..]);
        }

        if (text is ['z', ..])
        {
            using var unpacked = new StreamReader(new DeflateStream(new MemoryStream(Convert.FromBase64String(text[1..])), CompressionMode.Decompress), Encoding.UTF8);
            text = unpacked.ReadToEnd();
        }

        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var read = new BillDistribution([]);
        foreach (var part in text.Split(';'))
        {
            if (part.Split(':') is not [var key, var count, var amount] || BillPlace.Read(key) is not { } place)
            {
                return null;
            }

            read.parts[key] = (place, int.Parse(count, CultureInfo.InvariantCulture), decimal.Parse(amount, CultureInfo.InvariantCulture));
        }

        return read;
    }

    private static string HashOf(BillDistribution one) => one.hash ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(one.Plain)));
}
