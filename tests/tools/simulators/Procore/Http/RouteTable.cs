namespace ProcoreNetSuite.Simulators.Procore;

/// <summary>Verb and path → handler. Constant parts win over placeholders, so <c>/vendors/sync</c> is not a vendor id.</summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes = [];

    /// <remarks><c>paths</c>: Templates with <c>{name}</c>; several when versions share one behaviour.</remarks>
    public void Add(string method, Func<Call, Answer> handle, params IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            var parts = path.Trim('/').Split('/');
            _routes.Add(new(method, parts, parts.Count(part => part[0] == '{'), handle));
        }
    }

    public void Get(string path, Func<Call, Answer> handle) => Add("GET", handle, path);

    public void Post(string path, Func<Call, Answer> handle) => Add("POST", handle, path);

    public void Patch(string path, Func<Call, Answer> handle) => Add("PATCH", handle, path);

    public void Put(string path, Func<Call, Answer> handle) => Add("PUT", handle, path);

    public void Delete(string path, Func<Call, Answer> handle) => Add("DELETE", handle, path);

    /// <returns>The handler with its path values; null when nothing has this path and verb.</returns>
    public (Func<Call, Answer> Handle, IReadOnlyDictionary<string, string> Values)? Find(string method, string path)
    {
        var parts = path.Trim('/').Split('/');
        var route = _routes
            .Where(candidate => candidate.Method == method && candidate.Fits(parts))
            .MinBy(candidate => candidate.Placeholders);

        return route is null ? null : (route.Handle, route.Values(parts));
    }

    private sealed record Route(string Method, string[] Parts, int Placeholders, Func<Call, Answer> Handle)
    {
        public bool Fits(string[] parts) =>
            parts.Length == Parts.Length && parts.Zip(Parts).All(pair => pair.Second[0] == '{' || pair.First == pair.Second);

        public Dictionary<string, string> Values(string[] parts) =>
            parts.Zip(Parts).Where(pair => pair.Second[0] == '{').ToDictionary(pair => pair.Second.Trim('{', '}'), pair => pair.First);
    }
}
