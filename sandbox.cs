#!/usr/bin/env dotnet
#:project tests/tools/commands/Commands.csproj
#:property PublishAot=false

return await ProcoreNetSuite.Commands.SandboxCommand.RunAsync(args);
