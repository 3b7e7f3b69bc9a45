using ClusterSetSuite.Lab.MySqlShell;

return await Shell.Run(args, Console.Out, Console.Error, Console.In);
