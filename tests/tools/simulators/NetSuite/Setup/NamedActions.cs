using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.NetSuite.Auth;

namespace ProcoreNetSuite.Simulators.NetSuite.Setup;

/// <summary>The user actions by the names they have under /_control/actions/.</summary>
internal static class NamedActions
{
    public static object Run(NetSuiteSimulator simulator, string action, JsonElement arguments)
    {
        var users = simulator.Users;
        string Text(string name) => Optional(arguments, name) ?? throw new ControlException($"The action '{action}' needs '{name}'.");
        JsonElement Body() => arguments.TryGetProperty("body", out var body) ? body : throw new ControlException($"The action '{action}' needs 'body'.");
        DateOnly? Day(string name) => Optional(arguments, name) is { } day ? DateOnly.Parse(day, CultureInfo.InvariantCulture) : null;
        Dictionary<string, decimal> Amounts(string name) => arguments.TryGetProperty(name, out var given) ? given.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDecimal()) : [];
        switch (action)
        {
            case "create":
                return new { id = users.Create(Text("type"), Body()) };
            case "edit":
                users.Edit(Text("type"), Text("id"), Body());
                break;
            case "delete":
                users.Delete(Text("type"), Text("id"));
                break;
            case "deactivate" or "reactivate":
                users.SetInactive(Text("type"), Text("id"), action == "deactivate");
                break;
            case "approve-bill":
                users.ApproveBill(Text("id"));
                break;
            case "reject-bill":
                users.RejectBill(Text("id"));
                break;
            case "edit-bill":
                users.Edit("vendorBill", Text("id"), Body());
                break;
            case "void-bill":
                return new { done = action, journal = users.VoidBill(Text("id"), Day("date")) };
            case "void-payment":
                return new { done = action, journal = users.VoidPayment(Text("id"), Day("date")) };
            case "pay-bill":
                return new { id = users.PayBill(Text("id"), arguments.TryGetProperty("amount", out var amount) ? amount.GetDecimal() : null, Day("date")) };
            case "pay-bills":
                return new { id = users.PayBills(Amounts("bills").ToDictionary(pair => pair.Key, pair => (decimal?)pair.Value), Day("date"), Optional(arguments, "externalId"), Optional(arguments, "tranId"), Amounts("discounts")) };
            case "apply-payment" or "apply-credit":
                users.Apply(action == "apply-payment" ? "vendorPayment" : "vendorCredit", Text("id"), Amounts("bills"));
                break;
            case "credit-bill":
                return new { id = users.CreditBill(Text("id"), arguments.GetProperty("amount").GetDecimal(), Text("account"), Day("date")) };
            case "recode-line":
                users.RecodeLine(Text("type"), Text("id"), int.Parse(Text("line"), CultureInfo.InvariantCulture), Optional(arguments, "item"), Optional(arguments, "project"));
                break;
            case "move-to-project":
                users.MoveToProject(Text("type"), Text("id"), Text("from"), Text("to"));
                break;
            case "merge-vendor":
                users.MergeVendor(Text("id"), Text("into"));
                break;
            case "hide-field":
                users.HideField(Text("type"), Text("field"));
                break;
            case "show-field":
                users.ShowField(Text("type"), Text("field"));
                break;
            case "close-period":
                users.ClosePeriod(Text("period"));
                break;
            case "lock-period":
                users.LockPeriod(Text("period"));
                break;
            case "reopen-period":
                users.ReopenPeriod(Text("period"));
                break;
            case "share-entity":
                simulator.Account.Share(Text("id"), [.. arguments.GetProperty("subsidiaries").EnumerateArray().Select(id => id.ToString())]);
                break;
            case "expire-tokens":
                simulator.ExpireTokens();
                break;
            case "create-integration":
                return CreateIntegration(simulator, arguments);
            default:
                throw new ControlException($"There is no action '{action}'.");
        }

        return new { done = action };
    }

    /// <summary>Makes an integration with a new key pair, for a client that has none: the private key is in the answer and kept nowhere.</summary>
    private static object CreateIntegration(NetSuiteSimulator simulator, JsonElement arguments)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var clientId = Optional(arguments, "clientId") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var certificateId = Optional(arguments, "certificateId") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var subsidiaries = arguments.TryGetProperty("subsidiaries", out var given) ? given.EnumerateArray().Select(id => id.ToString()).ToList() : [];
        simulator.Account.AddIntegration(new Integration
        {
            ClientId = clientId,
            Certificates = [new Certificate { Id = certificateId, PublicKeyPem = key.ExportSubjectPublicKeyInfoPem() }],
            Role = new Role { Subsidiaries = subsidiaries },
        });
        return new { clientId, certificateId, algorithm = "ES256", privateKeyPem = key.ExportPkcs8PrivateKeyPem() };
    }

    private static string? Optional(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
