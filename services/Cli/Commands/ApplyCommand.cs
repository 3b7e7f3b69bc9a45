using System.CommandLine;

namespace ClusterSetSuite.Cli.Commands;

/// <summary><c>clusterset apply</c>: makes a ClusterSet as its spec says and shows how.</summary>
internal static class ApplyCommand
{
    public static Command Build()
    {
        var (spec, handing) = (new SpecFile(), new HandingOver());
        var command = new Command("apply", "Make a ClusterSet as its spec says; what is there already is adopted.");
        handing.AddTo(command);
        spec.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var (text, read) = await spec.Read(parsed, ct);
            return await handing.Suite.Run(parsed, read, client => handing.Follow(parsed, client, id => client.Apply(read.Name, text, id, ct), ct), ct);
        });
        return command;
    }
}
