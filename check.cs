#!/usr/bin/env dotnet
#:project tests/setup/Setup.csproj
#:property PublishAot=false

return await ProcoreNetSuite.Setup.CheckCommand.RunAsync(args);
