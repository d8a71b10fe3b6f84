using System.Text.Json.Nodes;
using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.ImportRuns;

namespace ProcoreNetSuite.Functions.Setup;

/// <summary>
/// What Procore's ERP Integrations tool shows and asks for this connection (procore-api.md 7.4.5): which kinds of records go which way, what they need, and what approvers are
/// asked beside them. What is not named is off.
/// </summary>
internal static class ErpMetadata
{
    /// <summary>Longest company name, job number, invoice number (connector-behaviour.md 7).</summary>
    private const int Name = 83, Reference = 45;

    /// <summary>Only dates and texts are documented as answers, no lists to choose from: the label says the words, and the connector refuses any other.</summary>
    public static JsonObject Of(ConnectionSettings settings) => new()
    {
        ["settings"] = new JsonObject
        {
            ["labels"] = new JsonObject { ["name"] = "NetSuite", ["id_name"] = "NetSuite ID", ["short_name"] = "NetSuite" },
            ["configurations"] = new JsonObject
            {
                ["settings"] = new JsonObject { ["cost_codes_segment_delimiter"] = "-" },
                ["features"] = new JsonObject { ["custom_wbs_segments"] = On() },
            },
            ["entities"] = new JsonObject
            {
                ["standard_cost_codes"] = On(),
                ["standard_categories"] = On(),
                ["vendors"] = Vendors(),
                ["jobs"] = Jobs(),
                ["requisitions"] = Invoices(settings),
                ["contract_payments"] = Payments(settings),
                ["job_costs"] = On(("configs", new JsonObject { ["import"] = Is(settings.ImportDirectCosts is not ImportInterval.Never) })),
                ["job_cost_transactions"] = On(("configs", new JsonObject { ["import"] = Is(settings.ImportDirectCosts is not ImportInterval.Never) }), ("tab", Is(false))),
                ["commitments"] = Is(false),
                ["company_level_direct_costs"] = Is(false),
            },
        },
    };

    private static JsonObject Vendors() => On(
        ("configs", new JsonObject
        {
            ["staged_records"] = On(),
            ["import"] = On(),
            ["export"] = On(
                ("create", On()),
                ("update", Is(false)),
                ("custom_fields", new JsonArray(Ask(Question.DuplicateVendor)))),
        }),
        ("tab", On(("columns", new JsonObject { ["code"] = On(("text", "NetSuite ID")) }))),
        ("rules", new JsonObject { ["save"] = Fields(("name", Rules(Longest(Name, "Name")))) }));

    private static JsonObject Jobs() => On(
        ("configs", new JsonObject
        {
            ["staged_records"] = On(),
            ["export"] = On(),
            ["import"] = On(),
            ["update"] = On(),
            ["category_assignments"] = On(),
            ["cost_code_deletions"] = On(),
            ["cost_type_assignment_deletions"] = On(),
        }),
        ("tab", On(("columns", new JsonObject { ["code"] = On(("text", "NetSuite ID")) }))),
        ("rules", new JsonObject { ["export"] = Fields(("project_number", Rules(Present("Project number"), Longest(Name, "Project number")))) }));

    private static JsonObject Invoices(ConnectionSettings settings) => On(
        ("configs", new JsonObject
        {
            ["sync_payments"] = Is(settings.ImportPayments is not ImportInterval.Never),
            ["export"] = On(("custom_fields", new JsonArray(
                Ask(Question.DuplicateBill), Ask(Question.ClosedPeriod)))),
        }),
        ("tab", On()),
        ("rules", new JsonObject
        {
            ["export"] = Fields(("invoice_number", Rules(Present("Invoice number"))), ("billing_date", Rules(Present("Billing date")))),
            ["save"] = Fields(("invoice_number", Rules(Longest(Reference, "Invoice number")))),
        }));

    private static JsonObject Payments(ConnectionSettings settings)
    {
        var import = Is(settings.ImportPayments is not ImportInterval.Never);
        import["minimum_sync_version"] = "0";

        return On(("configs", new JsonObject { ["import"] = import, ["export"] = Is(false) }), ("tab", On()));
    }

    /// <summary>A text that an approver may fill in beside a record.</summary>
    private static JsonObject Ask(Question question)
    {
        var words = string.Join(" or ", question.Words.Select(one => one.Word));

        return new()
        {
            ["key"] = question.Key,
            ["label"] = $"{question.Label}: leave empty, or type {words}",
            ["type"] = "string",
            ["rules"] = Rules(("max_length", On(("length", question.Words.Max(one => one.Word.Length)), ("message", $"Type {words}.")))),
        };
    }

    private static (string, JsonNode?) Present(string field) => ("present", On(("message", $"{field} can't be blank.")));

    private static (string, JsonNode?) Longest(int length, string field) => ("max_length", On(("length", length), ("message", $"{field} is too long. Maximum %{{length}} characters.")));

    private static JsonObject Fields(params IReadOnlyList<(string Name, JsonObject Rules)> fields) =>
        new() { ["fields"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)With(field.Rules, "enabled", true)))) };

    private static JsonObject Rules(params IReadOnlyList<(string Name, JsonNode? Rule)> rules) =>
        new() { ["validation"] = new JsonObject(rules.Select(rule => KeyValuePair.Create(rule.Name, rule.Rule))) };

    private static JsonObject On(params IReadOnlyList<(string Name, JsonNode? Value)> more) =>
        new(more.Select(one => KeyValuePair.Create(one.Name, one.Value)).Prepend(KeyValuePair.Create("enabled", (JsonNode?)true)));

    private static JsonObject Is(bool enabled) => new() { ["enabled"] = enabled };

    private static JsonObject With(JsonObject one, string name, JsonNode value)
    {
        one[name] = value;

        return one;
    }
}
