using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>The caller, companies, users, currency (spec 1.4, 8.1, 8.4, 9.4).</summary>
internal sealed class CompanyResource(ProcoreState state)
{
    public void Map(RouteTable routes)
    {
        routes.Get("/rest/v1.0/me", call => Answer.Ok(new JsonObject
        {
            ["id"] = call.App.ServiceAccountId,
            ["login"] = Login(call.App),
            ["name"] = call.App.Name,
        }));
        routes.Get("/rest/v1.0/companies", Companies);
        routes.Add("GET", Users,
            "/rest/v1.0/users", "/rest/v1.0/companies/{company_id}/users", "/rest/v1.1/companies/{company_id}/users",
            "/rest/v1.2/companies/{company_id}/users", "/rest/v1.3/companies/{company_id}/users");
        routes.Add("GET", User,
            "/rest/v1.0/companies/{company_id}/users/{id}", "/rest/v1.1/companies/{company_id}/users/{id}",
            "/rest/v1.2/companies/{company_id}/users/{id}", "/rest/v1.3/companies/{company_id}/users/{id}");
        routes.Get("/rest/v1.0/companies/{company_id}/currency_configuration", Currency);
        routes.Get("/rest/v1.0/companies/{company_id}/exchange_rates", call => Answer.Ok(new JsonObject { ["exchange_rates"] = new JsonArray() }));
        routes.Get("/rest/v1.0/companies/{company_id}/projects/{project_id}/currency_configuration", ProjectCurrency);
    }

    private static string Login(ProcoreApp app) => $"{app.ClientId}@serviceaccount.example";

    private Answer Companies(Call call) => Paging.Page(
        call, state.Companies.Values.Where(company => call.App.InstalledIn.Contains(company.Id)).OrderBy(company => company.Id).ToList(), company => new JsonObject
        {
            ["id"] = company.Id,
            ["name"] = company.Name,
            ["is_active"] = true,
            ["logo_url"] = null,
            ["pcn_business_experience"] = null,
            ["my_company"] = true,
        });

    private Answer Users(Call call)
    {
        call.NeedCompany();
        var filters = new Filters(call);
        var (active, search) = (filters.One("active"), filters.One("search"));
        filters.RefuseOthers();
        var people = state.People.Values
            .Where(person => active is null or "true" && (search is null || person.Name.Contains(search, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(person => person.Id);

        return Paging.Page(call, people.ToList(), Row);
    }

    private Answer User(Call call)
    {
        call.NeedCompany();

        return Answer.Ok(Row(state.People.GetValueOrDefault(call.PathId()) ?? throw Refusal.NotFound()));
    }

    private static JsonObject Row(ProcorePerson person)
    {
        var names = person.Name.Split(' ', 2);
        var row = new JsonObject
        {
            ["id"] = person.Id,
            ["name"] = person.Name,
            ["first_name"] = names[0],
            ["last_name"] = names[^1],
            ["initials"] = string.Concat(names.Select(name => name[0])),
            ["email_address"] = person.Login,
            ["is_active"] = true,
            ["is_employee"] = true,
            ["erp_integrated_accountant"] = person.CanPushToAccounting,
        };
        foreach (var name in FieldList.Of(
            """
            employee_id job_title business_phone business_phone_extension mobile_phone fax_number address city state_code country_code zip notes avatar
            email_signature business_id contact_id work_classification_id origin_id origin_data vendor permission_template company_permission_template
            last_login_at last_activated_at welcome_email_sent_at
            """))
        {
            row[name] = null;
        }

        return row;
    }

    private Answer Currency(Call call)
    {
        call.NeedCompany();
        var company = state.Companies[call.CompanyId];

        return Answer.Ok(new JsonObject
        {
            ["company_id"] = company.Id,
            ["currency_iso_code"] = company.Currency,
            ["currency_display"] = "symbol",
            ["multicurrency_enabled"] = false,
            ["multicurrency_enabled_effective_date"] = null,
            ["eligible_for_multicurrency"] = false,
        });
    }

    private Answer ProjectCurrency(Call call)
    {
        call.NeedCompany();
        var project = call.NeedProject();

        return Answer.Ok(new JsonObject
        {
            ["company_id"] = call.CompanyId,
            ["project_id"] = project.Id,
            ["currency_iso_code"] = state.Companies[call.CompanyId].Currency,
            ["currency_display"] = "symbol",
            ["company_currency_exchange_rate_override"] = null,
            ["multicurrency_enabled"] = false,
            ["eligible_for_financial_objs_multicurrency"] = false,
        });
    }
}
