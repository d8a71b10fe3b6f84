using System.Globalization;

namespace ProcoreNetSuite.Money;

/// <summary>Amounts as accountants read them. Nothing here changes an amount (connector-behaviour.md 5.3).</summary>
public static class Amounts
{
    /// <summary>No amount of an invoice is larger than this, in any currency: what is, is a mistake, and sums of it need not fit a number.</summary>
    public const decimal Largest = 1_000_000_000_000_000m;

    /// <summary>Digits after the point of a currency's smallest unit (ISO 4217): 2 for all but a few.</summary>
    public static int MinorUnits(string currency) => currency.ToUpperInvariant() switch
    {
        "CLP" or "ISK" or "JPY" or "KRW" or "PYG" or "UGX" or "VND" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };

    /// <summary>True if the amount is a whole number of the currency's smallest unit; trailing zeros don't count.</summary>
    public static bool IsExact(decimal amount, string currency) =>
        decimal.Round(amount, MinorUnits(currency), MidpointRounding.AwayFromZero) == amount;

    /// <summary>The same amount written with exactly the decimals of its currency: 2 for USD, none for JPY, 3 for KWD.</summary>
    /// <exception cref="ArgumentException">It has more: an amount that is booked is never rounded.</exception>
    public static decimal Exact(decimal amount, string currency) => IsExact(amount, currency)
        ? Round(amount, currency)
        : throw new ArgumentException($"{amount} has more decimals than {currency}.", nameof(amount));

    /// <summary>An estimate to the currency's smallest unit, half away from zero. Nothing that is booked comes here.</summary>
    public static decimal Round(decimal amount, string currency) =>
        decimal.Round(amount, MinorUnits(currency), MidpointRounding.AwayFromZero) + new decimal(0, 0, 0, isNegative: false, (byte)MinorUnits(currency));

    /// <summary>The amount with thousands separators and two decimals, or more if it has more: 10,000.00 or 0.005.</summary>
    public static string Text(decimal amount) => amount.ToString("#,##0.00######", CultureInfo.InvariantCulture);

    /// <summary>The amount with its currency: 10,000.00 USD.</summary>
    public static string Text(decimal amount, string currency) => $"{Text(amount)} {currency}";
}
