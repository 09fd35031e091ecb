package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How asynchronous invocations of a function, a version or an alias are handled
/// (API_PutFunctionEventInvokeConfig).
///
/// @param maxRetries after an error of the function's, 0 to 2
/// @param maxAge after which an event is given up, a minute to six hours
/// @param onSuccess ARN of the function that gets a record of each success; null for none
/// @param onFailure ARN of the function that gets a record of each event given up; null for none
public record EventInvokeConfig(
    int maxRetries, Duration maxAge, @Nullable String onSuccess, @Nullable String onFailure) {
  /// What holds where nothing else is said.
  public static final EventInvokeConfig DEFAULT =
      new EventInvokeConfig(2, Duration.ofHours(6), null, null);

  public EventInvokeConfig {
    requireNonNull(maxAge, "maxAge");
  }

  /// What AWS would refuse, `PROPERTY: problem` each.
  public List<String> faults() {
    var faults = new ArrayList<String>();
    if (maxRetries < 0 || maxRetries > 2) {
      faults.add("MaximumRetryAttempts: " + maxRetries + " is not within 0 to 2");
    }
    if (maxAge.toSeconds() < 60 || maxAge.toSeconds() > 21_600) {
      faults.add("MaximumEventAgeInSeconds: " + maxAge.toSeconds() + " is not within 60 to 21600");
    }
    return faults;
  }
}
