using System.Globalization;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.DirectCosts;

/// <summary>A direct cost under one of our origin ids, as a project holds it.</summary>
internal sealed record HeldCost(string OriginId, NetSuiteId Transaction, string Type, long? DirectCostId, string Digest);

/// <summary>What a project holds of ours: its sums per WBS code, and each cost without its lines. Lines that others put on a cost of ours are part of it.</summary>
internal sealed record HeldCosts(IReadOnlyList<CostSum> Sums, IReadOnlyDictionary<string, HeldCost> ByOrigin)
{
    public static async Task<HeldCosts> ReadAsync(Connection connection, long projectId, CancellationToken cancellationToken)
    {
        var costs = new Dictionary<string, Gathering>();
        await foreach (var line in connection.Procore.ListDirectCostLinesAsync(projectId, cancellationToken))
        {
            var ours = Read(connection, line.OriginId);
            if ((line.DirectCostId?.ToString(CultureInfo.InvariantCulture) ?? ours?.OriginId) is not { } key)
            {
                continue;
            }

            if (!costs.TryGetValue(key, out var cost))
            {
                costs.Add(key, cost = new Gathering());
            }

            cost.Add(line, ours);
        }

        var found = costs.Values.Where(cost => cost.Owner is not null).ToList();

        return new HeldCosts(
            CostSum.Combine(found.SelectMany(cost => cost.Sums.Select(sum => new CostSum(sum.Key == 0 ? null : sum.Key, sum.Value.Count, sum.Value.Sum)))),
            found.DistinctBy(cost => cost.Owner!.OriginId, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(cost => cost.Owner!.OriginId, cost => cost.Owner! with { Digest = $"{cost.Digest}" }, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The cost of a line by the line's origin id: <c>ns:{account}:{type}:{transaction}:{project}:{line}</c>.</summary>
    private static HeldCost? Read(Connection connection, string? originId)
    {
        foreach (var (recordType, type) in new[] { ("vendorBill", DirectCost.Invoice), ("journalEntry", DirectCost.Expense) })
        {
            if (ExternalIds.ReadOrigin(originId, connection.Settings.NetSuite.AccountId, recordType)?.Split(':') is [{ Length: > 0 } transaction, _, _]
                && long.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return new HeldCost(originId![..originId!.LastIndexOf(':')], new NetSuiteId(transaction), type, null, "");
            }
        }

        return null;
    }

    private sealed class Gathering
    {
        public LinesDigest Digest { get; } = new();

        /// <summary>By WBS code, 0 for none.</summary>
        public Dictionary<long, (int Count, decimal Sum)> Sums { get; } = [];

        public HeldCost? Owner { get; private set; }

        public void Add(DirectCostLineFound line, HeldCost? ours)
        {
            Owner ??= ours is null ? null : ours with { DirectCostId = line.DirectCostId };
            Digest.Add(line.OriginId, line.WbsCode?.Id, line.Amount ?? 0m);
            var (count, sum) = Sums.GetValueOrDefault(line.WbsCode?.Id ?? 0);
            Sums[line.WbsCode?.Id ?? 0] = (count + 1, sum + (line.Amount ?? 0m));
        }
    }
}
