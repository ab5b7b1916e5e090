using Dashboard.Benchmarks;

return args switch
{
    ["live", .. var rest] => await LiveBenchmark.RunAsync(rest),
    ["parity", .. var rest] => ParityBenchmark.Run(rest),
    ["read", .. var rest] => ReadBenchmark.Run(rest),
    ["render", .. var rest] => EngineBenchmarks.Render(rest),
    ["diff", .. var rest] => EngineBenchmarks.Diff(rest),
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
          parity [ROUNDS] one judgement of the parity of two environments of 100 resources; 500 rounds
        """);
    return 2;
}
