using System.Collections.Frozen;
using static ProcoreNetSuite.Resilience.ProblemClass;

namespace ProcoreNetSuite.Resilience;

/// <summary>Remedy and class of every error code (connector-behaviour.md 9).</summary>
public static class ProblemCatalog
{
    private static readonly FrozenDictionary<string, (string Remedy, ProblemClass Class)> Known =
        new Dictionary<string, (string, ProblemClass)>
        {
            ["E101"] = ("Shorten the project number or the budget code, then export again.", UserFixes),
            ["E102"] = ("Rename that item in NetSuite, then export again.", UserFixes),
            ["E103"] = ("Give the cost code a cost type on the company's cost code list, then export again.", UserFixes),
            ["E104"] = ("Use a cost code list with at least two tiers, then export again.", Setup),
            ["E105"] = ("Ask an administrator to set an active expense account for items in the connector's settings, then export again.", Setup),
            ["E106"] = ("Ask an administrator to give the connector's NetSuite role full access to items, then export again.", Setup),
            ["E107"] = ("Keep the code in Procore, or make it inactive there.", UserFixes),
            ["E201"] = ("Enter a project number that no other project uses, then export again.", UserFixes),
            ["E202"] = ("Make the project active, then export again.", UserFixes),
            ["E203"] = ("Assign a cost type to each of these cost codes, then export again.", UserFixes),
            ["E204"] = ("Ask a NetSuite administrator to allow override of Job IDs under Auto-Generated Numbers, then export again.", Setup),
            ["E205"] = ("Move the job to the connector's subsidiary in NetSuite, or change the project number, then export again.", UserFixes),
            ["E206"] = ("Ask an administrator to set an active customer for jobs in the connector's settings, then export again.", Setup),
            ["E207"] = ("Reject the project, or ask an administrator to change that day in the connector's settings.", UserFixes),
            ["E301"] = ("Make the company active in Procore's directory, then export again.", UserFixes),
            ["E302"] = ("Use that company instead of this one, or unlink it first, or export again with \"Duplicate vendor\" set to \"export\" (another vendor).", UserFixes),
            ["E303"] = ("Export again with \"Duplicate vendor\" set to \"link\" (it is that vendor) or \"export\" (another vendor), or refresh the vendors list and link the company to it in Ready to Import.", UserFixes),
            ["E304"] = ("Correct the field in Procore, then export again.", UserFixes),
            ["E305"] = ("Correct state and country in Procore's directory, then export again.", UserFixes),
            ["E306"] = ("Add the vendor to the connector's subsidiary in NetSuite, or have the subsidiary in the connector's settings corrected, then export again.", UserFixes),
            ["E307"] = ("Add the connector's currency to the vendor in NetSuite, then export again.", UserFixes),
            ["E308"] = ("Ask a NetSuite administrator to make the field optional on the form of the connector's role, or to give it a default, then export again.", Setup),
            ["E309"] = ("Delete or void them in NetSuite, then try again.", UserFixes),
            ["E401"] = ("Export the project first, then export the invoice again.", UserFixes),
            ["E402"] = ("Export or link the company first, then export the invoice again.", UserFixes),
            ["E403"] = ("Approve it in Procore, then export the invoice again.", UserFixes),
            ["E404"] = ("Fill the field in Procore, then export the invoice again.", UserFixes),
            ["E405"] = ("Correct the invoice in Procore, then export it again.", UserFixes),
            ["E406"] = ("Correct the invoice in Procore so that its lines and its payment due agree, then export it again.", UserFixes),
            ["E407"] = ("Enter a vendor credit in NetSuite and reject the invoice.", UserFixes),
            ["E408"] = ("Reject the invoice.", UserFixes),
            ["E409"] = ("Export again with \"Duplicate bill\" set to \"export\" (a second bill) or \"link\" (use that bill), or reject the invoice.", UserFixes),
            ["E410"] = ("Enter the bill in NetSuite by hand and reject the invoice.", UserFixes),
            ["E411"] = ("Correct the line's budget code, then export the invoice again.", UserFixes),
            ["E412"] = ("Reopen the accounting period in NetSuite, change the billing date in Procore, or set \"Closed period\" to \"first_open\" to book it on the first open day; then export the invoice again.", UserFixes),
            ["E413"] = ("Correct it in NetSuite, then export again.", UserFixes),
            ["E414"] = ("The connector finds out by itself.", RetriedAutomatically),
            ["E415"] = ("Correct the bill in NetSuite, then export the invoice again.", UserFixes),
            ["E416"] = ("", UserFixes),
            ["E501"] = ("Nothing to do if the invoice was unlinked on purpose; otherwise export it again.", UserFixes),
            ["E502"] = ("Turn on the Commitments tool and the contract's Payments Issued, and let the connector's service account use them.", Setup),
            ["E503"] = ("Compare the bill's payments in NetSuite with the invoice.", UserFixes),
            ["E504"] = ("Delete that payment in Procore by hand.", UserFixes),
            ["E505"] = ("Ask an administrator to set PaymentsOutsideUnitedStates in the connector's settings if payments are wanted all the same.", Setup),
            ["E506"] = ("Change the number of one of the two payments.", UserFixes),
            ["E601"] = ("Correct the line's item or project in NetSuite.", UserFixes),
            ["E602"] = ("Ask a Procore administrator to activate the project's Direct Costs tool and to enable ERP Job Cost Transactions Syncing.", Setup),
            ["E603"] = ("Export or link the company; the next change of the bill brings it in.", UserFixes),
            ["E604"] = ("Fill the item of the journal line, or ask an administrator to set the journal's item field in the connector's settings.", UserFixes),
            ["E605"] = ("Check whether the bill belongs to a Procore invoice.", UserFixes),
            ["E606"] = ("Correct what Procore names; the next import tries again.", UserFixes),
            ["E607"] = ("Make such changes in NetSuite.", UserFixes),
            ["E608"] = ("The next import compares everything by itself; since=all does it at once. If the difference stays, compare the project's job cost in NetSuite with the figures at the run's address.", UserFixes),
            ["E901"] = ("The connector tries again by itself.", RetriedAutomatically),
            ["E902"] = ("The connector tries again by itself.", RetriedAutomatically),
            ["E903"] = ("Ask an administrator to check the connector's credentials and permissions, then export again.", Setup),
            ["E904"] = ("Correct what Procore names, then export again.", UserFixes),
            ["E907"] = ("Reject it.", UserFixes),
            ["E906"] = ("Ask for the import again when it is wanted.", UserFixes),
            ["E905"] = ("Export again; if it fails once more, send the operator this sentence.", Setup),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code there is.</summary>
    public static IEnumerable<string> Codes => Known.Keys;

    /// <exception cref="KeyNotFoundException">The code is not in the catalog: a mistake of ours, found by the tests.</exception>
    public static (string Remedy, ProblemClass Class) Of(string code) => Known[code];
}
