using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Tests.Running;

/// <summary>connector-behaviour.md 13.7: an answer that is none of those that were asked for is refused, never passed over.</summary>
public sealed class QuestionTests
{
    private static readonly (string Key, string Label, string Code, string[] Words)[] asked =
    [
        (ErpRequestReader.DuplicateBillField, "Duplicate bill", "E409", ["export", "link"]),
        (ErpRequestReader.DuplicateVendorField, "Duplicate vendor", "E303", ["export", "link"]),
        (ErpRequestReader.ClosedPeriodField, "Closed period", "E412", ["first_open"]),
    ];

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Each_question_takes_its_own_words_or_none_and_refuses_others_with_them(int which)
    {
        var question = new[] { Question.DuplicateBill, Question.DuplicateVendor, Question.ClosedPeriod }[which];
        var (key, label, code, words) = asked[which];

        Assert.That((question.Key, question.Label, question.Check(null)), Is.EqualTo((key, label, (object?)null)));
        Assert.That(words.Select(question.Check), Is.All.Null);
        foreach (var other in new[] { "merge", "", words[0].ToUpperInvariant(), which == 2 ? "export" : "first_open" })
        {
            var refusal = question.Check(other)!;

            Assert.That(refusal.Code, Is.EqualTo(code));
            Assert.That(refusal.Message, Does.Contain($"\"{other}\"").And.Contain($"\"{label}\""));
            Assert.That(refusal.OtherRemedy, Does.Contain($"\"{label}\""));
            Assert.That(question.Words.Where(one => !refusal.OtherRemedy!.Contains($"\"{one.Word}\" ({one.Meaning})", StringComparison.Ordinal)), Is.Empty);
            Assert.That(question.Words.Select(one => (one.Word, HasMeaning: one.Meaning.Length > 0)), Is.EqualTo(words.Select(word => (word, true))));
        }
    }
}
