using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ProcoreNetSuite.Tests")]
