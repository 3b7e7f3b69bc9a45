using System.CommandLine;

namespace ClusterSetSuite.Cli.Commands;

/// <summary>The ClusterSet that a command is about.</summary>
internal static class SetArgument
{
    public static Argument<string> New() => new("name") { Description = "The ClusterSet's name." };
}
