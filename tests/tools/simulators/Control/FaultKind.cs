using System.Text.Json.Serialization;

namespace ProcoreNetSuite.Simulators.Control;

/// <summary>What a fault does to a call.</summary>
public enum FaultKind
{
    /// <summary>The work is done and kept, then the connection is cut: the caller can't know.</summary>
    [JsonStringEnumMemberName("lose-answer")]
    LoseAnswer,

    /// <summary>The connection is cut before any work.</summary>
    [JsonStringEnumMemberName("fail-before")]
    FailBefore,

    /// <summary>The work starts, takes <see cref="FaultRule.Delay"/> longer, and is answered as usual.</summary>
    [JsonStringEnumMemberName("delay")]
    Delay,

    /// <summary>Answers <see cref="FaultRule.Status"/> and <see cref="FaultRule.Body"/> without any work.</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>Answers 503 with a page of HTML, as a content delivery network does, without any work.</summary>
    [JsonStringEnumMemberName("html-503")]
    Html503,

    /// <summary>The work is done and kept, half of the answer's body is sent, then the connection is cut.</summary>
    [JsonStringEnumMemberName("truncate")]
    Truncate,

    /// <summary>Answers as the system does when its limit is reached (NetSuite: concurrency; Procore: rate), without any work.</summary>
    [JsonStringEnumMemberName("refuse-concurrency")]
    RefuseConcurrency,

    /// <summary>Every access token given out so far dies before the call is looked at.</summary>
    [JsonStringEnumMemberName("expire-tokens")]
    ExpireTokens,

    /// <summary>A webhook that should be sent is not. Matched against the webhook's own method and path.</summary>
    [JsonStringEnumMemberName("drop-webhook")]
    DropWebhook,
}
