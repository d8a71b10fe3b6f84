namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>Countries as ISO 3166 alpha-2, and the states of the United States and Canada (specification 8.1).</summary>
internal static class Countries
{
    private const string Codes =
        "AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CX CY CZ DE DJ DK DM DO DZ " +
        "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ " +
        "LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA " +
        "RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

    private const string UnitedStates =
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP";

    private const string Canada = "AB BC MB NB NL NS NT NU ON PE QC SK YT";

    private static readonly HashSet<string> StatesOfUs = [.. UnitedStates.Split(' ')];
    private static readonly HashSet<string> StatesOfCanada = [.. Canada.Split(' ')];

    public static IEnumerable<(string Id, string Label)> All => Codes.Split(' ').Select(code => (code, code switch
    {
        "US" => "United States",
        "CA" => "Canada",
        "MX" => "Mexico",
        "GB" => "United Kingdom",
        _ => code,
    }));

    public static bool Knows(string country, string state) => country switch
    {
        "US" => StatesOfUs.Contains(state),
        "CA" => StatesOfCanada.Contains(state),
        _ => true,
    };
}
