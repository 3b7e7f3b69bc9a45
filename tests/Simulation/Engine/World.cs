using System.Runtime.CompilerServices;
using ClusterSetSuite.Simulation.Checks;
using ClusterSetSuite.Simulation.Model;
using ClusterSetSuite.Simulation.Parties;

namespace ClusterSetSuite.Simulation.Engine;

/// <summary>One single-threaded world: every party, its true time and everything that is going to happen.</summary>
internal sealed class World
{
    public const int CoordinatorPlaces = 2;
    public const int DatabasePlace = 2;
    public const int BrokerPlace = 3;
    public const int WitnessPlace = 4;
    public const int FirstSitePlace = 5;
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly EventQueue _queue = new();
    private readonly Action<string>? _trace;

    public World(WorldOptions options, Action<string>? trace)
    {
        (Options, _trace) = (options, trace);
        Rng = new(options.Seed);
        Network = new(this, FirstSitePlace + options.Sites);
        Broker = new(this, "broker", BrokerPlace);
        Witness = new(this, "witness", WitnessPlace);
        Invariants = new(this);
        Ledger = new(options.Sites);
        Groups = [.. Enumerable.Range(0, options.Sites).Select(i => new Group(this, i))];
        Agents = [.. Enumerable.Range(0, options.Sites).Select(i => new SiteAgent(this, i))];
        Database = new(this);
        Coordinators = [.. Enumerable.Range(0, CoordinatorPlaces).Select(i => new Coordinator(this, i))];
        People = new(this);
    }

    public WorldOptions Options { get; }

    public Rng Rng { get; }

    /// <summary>The true time in microseconds.</summary>
    public long Now { get; private set; }

    public double Drift => Options.Timers.ClockDrift;

    public Network Network { get; }

    public Node Broker { get; }

    public Node Witness { get; }

    public Database Database { get; }

    public Group[] Groups { get; }

    public SiteAgent[] Agents { get; }

    public Coordinator[] Coordinators { get; }

    public People People { get; }

    public Ledger Ledger { get; }

    public Invariants Invariants { get; }

    /// <summary>All that happened, in one number: the same seed gives the same number.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    public long Events { get; private set; }

    public static string NameOf(int site) => Names[site];

    public static int SiteOf(string name) => name[0] - 'a';

    public static int PlaceOf(int site) => FirstSitePlace + site;

    public bool Has(Planted planted) => (Options.Planted & planted) != 0;

    public void At(long time, Action act) => _queue.Add(Math.Max(time, Now), act);

    public void After(Span delay, Action act) => At(Now + delay.Micros, act);

    /// <summary>Runs until then, or until an invariant breaks.</summary>
    public void RunUntil(long end)
    {
        while (!_queue.IsEmpty && _queue.NextAt <= end && Invariants.Broken is null)
        {
            Now = _queue.NextAt;
            Events++;
            Mark(Now);
            _queue.Take()();
        }

        Now = Math.Max(Now, end);
    }

    /// <summary>Folds something into the hash of all that happened.</summary>
    public void Mark(long value) => Hash = (Hash ^ (ulong)value) * 1099511628211;

    public void Log([InterpolatedStringHandlerArgument("")] TraceLine line)
    {
        if (_trace is not null)
            _trace($"{Now / 1e6,10:0.000}  {line.ToStringAndClear()}");
    }

    /// <summary>Whether somebody reads the trace; nothing is formatted otherwise.</summary>
    internal bool IsTraced => _trace is not null;
}
