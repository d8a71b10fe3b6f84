namespace ProcoreNetSuite.LocalHosting;

/// <summary>One remote effect of a run.</summary>
/// <param name="Number">Counts from 1 over all kinds and lives.</param>
/// <param name="Description">Such as <c>POST /record/v1/vendorBill</c> or <c>send projects</c>.</param>
/// <param name="Fault">What the plan did to it.</param>
public sealed record Effect(int Number, EffectKind Kind, string Description, Fault? Fault)
{
    public override string ToString() => Fault is null ? $"{Number} {Kind} {Description}" : $"{Number} {Kind} {Description} ({Fault})";
}
