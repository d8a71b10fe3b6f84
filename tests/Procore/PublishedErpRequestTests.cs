using System.Text.Json;
using NUnit.Framework;

namespace ProcoreNetSuite.Tests.Procore;

/// <summary>The ERP Requests as Procore prints them, irregular places and all. They live outside the project, in a folder that may be missing.</summary>
internal sealed class PublishedErpRequestTests
{
    private const string Missing = "(missing)";

    private static IEnumerable<string> Files =>
        Folder() is { } folder ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file => Path.GetFileName(file)!) : [Missing];

    [TestCaseSource(nameof(Files))]
    public async Task A_published_erp_request_is_read(string file)
    {
        if (file == Missing)
        {
            Assert.Ignore("The published samples are not on this machine.");
        }

        var json = await File.ReadAllTextAsync(Path.Combine(Folder()!, file));
        using var rig = new ClientRig();
        rig.Procore.Answer = _ => StubProcore.Json(json);

        var request = await rig.Client.FindErpRequestAsync(1, default);

        Assert.That(request!.RequestName, Is.EqualTo(Path.GetFileNameWithoutExtension(file)));
        Assert.That(request.RequestData.ValueKind, Is.AnyOf(JsonValueKind.Object, JsonValueKind.Array));
        Assert.That(request.RequestDetailId.HasValue, Is.EqualTo(file == "create_or_update_job.json"), "beside the data in one event only");
    }

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "samples", "procore", "erp-requests");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }
}
