using System.Reflection;

namespace ProcoreNetSuite.Sandbox.Hosting;

/// <summary>One method with <c>[Function]</c>.</summary>
public sealed record FunctionEntry(string Name, MethodInfo Method, FunctionTrigger Trigger);
