using ProcoreNetSuite.Procore;

namespace ProcoreNetSuite.Functions.Running;

/// <summary>Says whether codes that are synced may be deleted in Procore.</summary>
public interface ICodeDeletions
{
    /// <summary>Reads only, so it may be repeated.</summary>
    /// <returns>The answer to each code that has a request detail.</returns>
    Task<IReadOnlyList<RequestDetailClosing>> AnswerAsync(Connection connection, IReadOnlyList<ErpItem> codes, CancellationToken cancellationToken);
}
