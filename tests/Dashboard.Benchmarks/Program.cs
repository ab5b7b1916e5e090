using Dashboard.Benchmarks;

return args switch
{
    ["live", .. var rest] => await LiveBenchmark.RunAsync(rest),
    ["parity", .. var rest] => ParityBenchmark.Run(rest),
    ["render", .. var rest] => RenderBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project tests/Dashboard.Benchmarks -- BENCHMARK

          live [ROUNDS]   from the return of an API call that changes something by hand to the changed pixel, in Chromium; 40 rounds
          parity [ROUNDS] one judgement of the parity of two environments of 100 resources; 500 rounds
          render [ROUNDS] resources a second of the real templates in DRIFTBOARD_CORPUS; 30 rounds
        """);
    return 2;
}
