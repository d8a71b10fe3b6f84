namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Amounts are kept to the currency's decimals (specification 8.4).</summary>
internal static class Money
{
    public static decimal Round(decimal amount, int decimals = 2) => Math.Round(amount, decimals, MidpointRounding.AwayFromZero);
}
