using System.Text.Json;
using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Links;

/// <summary>Random histories of a few records and bills: the real store answers as a plain dictionary does.</summary>
public sealed class TableLinkStoreModelTests
{
    private static readonly LinkState[] free = [LinkState.Open, LinkState.Writing, LinkState.Unknown];
    private static readonly LinkState[] paired = [LinkState.Linked, LinkState.Changed, LinkState.Orphaned];

    private static readonly Gen<Step> step = Gen.Select(
        Gen.Enum<Act>(), Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[0, 9], (act, record, bill, age, detail) => new Step(act, record, bill, age, detail));

    private static int connections;

    private enum Act
    {
        Save,
        SaveTwo,
        Link,
        LinkTwo,
        Unlink,
        Park,
        Report,
    }

    [Test]
    public async Task The_store_answers_as_a_dictionary_does()
    {
        using var azure = await TableStore.NewAsync();
        await step.List[1, 30].SampleAsync(
            async steps =>
            {
                var connection = $"model-{Interlocked.Increment(ref connections)}";
                var real = new History(azure.NewStore(), connection);
                var model = new History(new MemoryLinkStore(new Effects()), connection);
                foreach (var next in steps)
                {
                    Assert.That(await real.DoAsync(next), Is.EqualTo(await model.DoAsync(next)), $"{next}");
                    Assert.That(await real.ShowAsync(), Is.EqualTo(await model.ShowAsync()), $"{next}");
                }
            },
            iter: 60,
            threads: 2);
    }

    /// <param name="Age">0: with the version that is stored now; otherwise with one that was read earlier.</param>
    private sealed record Step(Act Act, int Record, int Bill, int Age, int Detail);

    private sealed class History(ILinkStore store, string connection)
    {
        private static readonly DateTimeOffset at = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        private readonly Dictionary<LinkKey, List<Link>> seen = [];

        /// <returns>What the caller learns.</returns>
        public async Task<string> DoAsync(Step step)
        {
            var key = Key(step.Record);
            var link = await LookAsync(key, step.Age) ?? new Link { Key = key, State = LinkState.Open };
            switch (step.Act)
            {
                case Act.Save:
                    var states = link.IsPair ? paired : free;
                    var saved = await store.TrySaveAsync(
                        link with { State = states[step.Detail % 3], OperationId = $"m{step.Detail}", Amount = step.Detail / 100m, LeaseUntil = at }, default);

                    return saved is null ? "lost" : Show(saved);
                case Act.SaveTwo:
                    var two = await store.TrySaveManyAsync(
                        [.. (await TwoAsync(step)).Select(one => one with { State = one.IsPair ? one.State : LinkState.Writing, OperationId = $"m{step.Detail}", Name = "Two" })],
                        default);

                    return two is null ? "lost" : string.Join(' ', two.Select(Show));
                case Act.LinkTwo:
                    var claims = (await TwoAsync(step)).Where(one => one is { State: LinkState.Writing, ETag: not null, Name: not null });

                    return $"{claims.Any() && await store.TryLinkManyAsync([.. claims.Select((claim, index) => claim with { NetSuiteId = Bill(1 + ((step.Bill + index) % 3)) })], default)}";
                case Act.Link:
                    try
                    {
                        return Show(await store.LinkAsync(
                            link with { NetSuiteId = Bill(step.Bill), Name = step.Detail < 5 ? null : $"Invoice {step.Detail}" }, default));
                    }
                    catch (LinkConflictException conflict)
                    {
                        return $"conflict with {conflict.Holder?.Key.ProcoreId}";
                    }

                case Act.Unlink:
                    await store.UnlinkAsync(link with { Voided = step.Detail }, default);

                    return "";
                case Act.Park:
                    await store.ParkAsync(
                        [(key, step.Detail < 5 ? null : $"Parked {step.Detail}", [new Problem("E401", $"{step.Detail}")]), (Key(1 + (step.Record % 3)), null, [])],
                        at,
                        default);

                    return "";
                default:
                    await store.MarkReportedAsync([(key, step.Detail, step.Bill == 1), (Key(step.Bill), step.Age, true)], at, default);

                    return "";
            }
        }

        public async Task<string> ShowAsync()
        {
            var links = new List<string>();
            await foreach (var link in store.ListAsync(connection, EntityType.Company, null, default))
            {
                links.Add(Show(link));
            }

            links.Sort(StringComparer.Ordinal);
            for (var bill = 1; bill <= 3; bill++)
            {
                var holder = await store.FindByNetSuiteIdAsync(connection, EntityType.Company, null, Bill(bill), default);
                links.Add($"{bill}: {holder?.Key.ProcoreId}");
            }

            // So many that they are read with one query.
            var many = await store.FindManyByNetSuiteIdAsync(connection, EntityType.Company, null, [.. Enumerable.Range(1, 20).Select(Bill)], default);
            links.AddRange(many.Select(found => $"{found.Key}: {found.Value.Key.ProcoreId}").Order(StringComparer.Ordinal));

            return string.Join('\n', links);
        }

        /// <summary>This record and the next one, each with the version of the step's age.</summary>
        private async Task<IReadOnlyList<Link>> TwoAsync(Step step)
        {
            LinkKey[] keys = [Key(step.Record), Key(1 + (step.Record % 3))];
            List<Link> two = [];
            foreach (var key in keys)
            {
                two.Add(await LookAsync(key, step.Age) ?? new Link { Key = key, State = LinkState.Open });
            }

            return two;
        }

        private static string Show(Link link) => JsonSerializer.Serialize(link with { ETag = null, UpdatedAt = null });

        private static NetSuiteId Bill(int number) => new($"{900 + number}");

        private LinkKey Key(int record) => new(connection, EntityType.Company, record);

        private async Task<Link?> LookAsync(LinkKey key, int age)
        {
            var now = await store.FindAsync(key, default);
            if (!seen.TryGetValue(key, out var earlier))
            {
                seen[key] = earlier = [];
            }

            if (now is not null && (earlier.Count == 0 || earlier[^1].ETag != now.ETag))
            {
                earlier.Add(now);
            }

            return age == 0 || earlier.Count <= age ? now : earlier[^(age + 1)];
        }
    }
}
