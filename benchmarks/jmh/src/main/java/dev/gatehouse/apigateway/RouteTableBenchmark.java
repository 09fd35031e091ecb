package dev.gatehouse.apigateway;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A request's route found, and no other that it might be read as.
@State(Scope.Thread)
public class RouteTableBenchmark {
  @Param({"5", "300"})
  public int routes = 5;

  private final Entrance entrance = Entrance.own(Bench.API);
  private RouteTable table = Bench.routes(5);

  @Setup
  public void register() {
    table = Bench.routes(routes);
    if (!(match() instanceof Selection.Selected)) {
      throw new IllegalStateException("a registered route was not found");
    }
  }

  @Benchmark
  public Object match() {
    return table.select("GET", "/players/9b7c0e4a-0d3f-5c0f-9a7e-0c5a3e1b2d4f", entrance);
  }
}
