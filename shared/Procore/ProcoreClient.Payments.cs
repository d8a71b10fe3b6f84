using System.Globalization;
using System.Text.Json;

namespace ProcoreNetSuite.Procore;

/// <content>Payments issued on commitments (procore-api.md 8.11, 7.4.6).</content>
public sealed partial class ProcoreClient
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ContractPayment>> ListContractPaymentsAsync(ContractPlace place, CancellationToken cancellationToken) =>
        Paging.ReadAllAsync<ContractPayment>(
            caller,
            new ProcoreCall(HttpMethod.Get, $"/rest/v1.0/contract_payments?{Query(place)}", $"reading the payments of commitment {place.ContractId}", ProjectId: place.ProjectId),
            payment => payment.Id,
            cancellationToken,
            mayBeMissing: false);

    /// <inheritdoc/>
    public async Task<long> CreateContractPaymentAsync(ContractPlace place, ContractPaymentWrite payment, CancellationToken cancellationToken)
    {
        var doing = $"making a payment on commitment {place.ContractId}";
        var answer = await caller.SendAsync(
            new ProcoreCall(HttpMethod.Post, "/rest/v1.0/contract_payments", doing, Body(place, Attributes(payment)), place.ProjectId) { Once = true },
            cancellationToken);

        return ProcoreJson.Read<ContractPayment>(answer, doing).Id;
    }

    /// <inheritdoc/>
    public Task UnlinkContractPaymentAsync(ContractPlace place, long id, CancellationToken cancellationToken) =>
        PatchAsync(place, id, $"unlinking payment {id}", new() { ["origin_id"] = null }, once: false, cancellationToken);

    /// <inheritdoc/>
    public Task UpdateContractPaymentAsync(ContractPlace place, long id, ContractPaymentWrite payment, CancellationToken cancellationToken) =>
        PatchAsync(place, id, $"changing payment {id}", Attributes(payment), once: true, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteContractPaymentAsync(ContractPlace place, long id, CancellationToken cancellationToken) => caller.SendAsync(
        new ProcoreCall(
            HttpMethod.Delete, $"/rest/v1.0/contract_payments/{id}?{Query(place)}", $"deleting payment {id} of commitment {place.ContractId}", ProjectId: place.ProjectId)
        { Handled = [404] },
        cancellationToken);

    /// <inheritdoc/>
    public Task<SyncAnswer> SyncInvoicePaymentsAsync(IReadOnlyList<ContractPaymentWrite> payments, CancellationToken cancellationToken) =>
        new SyncCall(caller).SendAsync(
            new SyncEndpoint(ErpPaths.InvoicePaymentsSync(settings.CompanyId), $"writing {Count(payments.Count, "payment")} of invoices", ["origin_id"]),
            payments.Select(payment =>
            {
                var attributes = Attributes(payment);
                attributes.Remove("requisition_id");
                attributes["invoice_type"] = ErpPaths.InvoiceType;
                attributes["invoice_id"] = payment.RequisitionId;
                attributes["origin_code"] = payment.CheckNumber;

                return attributes;
            }),
            cancellationToken);

    private Task PatchAsync(ContractPlace place, long id, string what, Dictionary<string, object?> attributes, bool once, CancellationToken cancellationToken) => caller.SendAsync(
        new ProcoreCall(
            HttpMethod.Patch, $"/rest/v1.0/contract_payments/{id}", $"{what} of commitment {place.ContractId}", Body(place, attributes), place.ProjectId)
        { Once = once },
        cancellationToken);

    private static string Query(ContractPlace place) => $"project_id={place.ProjectId}&contract_id={place.ContractId}";

    private static byte[] Body(ContractPlace place, Dictionary<string, object?> attributes) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
    {
        ["project_id"] = place.ProjectId,
        ["contract_id"] = place.ContractId,
        ["contract_payment"] = attributes,
    });

    private static Dictionary<string, object?> Attributes(ContractPaymentWrite payment) => new()
    {
        ["requisition_id"] = payment.RequisitionId,
        ["date"] = payment.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["amount"] = payment.Amount.ToString(payment.Decimals == 0 ? "0.####" : $"0.{new string('0', payment.Decimals)}##", CultureInfo.InvariantCulture),
        ["payment_method"] = payment.Method,
        ["check_number"] = payment.CheckNumber,
        ["invoice_number"] = payment.InvoiceNumber,
        ["notes"] = payment.Notes,
        ["origin_id"] = payment.OriginId,
    };
}
