using System.Reflection;

namespace ProcoreNetSuite.LocalHosting;

/// <summary>One method with <c>[Function]</c>.</summary>
public sealed record FunctionEntry(string Name, MethodInfo Method, FunctionTrigger Trigger);
