using CsCheck;
using NUnit.Framework;
using ProcoreNetSuite.NetSuite;

namespace ProcoreNetSuite.Tests.NetSuite;

[TestFixture(Description = "connector-behaviour.md 13.4: a digest of what was sent is kept with the link")]
public sealed class BillDistributionTests
{
    private static readonly Gen<(BillPlace Place, decimal Amount)> Lines = Gen.Select(Gen.Int[1, 40], Gen.Bool, Gen.Int[0, 3], Gen.Int[-1_000_000, 1_000_000], (where, isItem, job, cents) => (
        new BillPlace(isItem ? new NetSuiteId($"{where}") : null, isItem ? null : new NetSuiteId($"{where}"), job == 0 ? null : new NetSuiteId($"{job}"), cents < 0), cents / 100m));

    private static BillPlace Item(string item, string? job = "7310", bool isCredit = false) => new(new NetSuiteId(item), null, job is null ? null : new NetSuiteId(job), isCredit);

    [Test]
    public void Lines_on_one_place_are_one_part_and_credits_stand_apart()
    {
        var bill = new BillDistribution([(Item("640"), 100m), (Item("700", isCredit: true), -10m), (Item("640"), 0.50m), (Item("640", null), 7m), (new BillPlace(null, new("512"), null, false), 1m)]);

        Assert.That($"{bill}", Is.EqualTo("640//d:1:7.00;640/7310/d:2:100.50;700/7310/c:1:-10.00;a512//d:1:1.00"));
        Assert.That((bill.At(Item("640")), bill.At(Item("641")), bill.At(Item("700"))), Is.EqualTo(((2, 100.50m), (0, 0m), (0, 0m))));
    }

    [Test]
    public void What_is_kept_is_read_as_it_was_in_any_order_of_lines() => Lines.Array[0, 300].Sample(lines =>
    {
        var bill = new BillDistribution(lines);
        var kept = BillDistribution.Read(bill.ToString());

        return lines.Length == 0 ? kept is null : kept!.IsSame(new BillDistribution(lines.Reverse())) && kept.Parts!.SequenceEqual(bill.Parts!) && kept.ToString() == bill.ToString();
    });

    [Test]
    public void A_cent_a_line_more_or_another_place_is_another_distribution() => Gen.Select(Lines.Array[1, 30], Gen.Int[0, 29], Gen.Int[0, 3]).Sample((lines, at, change) =>
    {
        var (place, amount) = lines[at % lines.Length];
        (BillPlace, decimal)[] changed = [.. lines.Where((_, index) => index != at % lines.Length)];
        changed = change switch
        {
            0 => [.. changed, (place, amount + 0.01m)],
            1 => [.. changed, (place, amount), (place, 0m)],
            2 => [.. changed, (place with { Job = new NetSuiteId("99") }, amount)],
            _ => changed,
        };

        return !new BillDistribution(lines).IsSame(new BillDistribution(changed));
    });

    [TestCase(30, '6', Description = "readable")]
    [TestCase(800, 'z', Description = "packed")]
    [TestCase(9_000, '#', Description = "only whether it is the same")]
    public void A_bill_of_many_lines_takes_a_column_of_the_links_all_the_same(int lines, char begins)
    {
        var bill = new BillDistribution(Enumerable.Range(1, lines).Select(line => (Item($"{60000 + (line * 7919L % 30_000)}"), (line * 104_729 % 999_983) / 100m)));
        var kept = BillDistribution.Read($"{bill}")!;
        var other = new BillDistribution(bill.Parts!.Select((part, index) => (part.Place, part.Amount + (index == 0 ? 0.01m : 0m))));

        Assert.That($"{bill}", Has.Length.LessThan(20_100));
        Assert.That($"{bill}"[0], Is.EqualTo(begins));
        Assert.That((kept.IsSame(bill), kept.IsSame(other), kept.Parts is null), Is.EqualTo((true, false, begins == '#')));
        Assert.That($"{kept}", Is.EqualTo($"{bill}"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("640/7310:1:2.00")]
    [TestCase("640/7310/x:1:2.00")]
    public void Anything_else_is_none(string? text) => Assert.That(BillDistribution.Read(text), Is.Null);
}
