namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>The groups that share ids and external ids (specification 10.1, 11).</summary>
internal static class Groups
{
    public const string Entity = "entity";
    public const string Item = "item";
    public const string Transaction = "transaction";
    public const string Account = "account";
}
