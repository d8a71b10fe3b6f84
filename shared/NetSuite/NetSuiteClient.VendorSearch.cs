using System.Text;
using System.Text.Json;

namespace ProcoreNetSuite.NetSuite;

/// <content>Vendors that are probably the same company (connector-behaviour.md 13.2).</content>
public sealed partial class NetSuiteClient
{
    /// <summary>
    /// All names that a vendor goes by, in one text: whatever fits one of them fits it. A person's last name stands on both sides of the first one, because people write either order.
    /// Blanks instead of nothing, because not every database adds text to nothing.
    /// </summary>
    private const string AllNames =
        "(NVL(v.lastname, ' ') || ' ' || NVL(v.firstname, ' ') || ' ' || NVL(v.lastname, ' ') || ' ' || NVL(v.companyname, ' ') || ' ' || NVL(v.entityid, ' '))";

    /// <summary>
    /// The query only narrows: it finds every vendor that may be the same, and some others, and <see cref="VendorIdentity"/> decides. NetSuite can't take accents and width off, so vendors
    /// with any letter beyond plain ASCII are all read where the name that is looked for is plain ASCII without them.
    /// </summary>
    public async Task<IReadOnlyList<EntityFound>> ListSimilarVendorsAsync(VendorIdentity company, CancellationToken cancellationToken)
    {
        var rows = await columns.AskAsync(shown => ListMaybeSimilarAsync(company, shown, cancellationToken), cancellationToken);
        List<EntityFound> same = [.. rows.Where(vendor => company.Match(VendorIdentity.Of(vendor)) is not null)];
        var shared = await FindSharedAsync([.. same.Where(vendor => !vendor.IsOurs).Select(vendor => vendor.Id)], cancellationToken);

        return [.. same.Select(vendor => vendor with { IsOurs = vendor.IsOurs || shared.Contains(vendor.Id) })];
    }

    private Task<IReadOnlyList<EntityFound>> ListMaybeSimilarAsync(VendorIdentity company, IReadOnlySet<OptionalColumn> shown, CancellationToken cancellationToken)
    {
        var taxId = shown.Contains(OptionalColumn.VendorTaxId) ? company.TaxId : null;
        List<string> conditions =
        [
            .. company.Names.SelectMany(NamePattern.Of).Select(pattern => pattern.Condition(AllNames)).Distinct(),
            .. IsForeign(company.Names.Any(name => Ascii.IsValid(name)), AllNames),
            .. taxId is not null ? new[] { $"UPPER(v.taxidnum) LIKE {SuiteQl.Quote($"%{string.Join('%', taxId.AsEnumerable())}%")}" } : [],
            .. IsForeign(taxId is not null, "v.taxidnum"),
        ];

        return conditions.Count == 0
            ? Task.FromResult<IReadOnlyList<EntityFound>>([])
            : SuiteQl.ListAsync(
                connection,
                "SELECT v.id, v.entityid, v.companyname, v.isperson, v.firstname, v.lastname, v.externalid, v.isinactive"
                + $"{If(shown, OptionalColumn.VendorTaxId, "v.taxidnum")}{If(shown, OptionalColumn.VendorSubsidiary, "v.subsidiary")} "
                + $"FROM vendor v WHERE ({string.Join(" OR ", conditions)}) {SuiteQl.NextPage} ORDER BY v.id",
                "v.id",
                row => ReadVendorFound(row, shown),
                cancellationToken);
    }

    /// <summary>ASCIISTR writes all that is not ASCII as its code.</summary>
    private static string[] IsForeign(bool isWanted, string text) => isWanted ? [$"ASCIISTR({text}) <> {text}"] : [];

    /// <returns>Those of these vendors that the connector's subsidiary may use, as their first or a further one; all, where NetSuite shows neither.</returns>
    private Task<HashSet<NetSuiteId?>> FindSharedAsync(IReadOnlyList<NetSuiteId> vendors, CancellationToken cancellationToken) => columns.AskAsync(
        shown => shown.Contains(OptionalColumn.VendorSubsidiaries) ? ListSharedAsync(vendors, cancellationToken)
            : Task.FromResult<HashSet<NetSuiteId?>>(shown.Contains(OptionalColumn.VendorSubsidiary) ? [] : [.. vendors]),
        cancellationToken);

    private async Task<HashSet<NetSuiteId?>> ListSharedAsync(IReadOnlyList<NetSuiteId> vendors, CancellationToken cancellationToken)
    {
        var rows = new List<Found>();
        foreach (var some in vendors.Chunk(SuiteQl.Most))
        {
            rows.AddRange(await SuiteQl.ListAsync(
                connection,
                $"SELECT r.entity AS id FROM vendorsubsidiaryrelationship r WHERE r.subsidiary = {SuiteQl.Number(new NetSuiteId(settings.Subsidiary))} "
                + $"AND r.entity IN {SuiteQl.List(some.Select(SuiteQl.Number))} {SuiteQl.NextPage} ORDER BY r.entity",
                "r.entity",
                row => new Found(row.Id("id")),
                cancellationToken));
        }

        return [.. rows.Select(row => row.Id)];
    }

    /// <summary>Accounts with one subsidiary show none; where the column is hidden, the list of all of a vendor's decides.</summary>
    private bool IsOurs(NetSuiteId? subsidiary, IReadOnlySet<OptionalColumn> shown) => subsidiary is { } own ? own.Value == settings.Subsidiary : shown.Contains(OptionalColumn.VendorSubsidiary);

    private EntityFound? ReadVendorFound(JsonElement row, IReadOnlySet<OptionalColumn> shown) => ReadEntityRow(row) is { } vendor
        ? vendor with
        {
            Person = row.Flag("isperson") ? new PersonName(row.Text("firstname") ?? "", row.Text("lastname") ?? "") : null,
            IsOurs = IsOurs(vendor.Subsidiary, shown),
        }
        : null;
}
