using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Runs a bulk call entry by entry: always 200, the outcome stands per entry, entities in no certain order (spec 5.1).</summary>
internal static class SyncAnswer
{
    /// <remarks><c>work</c>: One entry → what is shown, or null with the reasons in the problems.</remarks>
    public static Answer Each(ProcoreSettings settings, JsonArray? updates, Func<JsonObject, Problems, JsonNode?> work)
    {
        if (updates is null)
        {
            throw Refusal.Missing("updates");
        }

        if (updates.Count > settings.SyncLimit)
        {
            throw Refusal.TooMany(settings.SyncLimit);
        }

        var entities = new List<JsonNode?>();
        var errors = new JsonArray();
        foreach (var update in updates)
        {
            var entry = update as JsonObject ?? throw Refusal.Invalid(400, "updates", "is not a list of objects");
            var problems = new Problems();
            if (work(entry, problems) is { } entity)
            {
                entities.Add(entity);
            }
            else
            {
                var echo = entry.DeepClone().AsObject();
                echo["errors"] = problems.ToJson();
                errors.Add(echo);
            }
        }

        if (settings.ShuffleSyncAnswers)
        {
            entities.Reverse();
        }

        return Answer.Ok(new JsonObject { ["entities"] = entities.ToJsonArray(), ["errors"] = errors });
    }
}
