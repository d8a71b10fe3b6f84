using System.Text.Json;

namespace ProcoreNetSuite.Commands;

/// <summary>A file that a project takes part of.</summary>
/// <param name="Project">The project file and <paramref name="Path"/>: from the root folder on, with <c>/</c> between their parts.</param>
/// <param name="Kind">What MSBuild calls it, such as <see cref="Compile"/>.</param>
public sealed record ProjectItem(string Project, string Kind, string Path)
{
    public const string Compile = nameof(Compile);

    private static readonly string[] Kinds = [Compile, "ProjectReference", "EmbeddedResource", "Protobuf", "AdditionalFiles", "Content", "None"];

    /// <summary>What the projects of a folder would build; nothing is restored or built for it.</summary>
    /// <exception cref="SetupException">A project can't be read.</exception>
    public static async Task<IReadOnlyCollection<ProjectItem>> ListAsync(string root, IReadOnlyList<string> projects)
    {
        // One process for all of them: a start takes longer than the reading.
        var listing = System.IO.Path.Combine(root, "listing.targets");
        var all = System.IO.Path.Combine(root, "all.proj");
        await File.WriteAllTextAsync(listing, $"""
            <Project>
              <Target Name="ListItems" Returns="@(Listed)">
                <ItemGroup>
            {string.Join('\n', Kinds.Select(kind => $"""      <Listed Include="@({kind}->'%(FullPath)')" Kind="{kind}" />"""))}
                </ItemGroup>
              </Target>
            </Project>
            """);
        await File.WriteAllTextAsync(all, $"""
            <Project>
              <ItemGroup>
            {string.Join('\n', projects.Select(project => $"""    <Asked Include="{project}" />"""))}
              </ItemGroup>
              <Target Name="Collect">
                <MSBuild Projects="@(Asked)" Targets="ListItems" Properties="CustomAfterMicrosoftCommonTargets={listing}">
                  <Output TaskParameter="TargetOutputs" ItemName="Collected" />
                </MSBuild>
              </Target>
            </Project>
            """);
        var run = await ChildProcess.RunAsync(root, "dotnet", "msbuild", all, "-t:Collect", "-getItem:Collected", "-nologo");
        if (!run.Succeeded)
        {
            throw new SetupException($"The projects can't be read:\n{run.Output.Trim()}");
        }

        using var answer = JsonDocument.Parse(run.Output);
        string From(JsonElement item, string name) => System.IO.Path.GetRelativePath(root, item.GetProperty(name).GetString()!).Replace('\\', '/');

        return
        [
            .. answer.RootElement.GetProperty("Items").GetProperty("Collected").EnumerateArray()
                .Select(item => new ProjectItem(From(item, "MSBuildSourceProjectFile"), item.GetProperty(nameof(Kind)).GetString()!, From(item, "Identity"))).Distinct(),
        ];
    }
}
