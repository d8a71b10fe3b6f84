using ProcoreNetSuite.Functions.Running;
using ProcoreNetSuite.Links;
using ProcoreNetSuite.Resilience;

namespace ProcoreNetSuite.Functions.Records;

/// <summary>Procore's users by name: read once and remembered, so that a history can be read after they have left (connector-behaviour.md 13.5).</summary>
public sealed class People(TablePeople known)
{
    /// <param name="who">As the history keeps it: a Procore user's id, or a name.</param>
    /// <returns>"Ann Lee (Procore user 9)"; only the number if Procore doesn't know the user, or can't be asked now.</returns>
    public async Task<string?> NameAsync(Connection connection, string? who, CancellationToken cancellationToken)
    {
        if (who is not { Length: > 0 } || Digits.Read(who) is not { } id)
        {
            return who;
        }

        var name = await known.FindAsync(connection.Id, id, cancellationToken);
        if (name is null)
        {
            var (user, _) = await Outcomes.TryAsync(async () => new Found((await connection.Procore.FindUserAsync(id, cancellationToken))?.Name));
            name = string.IsNullOrWhiteSpace(user?.Name) ? null : user.Name.Trim();
            if (name is not null)
            {
                await known.SaveAsync(connection.Id, id, name, cancellationToken);
            }
        }

        return name is null ? $"Procore user {who}" : $"{name} (Procore user {who})";
    }

    private sealed record Found(string? Name);
}
