using System.Diagnostics;
using System.Globalization;
using ClusterSetSuite.Simulation.Engine;
using ClusterSetSuite.Simulation.Scenarios;

namespace ClusterSetSuite.Simulation;

/// <summary>The command line of the simulation.</summary>
internal static class CommandLine
{
    private const string Usage = """
        usage: dotnet run -c Release --project tests/Simulation -- [options]

          --seeds N         run N seeds; the first broken invariant of each is printed with its seed
          --from N          the first seed (1)
          --seed N          replay one seed and print its trace
          --without FAULTS  take safeguards away, with commas: fence, epoch, promise, drain, veto, enforcer, durable, cas, confirm, expiry, offline, witness, loss, quarantine
          --stop            stop at the first broken invariant
          --jobs N          run on N threads (1)

        Exit code: 0 when every invariant held, 1 when one was broken, 2 for bad options.
        """;

    /// <summary>Whether these are options of the simulation and not of the test runner.</summary>
    public static bool IsMeant(string[] args) => args.Any(arg => arg is "--seeds" or "--seed" or "--help");

    public static int Run(string[] args, TextWriter output)
    {
        if (args.Contains("--help"))
        {
            output.WriteLine(Usage);
            return 0;
        }

        if (!TryRead(args, out var request, out var fault))
        {
            output.WriteLine($"{fault}\n\n{Usage}");
            return 2;
        }

        return request.Replay is { } seed ? Replay(seed, request.Planted, output) : RunMany(request, output);
    }

    private static int Replay(long seed, Planted planted, TextWriter output)
    {
        var outcome = Scenario.Run(seed, planted, output.WriteLine);
        output.WriteLine(Words(outcome));
        return outcome.Broken is null ? 0 : 1;
    }

    private static int RunMany(Request request, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var total = new Total();
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Jobs };
        Parallel.For(request.From, request.From + request.Seeds, options, (seed, loop) =>
        {
            var outcome = Scenario.Run(seed, request.Planted);
            lock (total)
            {
                total.Add(outcome);
                if (outcome.Broken is not null)
                    output.WriteLine(Words(outcome));
            }

            if (outcome.Broken is not null && request.IsStopping)
                loop.Stop();
        });
        output.WriteLine(total.Words(clock.Elapsed));
        return total.Broken == 0 ? 0 : 1;
    }

    private static string Words(Outcome outcome) => string.Create(CultureInfo.InvariantCulture,
        $"seed {outcome.Seed} ({outcome.Theme}): {outcome.Broken?.ToString() ?? "every invariant held"}; {outcome.Seconds:0} s, {outcome.Events} events, trace {outcome.Hash:x16}");

    private static bool TryRead(string[] args, out Request request, out string fault)
    {
        request = new();
        fault = "";
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--stop")
            {
                request = request with { IsStopping = true };
                continue;
            }

            var value = i + 1 < args.Length ? args[++i] : "";
            fault = Read(args[i - (value.Length > 0 ? 1 : 0)], value, ref request);
            if (fault.Length > 0)
                return false;
        }

        return true;
    }

    private static string Read(string name, string value, ref Request request)
    {
        if (name == "--without")
        {
            var isKnown = Enum.TryParse<Planted>(value, ignoreCase: true, out var planted) && !int.TryParse(value, CultureInfo.InvariantCulture, out _);
            request = request with { Planted = planted };
            return isKnown ? "" : $"'{value}': the safeguards are {string.Join(", ", Enum.GetNames<Planted>()).ToLowerInvariant()}";
        }

        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return $"{name} needs a number, not '{value}'";
        request = name switch
        {
            "--seeds" => request with { Seeds = number },
            "--from" => request with { From = number },
            "--seed" => request with { Replay = number },
            "--jobs" => request with { Jobs = (int)Math.Clamp(number, 1, 256) },
            _ => request,
        };
        return name is "--seeds" or "--from" or "--seed" or "--jobs" ? "" : $"unknown option '{name}'";
    }

    private sealed record Request
    {
        public long Seeds { get; init; } = 1000;

        public long From { get; init; } = 1;

        public long? Replay { get; init; }

        public Planted Planted { get; init; }

        public bool IsStopping { get; init; }

        public int Jobs { get; init; } = 1;
    }
}
