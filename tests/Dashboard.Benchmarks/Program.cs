using Dashboard.Benchmarks;
using Dashboard.Benchmarks.Estates;
using Dashboard.Benchmarks.Walls;

return args switch
{
    ["live", .. var rest] => await LiveBenchmark.RunAsync(rest),
    ["accounts", .. var rest] => await AccountsBenchmark.RunAsync(rest),
    ["parity", .. var rest] => ParityBenchmark.Run(rest),
    ["matrix", .. var rest] => await MatrixBenchmark.RunAsync(rest),
    ["screens", .. var rest] => await ScreensBenchmark.RunAsync(rest),
    ["walls", .. var rest] => await WallsBenchmark.RunAsync(rest),
    ["walls-server"] => await WallServer.RunAsync(),
    ["graph", .. var rest] => GraphBenchmark.Run(rest),
    ["palette", .. var rest] => PaletteBenchmark.Run(rest),
    ["read", .. var rest] => ReadBenchmark.Run(rest),
    ["estate", .. var rest] => EstateBenchmark.Run(rest),
    ["estate-beside", .. var rest] => BesideBenchmark.Run(rest),
    ["fuzz", .. var rest] => Fuzz.Run(rest),
    ["diff", .. var rest] => EngineBenchmarks.Diff(rest),
    ["render", .. var rest] => EngineBenchmarks.Render(rest),
    ["process", .. var rest] => ProcessBenchmark.Run(rest),
    ["replies", .. var rest] => await RepliesBenchmark.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project tests/Dashboard.Benchmarks -- BENCHMARK

          live [ROUNDS]   from the return of an API call that changes something by hand to the changed pixel, in Chromium; 40 rounds
          read [CORPUS]   YAML and JSON to our tree, beside other readers
          render [CORPUS] templates to resources
          diff [CORPUS]   pairs of templates, beside a blind walk of both sides
          estate [STACKS] [CORPUS] a whole estate from its texts, and whether every answer is right; 1000 stacks
          estate-beside FOLDER [STACKS] [CORPUS] the estate judged by this build and by another one in turn, in one process: their ratio, also on a busy machine; 60 stacks
          process COMMAND LEFT RIGHT a published driftboard comparing two files, from start to exit, beside an empty Node process where there is one
          replies COMMAND the most memory that a driftboard takes to scan an account where every service answers with a large body
          fuzz MINUTES [SEED] [CORPUS] reading, rendering and comparing of spoilt templates, for so many minutes of one processor
          matrix [COMPONENTS] the overview of so many components in four environments, in Chromium; 2000
          screens [ROUNDS] every screen over the sample estate, in Chromium: first paint, can be used, bytes, memory a circuit; 7 rounds
          walls [COUNT] [QUERY] what a wall costs its server, and how long a change takes to 1, 100 and so many of them, one in Chromium; 1000
          palette [RESOURCES] what the command palette needs for each letter that is typed; 60000 resources
          accounts [STACKS] [moto] two accounts through the wire: a first scan, one more, and one change by hand; 2000 stacks of 30 resources in the sandbox, or of 6 in moto
          graph [NODES]   what it takes to place a graph of so many nodes; 60, 150, 400 and 1000
          parity [ROUNDS] one judgement of the parity of two environments of 100 resources; 500 rounds
        """);
    return 2;
}
