namespace ProcoreNetSuite.Simulators.NetSuite.Schema;

/// <summary>How a property is written and kept (specification 3.1).</summary>
public enum FieldKind
{
    Text,
    Flag,
    Number,
    Whole,
    Day,
    Moment,
    Reference,
    Choice,
    References,
    Subrecord,
}
