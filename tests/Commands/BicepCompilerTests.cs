using NUnit.Framework;
using ProcoreNetSuite.Commands;
using ProcoreNetSuite.Tests.Infra;

namespace ProcoreNetSuite.Tests.Commands;

public sealed class BicepCompilerTests
{
    private Repository repository = null!;

    [SetUp]
    public void CreateRepository()
    {
        repository = new Repository(Path.Combine(Path.GetTempPath(), $"bicep-{Guid.NewGuid():N}"));
        Directory.CreateDirectory(Path.Combine(repository.Root, "infra"));
    }

    [TearDown]
    public void DeleteRepository() => Directory.Delete(repository.Root, recursive: true);

    [TestCase("param name string\n\noutput name string = name\n", "using 'main.bicep'\n\nparam name = 'a'\n", "", Description = "all is well")]
    [TestCase("param name string\n\noutput name string = 1\n", "using 'main.bicep'\n\nparam name = 'a'\n", "main.bicep(3,22)", Description = "an error")]
    [TestCase("param name string\n", "using 'main.bicep'\n\nparam name = 'a'\n", "no-unused-params", Description = "a warning")]
    [TestCase("param name string\n\noutput name string = name\n", "using 'main.bicep'\n\nparam nam = 'a'\n", "dev.bicepparam(3", Description = "an error in a parameter file")]
    [TestCase("param name   string\n\noutput name string = name\n", "using 'main.bicep'\n\nparam name = 'a'\n", "Not formatted: infra/main.bicep.")]
    [TestCase("param name string\n\noutput name string = name\n", "using 'main.bicep'\n\n\n\nparam name = 'a'\n", "Not formatted: infra/dev.bicepparam.")]
    public async Task A_file_that_warns_or_is_not_formatted_fails_with_its_name(string main, string parameters, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(repository.Root, "infra", "main.bicep"), main);
        await File.WriteAllTextAsync(Path.Combine(repository.Root, "infra", "dev.bicepparam"), parameters);

        var result = await BicepCompiler.CheckAsync(repository, await Deployment.FindCompilerAsync());

        Assert.That((result.Succeeded, result.Output), Is.EqualTo((expected.Length == 0, result.Output)), result.Output);
        Assert.That(result.Output, Does.Contain(expected));
    }

    [Test]
    public async Task Nothing_is_changed_by_looking()
    {
        const string unformatted = "param name   string\n\noutput name string = name\n";
        var file = Path.Combine(repository.Root, "infra", "main.bicep");
        await File.WriteAllTextAsync(file, unformatted);

        await BicepCompiler.CheckAsync(repository, await Deployment.FindCompilerAsync());

        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(unformatted));
    }
}
