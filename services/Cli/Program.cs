using ClusterSetSuite.Cli;
using ClusterSetSuite.Cli.Commands;

return await CommandLine.Run(Root.Build(), args);
