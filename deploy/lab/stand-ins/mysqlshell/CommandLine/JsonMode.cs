namespace ClusterSetSuite.Lab.MySqlShell.CommandLine;

/// <summary>How output is written: text (result to stdout, the rest to stderr), or everything to stdout as JSON.</summary>
internal enum JsonMode
{
    Off,
    Raw,
    Pretty,
}
