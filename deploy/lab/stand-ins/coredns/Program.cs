using System.Globalization;
using System.Runtime.InteropServices;
using ClusterSetSuite.Lab.CoreDns.Corefiles;
using ClusterSetSuite.Lab.CoreDns.Serving;

string Flag(string name, string otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}

using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal));
try
{
    var port = int.Parse(Flag("-dns.port", "53"), CultureInfo.InvariantCulture);
    await new Runner(Flag("-conf", "Corefile"), port, Console.WriteLine).Run(stop.Token);
    return 0;
}
catch (CorefileException bad)
{
    await Console.Error.WriteLineAsync(bad.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
