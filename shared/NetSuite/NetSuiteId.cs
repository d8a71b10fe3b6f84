using System.Text.Json.Serialization;

namespace ProcoreNetSuite.NetSuite;

/// <summary>NetSuite's internal id: digits, possibly negative. Its JSON form is how NetSuite writes a reference: {"id":"901"}.</summary>
public readonly record struct NetSuiteId([property: JsonPropertyName("id")] string Value)
{
    public override string ToString() => Value;
}
