using System.Runtime.InteropServices;
using ClusterSetSuite.Lab.Cilium;

using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal));
try
{
    return await Dispatch.Run(args, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
