using ProcoreNetSuite.Simulators.Control;
using ProcoreNetSuite.Simulators.Procore;
using static ProcoreNetSuite.Tests.Journeys.MessageCase;

namespace ProcoreNetSuite.Tests.Journeys;

/// <summary>Refusals of companies: E301 to E308, and what a company shares with every record.</summary>
internal static class CompanyMessages
{
    public static readonly MessageCase[] Cases =
    [
        new("A company is made inactive after it was sent", world => ExportChangedAsync(world, World.Vendor, Company(world), "is_active", false)),
        new("A company is deleted after it was sent", world =>
        {
            world.Accounts.Procore.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 404, Body = "{}", Method = "GET", Path = "*/vendors/*" });
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("A company has the name of one that is linked", async world =>
        {
            await world.ExportAsync(World.Vendor, Company(world));
            var twin = world.Procore.AddVendor("Acme Steel LLC.");
            return await ExportAsync(world, World.Vendor, twin);
        }),
        new("A company has the name of a vendor that nobody linked", world =>
        {
            world.Accounts.NetSuite.Users.Create("vendor", new { companyName = "Acme Steel, LLC", subsidiary = new { id = "2" } });
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("A company has the tax id of a vendor that nobody linked", world =>
        {
            Type(world, "Harbor Holding", taxId: "453140001");
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("Several vendors have the company's name", world =>
        {
            Type(world, "Acme Steel, Inc.");
            Type(world, "ACME STEEL (old)");
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("A company has the name of an individual", world =>
        {
            var company = world.Procore.AddVendor("Jon Smith");
            world.Accounts.NetSuite.Users.Create("vendor", new { isPerson = true, firstName = "Jon", lastName = "Smith", entityId = "VEN0012", subsidiary = new { id = "2" } });
            return ExportAsync(world, World.Vendor, company);
        }),
        new("A company has the name of an inactive vendor", world =>
        {
            world.Accounts.NetSuite.Users.SetInactive("vendor", Type(world, "Acme Steel"), true);
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("A company has the name of another subsidiary's vendor", world =>
        {
            Type(world, "Acme Steel", subsidiary: "3");
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("A company has the name of another subsidiary's inactive vendor", world =>
        {
            world.Accounts.NetSuite.Users.SetInactive("vendor", Type(world, "Acme Steel", subsidiary: "3"), true);
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("A linked company is to be another vendor", async world =>
        {
            var company = Company(world);
            world.Procore.AddVendor("Old Steel LLC", originId: $"ns:1234567_SB1:vendor:{Type(world, "Acme Steel")}");
            await ExportAsync(world, World.Vendor, company, new() { ["duplicate_vendor"] = "link" });
            return await ExportAsync(world, World.Vendor, company, new() { ["duplicate_vendor"] = "export" });
        }),
        Answered("There is no vendor to link to", "link", 0),
        Answered("There are two vendors to link to", "link", 2),
        Answered("An answer is none", "merge", 1),
        new("NetSuite has a customer of the company's name", world =>
        {
            world.Accounts.NetSuite.Users.Create("customer", new { companyName = "Acme Steel LLC", subsidiary = new { id = "2" } });
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        With("A company's name is too long", "name", new string('A', 70) + " Steel Erectors"),
        With("A company's name is empty", "name", " "),
        With("A company's phone number is too long", "business_phone", "+1 510 555 0100 ext. 4321"),
        With("A company's website is none", "website", "see our folder"),
        With("A company has two email addresses", "email_address", "ap@vendor.example; bills@vendor.example"),
        With("A company's state is unknown", "state_code", "ZZ"),
        With("A company's country is unknown", "country_code", "USA"),
        With("A company's address has no country", "country_code", null),
        new("The connection's subsidiary is not in NetSuite", world => ExportAsync(world, World.Vendor, Company(world)))
        {
            Settings = [("NetSuite__Subsidiary", "99")],
        },
        new("NetSuite's form requires a field", world =>
        {
            NetSuiteRefuses(world, "PUT", "*/vendor/*", "Please enter value(s) for: Category.");
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("NetSuite finds a field too long", world =>
        {
            NetSuiteRefuses(world, "PUT", "*/vendor/*", "The field phone contained more than the maximum number ( 10 ) of characters allowed.");
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("NetSuite's role may not edit vendors", world =>
        {
            NetSuiteRefuses(world, "PUT", "*/vendor/*", "Permission Violation: You need the 'Lists -> Vendors' permission to access this page.");
            return ExportAsync(world, World.Vendor, Company(world));
        }),
        new("Another record of Procore has the vendor's origin id", async world =>
        {
            var company = Company(world);
            world.Procore.AddVendor("Old Steel LLC", originId: "ns:1234567_SB1:vendor:982");
            return await ExportAsync(world, World.Vendor, company);
        }),
    ];

    private static ProcoreRecord Company(World world) => Site.AddTo(world.Procore).Vendor;

    private static string Type(World world, string name, string? taxId = null, string subsidiary = "2") =>
        world.Accounts.NetSuite.Users.Create("vendor", new { companyName = name, taxIdNum = taxId, subsidiary = new { id = subsidiary } });

    private static MessageCase Answered(string title, string answer, int vendors) => new(title, world =>
    {
        for (var index = 0; index < vendors; index++)
        {
            Type(world, $"Acme Steel ({index})");
        }

        return ExportAsync(world, World.Vendor, Company(world), new() { ["duplicate_vendor"] = answer });
    });

    private static MessageCase With(string title, string field, string? value) =>
        new(title, world => ExportChangedAsync(world, World.Vendor, Company(world), field, value));
}
