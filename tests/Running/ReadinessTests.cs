using Azure;
using Azure.Identity;
using Moq;
using NUnit.Framework;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;

namespace ProcoreNetSuite.Tests.Running;

public sealed class ReadinessTests
{
    private static IEnumerable<TestCaseData> Failures =>
    [
        new(new RequestFailedException(403, "no", "AuthorizationFailure", null), "403 AuthorizationFailure"),
        new(new AggregateException("six tries"), "can't be reached"),
        new(new CredentialUnavailableException("The app has no identity."), "identity"),
    ];

    [Test]
    public async Task A_link_store_that_answers_is_ready() => Assert.That(await Find(Mock.Of<ILinkStore>()), Is.Null);

    [TestCaseSource(nameof(Failures))]
    public async Task A_link_store_that_does_not_answer_is_named_in_one_sentence(Exception failure, string text)
    {
        var links = new Mock<ILinkStore>();
        links.Setup(links => links.FindAsync(It.IsAny<LinkKey>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);

        Assert.That(await Find(links.Object), Does.Contain(text));
    }

    private static Task<string?> Find(ILinkStore links) => new Readiness(links).FindProblemAsync(CancellationToken.None);
}
