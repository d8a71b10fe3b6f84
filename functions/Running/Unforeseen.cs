using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using ProcoreNetSuite.Messaging;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>
/// What nobody thought of: a mistake of ours, or an answer of a shape that nobody expected (connector-behaviour.md 13.6). It becomes the outcome of the record or run
/// that it belongs to. What the other systems say, and a storage, queue or process that is gone, is no such thing: that is tried again.
/// </summary>
public static class Unforeseen
{
    private const string Code = "E905";

    private const int Longest = 300;

    public static bool Is(Exception failure) => failure switch
    {
        OperationCanceledException or TimeoutException or IOException or HttpRequestException or RejectedException or ThrottledException or UnavailableException or UnknownOutcomeException => false,
        GivenUpException or QueueUnreachableException or ServiceBusException or AuthenticationFailedException => false,
        RequestFailedException refused => refused.Status is 400 or 413,
        AggregateException many => many.Flatten().InnerExceptions.Any(Is),
        _ => true,
    };

    /// <param name="what">What did not come about, such as "Invoice 7 of Acme could not be exported".</param>
    public static Problem ProblemOf(string what, Exception failure) => new(Code, $"{what}, for a reason that nobody foresaw: {WordsOf(failure)}. The operator has been told.");

    /// <summary>One line, for people.</summary>
    public static string WordsOf(Exception failure)
    {
        var text = PlainText.Clean(failure.GetBaseException().Message).TrimEnd('.');

        return PlainText.Cut(text.Length == 0 ? failure.GetType().Name : text, Longest);
    }
}
