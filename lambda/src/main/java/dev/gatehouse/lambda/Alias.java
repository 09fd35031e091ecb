package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A name for a version, or for two that share its invocations (configuration-aliases.html).
///
/// @param other null for an alias of one version
/// @param weight the other's share, from 0 to 1
public record Alias(
    LambdaFunction version, @Nullable LambdaFunction other, double weight, RandomGenerator random)
    implements Target {
  public Alias {
    requireNonNull(version, "version");
    requireNonNull(random, "random");
  }

  @Override
  public LambdaFunction pick() {
    LambdaFunction second = other;
    return second != null && random.nextDouble() < weight ? second : version;
  }

  @Override
  public InvokeResult invoke(Invocation invocation) {
    return pick().invoke(invocation);
  }

  @Override
  public StreamedResult stream(Invocation invocation) {
    return pick().stream(invocation);
  }
}
