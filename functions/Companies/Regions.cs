using System.Collections.Frozen;
using ProcoreNetSuite.NetSuite;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Companies;

/// <summary>The countries and states that a vendor's address may name (connector-behaviour.md 7.3).</summary>
internal static class Regions
{
    /// <summary>ISO-3166 alpha-2.</summary>
    private static readonly FrozenSet<string> Countries = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
        GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
        KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
        NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
        SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
        UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """);

    /// <summary>Countries whose states NetSuite keeps as a list. US: with the territories and the armed forces.</summary>
    private static readonly FrozenDictionary<string, FrozenSet<string>> States = new Dictionary<string, FrozenSet<string>>
    {
        ["US"] = Set(
            """
            AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX
            UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP
            """),
        ["CA"] = Set("AB BC MB NB NL NS NT NU ON PE QC SK YT"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>E305 if NetSuite would refuse the combination.</summary>
    public static Problem? Check(string name, Address address)
    {
        if (address.Country.Length == 0)
        {
            return new Problem("E305", $"{name} has an address and no country.");
        }

        if (!Countries.Contains(address.Country))
        {
            return new Problem("E305", $"{name} is in country \"{address.Country}\", which is not a code of ISO 3166 such as US or CA.");
        }

        return address.State is { } state && States.TryGetValue(address.Country, out var known) && !known.Contains(state)
            ? new Problem(
                "E305", $"{name} is in state \"{state}\", which {address.Country} doesn't have; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}.")
            : null;
    }

    private static FrozenSet<string> Set(string codes) =>
        codes.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
