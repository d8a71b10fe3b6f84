namespace ProcoreNetSuite.Simulators.NetSuite.Records;

/// <summary>The kept value of a reference: the id of another record.</summary>
public readonly record struct Ref(string Id);

/// <summary>The kept value of an enumeration.</summary>
public readonly record struct ChoiceValue(string Id);
