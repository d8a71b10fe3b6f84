using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NUnit.Framework;
using ProcoreNetSuite.LocalHosting;

namespace ProcoreNetSuite.Tests.Hosting;

public sealed class FunctionCatalogTests
{
    [Test]
    public void Functions_are_found_with_their_triggers()
    {
        var catalog = FunctionCatalog.FromTypes(typeof(SampleFunctions));

        Assert.That(catalog.Functions.Select(function => (function.Name, function.Trigger)), Is.SupersetOf(new (string, FunctionTrigger)[]
        {
            ("Work", new QueueFunctionTrigger("sample-work", AutoComplete: false)),
            ("Nightly", new TimerFunctionTrigger("0 0 2 * * *", RunOnStartup: false)),
        }));
        Assert.That(
            ((HttpFunctionTrigger)catalog.Functions.Single(function => function.Name == "Take").Trigger).Route,
            Is.EqualTo("sample/{queue}"));
    }

    [Test]
    public void Every_function_of_the_app_can_be_run_here() =>
        Assert.That(() => FunctionCatalog.FromAssembly(typeof(Functions.Program).Assembly), Throws.Nothing);

    [Test]
    public void A_trigger_of_another_kind_is_refused() =>
        Assert.That(
            () => FunctionCatalog.FromTypes(typeof(UnknownTrigger)),
            Throws.InvalidOperationException.With.Message.Contains("BlobTriggerAttribute"));

    [Test]
    public void A_name_used_twice_is_refused() =>
        Assert.That(
            () => FunctionCatalog.FromTypes(typeof(SampleFunctions), typeof(SameName)),
            Throws.InvalidOperationException.With.Message.Contains("Take").And.Message.Contains("SameName"));

    [Test]
    public void A_function_without_a_trigger_is_refused() =>
        Assert.That(() => FunctionCatalog.FromTypes(typeof(NoTrigger)), Throws.InvalidOperationException);

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class BlobTriggerAttribute : Attribute;

    private sealed class UnknownTrigger
    {
        [Function("Unknown")]
        public void Run([BlobTrigger] string blob) => Assert.Fail(blob);
    }

    private sealed class SameName
    {
        [Function("take")]
        public void Run([HttpTrigger("get")] HttpRequest request) => Assert.Fail(request.Path);
    }

    private sealed class NoTrigger
    {
        [Function("Nothing")]
        public void Run(HttpRequest request) => Assert.Fail(request.Path);
    }
}
