using ClusterSetSuite.Benchmarks;

const string Usage = """
    usage: dotnet run -c Release --project tests/Benchmarks -- <what>...

      provision  the last provisioning on the lab: its wall time against the critical path of what only the sites do
      again      `clusterset apply` of a set that is there already, five times
      agents     each agent's memory, and the time from its end to its successor's first answer
      by-hand    the same set by plain helm, kubectl and mysqlsh commands, one after another; wipes the lab (`lab reset`) first
      fresh      wipes the lab, then provisions it with the suite; `provision` tells what it took
      failover   wipes the lab, makes the set in mode automatic, then stops the node of the primary's site ten times while clients write: RTO in parts (`failover:3` for three times)
      drill      the primary is moved there and back five times: the pauses of writes (`drill:2` for twice)
      all        fresh, provision, again, agents, drill, failover, by-hand, fresh

    The lab must be up: deploy/lab/lab up. Quiet the machine first: every figure is wall time.
    """;

string[] known = ["provision", "again", "agents", "by-hand", "fresh", "failover", "drill", "all"];
if (args.Length == 0 || args.Select(What).Except(known).Any())
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

var machine = $"{Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the start";
Console.WriteLine($"{DateTimeOffset.Now:yyyy-MM-dd HH:mm} {machine}");
foreach (var what in args.Contains("all") ? ["fresh", "provision", "again", "agents", "drill", "failover", "by-hand", "fresh"] : args)
{
    Console.WriteLine();
    var good = What(what) switch
    {
        "provision" => await Provisioning.Print(),
        "again" => await Applying.PrintAgain(times: 5),
        "agents" => await Agents.Print(),
        "by-hand" => await Applying.PrintByHand(),
        "failover" => await Recovery.PrintFailovers(Times(what, 10)),
        "drill" => await Recovery.PrintDrills(Times(what, 5)),
        _ => await Applying.PrintFresh(),
    };
    if (!good)
        return 1;
}

return 0;

static string What(string argument) => argument.Split(':')[0];

static int Times(string argument, int usual) => argument.Split(':') is [_, var number] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : usual;
