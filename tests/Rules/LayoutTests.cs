using System.CodeDom.Compiler;
using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework;
using ProcoreNetSuite.Tests.Builders;

namespace ProcoreNetSuite.Tests.Rules;

/// <summary>What may depend on what, and how a room is furnished, so that nobody has to remember it.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] Rooms = ["WbsCodes", "Projects", "Companies", "SubcontractorInvoices"];
    private static readonly string[] ImportRooms = ["BillPayments", "DirectCosts"];

    [TestCaseSource(nameof(Rooms))]
    [TestCaseSource(nameof(ImportRooms))]
    public void A_room_knows_no_other_room_and_not_the_intake(string room)
    {
        var strangers = Rooms.Concat(ImportRooms).Except([room]).Concat(["Intake", "Routing"]);

        AssertNone(Sources("functions", room), strangers.Select(stranger => $"Functions.{stranger}"));
    }

    [TestCase("Intake", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "ProcoreNetSuite.Links", "ProcoreNetSuite.NetSuite")]
    [TestCase("Routing", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "ProcoreNetSuite.Links", "ProcoreNetSuite.NetSuite")]
    [TestCase("Running", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "Functions.Intake", "Functions.Routing")]
    [TestCase("Sweeping", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "Functions.Intake", "Functions.Routing", "ProcoreNetSuite.Links")]
    [TestCase("Records", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "Functions.Intake", "Functions.Routing")]
    [TestCase("DeadLetters", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "Functions.Intake", "Functions.Routing")]
    [TestCase("Health", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "Functions.Intake", "Functions.Routing", "ProcoreNetSuite.Links")]
    [TestCase("Setup", "Functions.WbsCodes", "Functions.Projects", "Functions.Companies", "Functions.SubcontractorInvoices", "Functions.Intake", "Functions.Routing")]
    public void What_stands_around_the_rooms_keeps_out_of_them(string folder, params string[] forbidden) =>
        AssertNone(Sources("functions", folder), forbidden);

    [TestCase("Procore", "ProcoreNetSuite.NetSuite", "ProcoreNetSuite.Links", "ProcoreNetSuite.Messaging", "Azure.")]
    [TestCase("NetSuite", "ProcoreNetSuite.Procore", "ProcoreNetSuite.Links", "ProcoreNetSuite.Messaging", "Azure.")]
    [TestCase("Resilience", "ProcoreNetSuite.Procore", "ProcoreNetSuite.NetSuite", "ProcoreNetSuite.Links", "ProcoreNetSuite.Messaging", "Azure.")]
    [TestCase("Money", "ProcoreNetSuite.Procore", "ProcoreNetSuite.NetSuite", "ProcoreNetSuite.Links", "ProcoreNetSuite.Messaging", "Azure.")]
    [TestCase("Telemetry", "ProcoreNetSuite.Procore", "ProcoreNetSuite.NetSuite", "ProcoreNetSuite.Links", "ProcoreNetSuite.Messaging", "ProcoreNetSuite.Resilience", "Azure.")]
    [TestCase("Links", "ProcoreNetSuite.Functions", "ProcoreNetSuite.Procore")]
    [TestCase("Messaging", "ProcoreNetSuite.Functions", "ProcoreNetSuite.Links")]
    [TestCase("Requests", "ProcoreNetSuite.Functions", "ProcoreNetSuite.Procore", "ProcoreNetSuite.NetSuite", "ProcoreNetSuite.Messaging")]
    public void Folders_of_shared_use_only_what_stands_below_them(string folder, params string[] forbidden) => AssertNone(Sources("shared", folder), forbidden);

    [TestCaseSource(nameof(Rooms))]
    public void Every_room_has_a_function_a_handler_a_mapper_and_tests_of_the_last_two(string room)
    {
        var files = Sources("functions", room).Select(Path.GetFileName).ToList();

        Assert.That(files, Has.Some.EndsWith("Function.cs").And.Some.EndsWith("Handler.cs").And.Some.EndsWith("Mapper.cs"));
        foreach (var tested in files.Where(file => file!.EndsWith("Handler.cs", StringComparison.Ordinal) || file.EndsWith("Mapper.cs", StringComparison.Ordinal)))
        {
            Assert.That(Path.Combine(Files.Root, "tests", room, tested!.Replace(".cs", "Tests.cs", StringComparison.Ordinal)), Does.Exist);
        }
    }

    [TestCase("functions")]
    [TestCase("shared")]
    public void No_file_is_longer_than_250_lines(string folder) =>
        Assert.That(
            Sources(folder)
                .Select(file => (Path.GetFileName(file), Lines: File.ReadLines(file).Count()))
                .Where(file => file.Lines > 250),
            Is.Empty);

    [TestCaseSource(nameof(Rooms))]
    public void A_room_catches_nothing(string room) =>
        Assert.That(Sources("functions", room).Where(file => Catch().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName), Is.Empty);

    [TestCaseSource(nameof(ImportRooms))]
    public void Every_room_of_an_import_has_a_function_an_import_a_mapper_and_tests_of_the_last_one(string room)
    {
        var files = Sources("functions", room).Select(Path.GetFileName).ToList();

        Assert.That(files, Has.Some.EndsWith("Function.cs").And.Some.EndsWith("Import.cs").And.Some.EndsWith("Mapper.cs"));
        foreach (var mapper in files.Where(file => file!.EndsWith("Mapper.cs", StringComparison.Ordinal)))
        {
            Assert.That(Path.Combine(Files.Root, "tests", room, mapper!.Replace(".cs", "Tests.cs", StringComparison.Ordinal)), Does.Exist);
        }
    }

    [Test]
    public void Mappers_are_pure_static_and_never_async()
    {
        var mappers = typeof(ProcoreNetSuite.Functions.Program).Assembly.GetTypes().Where(type => type.Name.EndsWith("Mapper", StringComparison.Ordinal)).ToList();

        Assert.That(mappers, Has.Count.GreaterThanOrEqualTo(Rooms.Length));
        foreach (var mapper in mappers)
        {
            Assert.That(mapper is { IsAbstract: true, IsSealed: true }, $"{mapper.Name} is not static.");
            foreach (var method in mapper.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                Assert.That(typeof(Task).IsAssignableFrom(method.ReturnType), Is.False, $"{mapper.Name}.{method.Name} is async.");
                Assert.That(
                    method.GetParameters().Select(parameter => parameter.ParameterType.Name),
                    Has.None.Match("Client$|Store$|^ILogger|^TimeProvider$|^ISync|^Connection$"),
                    $"{mapper.Name}.{method.Name}");
            }
        }
    }

    [Test]
    public void Types_are_sealed_or_static_or_abstract()
    {
        var open = new[] { typeof(ProcoreNetSuite.Functions.Program).Assembly, typeof(ProcoreNetSuite.Links.Link).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.Name.Contains('<', StringComparison.Ordinal)
                && type.Namespace?.StartsWith("ProcoreNetSuite", StringComparison.Ordinal) == true
                && !type.IsDefined(typeof(GeneratedCodeAttribute)));

        Assert.That(open.Select(type => type.FullName), Is.Empty);
    }

    [Test]
    public void Public_members_of_shared_interfaces_and_types_say_what_they_are()
    {
        var silent = Sources("shared")
            .SelectMany(file => PublicType().Matches(File.ReadAllText(file)).Select(match => (file, match)))
            .Where(found => !found.match.Value.Contains("///", StringComparison.Ordinal))
            .Select(found => $"{Path.GetFileName(found.file)}: {found.match.Groups[1].Value}");

        Assert.That(silent, Is.Empty);
    }

    [Test]
    public void Nothing_names_a_folder_of_one_machine_or_a_package_host()
    {
        // Put together here, so that this line doesn't name them either.
        string[] words =
        [
            string.Join('.', "nuget", "org"), string.Concat("npm", "js", "."), string.Join('/', "", "root", ""), string.Join('/', "", "work", ""),
            string.Join('\\', "C:", "Users"),
        ];
        var named = Directory.EnumerateFiles(Files.Root, "*", SearchOption.AllDirectories)
            .Where(file => !Skipped().IsMatch(Path.GetRelativePath(Files.Root, file).Replace('\\', '/')))
            .SelectMany(file => File.ReadAllLines(file).Where(line => words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(line => $"{file}: {line.Trim()}"));

        Assert.That(named, Is.Empty);
    }

    private static List<string> Sources(params string[] path) =>
    [
        .. Directory.EnumerateFiles(Path.Combine([Files.Root, .. path]), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Skipped().IsMatch(Path.GetRelativePath(Files.Root, file).Replace('\\', '/'))),
    ];

    private static void AssertNone(List<string> files, IEnumerable<string> forbidden)
    {
        Assert.That(files, Is.Not.Empty);
        var found = files.SelectMany(file => forbidden.Where(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal))
            .Select(word => $"{Path.GetFileName(file)} uses {word}"));

        Assert.That(found, Is.Empty);
    }

    /// <summary>A public type with the lines directly above it.</summary>
    [GeneratedRegex(@"(?:^[ ]*///.*\n)*(?:^[ ]*\[.*\]\n)*^public (?:sealed |static |abstract |readonly |partial )*(?:class|record struct|record|interface|enum|struct) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\bcatch\b")]
    private static partial Regex Catch();

    [GeneratedRegex(@"(^|/)(bin|obj|node_modules|TestResults|\.git|\.sandbox|\.vs|\.idea)(/|$)|\.(dll|pdb|png|db)$|package-lock\.json$")]
    private static partial Regex Skipped();
}
