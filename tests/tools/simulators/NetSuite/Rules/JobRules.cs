using ProcoreNetSuite.Simulators.NetSuite.Records;

namespace ProcoreNetSuite.Simulators.NetSuite.Rules;

/// <summary>Projects (specification 8.2).</summary>
internal sealed class JobRules : EntityRules
{
    public override void Complete(SaveContext save)
    {
        base.Complete(save);
        save.Default("entityStatus", new ChoiceValue("2"));
        save.Default("allowTime", true);
        save.Default("allowExpenses", true);
    }
}
