using ClusterSetSuite.Benchmarks;

const string Usage = """
    usage: dotnet run -c Release --project tests/Benchmarks -- <what>...

      provision  the last provisioning on the lab: its wall time against the critical path of what only the sites do
      again      `clusterset apply` of a set that is there already, five times
      agents     each agent's memory, and the time from its end to its successor's first answer
      by-hand    the same set by plain helm, kubectl and mysqlsh commands, one after another; wipes the lab (`lab reset`) first
      fresh      wipes the lab, then provisions it with the suite; `provision` tells what it took
      all        fresh, provision, again, agents, by-hand, fresh

    The lab must be up: deploy/lab/lab up. Quiet the machine first: every figure is wall time.
    """;

string[] known = ["provision", "again", "agents", "by-hand", "fresh", "all"];
if (args.Length == 0 || args.Except(known).Any())
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

var machine = $"{Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the start";
Console.WriteLine($"{DateTimeOffset.Now:yyyy-MM-dd HH:mm} {machine}");
foreach (var what in args.Contains("all") ? ["fresh", "provision", "again", "agents", "by-hand", "fresh"] : args)
{
    Console.WriteLine();
    var good = what switch
    {
        "provision" => await Provisioning.Print(),
        "again" => await Applying.PrintAgain(times: 5),
        "agents" => await Agents.Print(),
        "by-hand" => await Applying.PrintByHand(),
        _ => await Applying.PrintFresh(),
    };
    if (!good)
        return 1;
}

return 0;
