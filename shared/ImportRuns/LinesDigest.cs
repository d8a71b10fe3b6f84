using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProcoreNetSuite.ImportRuns;

/// <summary>
/// Count and hash of a direct cost's lines, taken in any order: by it a cost whose lines are not as they were written is found among many without holding
/// any of their lines.
/// </summary>
public sealed class LinesDigest
{
    private int count;
    private ulong hash;

    /// <param name="originId">Null for a line that is not ours.</param>
    public void Add(string? originId, long? wbsCodeId, decimal amount)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{originId}|{wbsCodeId}|{amount:0.############}");
        count++;
        hash = unchecked(hash + BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{count}:{hash:x16}");
}
