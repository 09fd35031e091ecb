package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// What came of the attempts on one door.
///
/// @param lock `none`, `jwt`, `iam` or `lambda`
/// @param open true where there is no lock: anyone gets in by design, and nothing was tried
/// @param attempts how many requests were sent, without the one that had every right to pass
/// @param gotIn each attempt that got in
/// @param elsewhere how many attempts passed another door that lets such guests in: a path that is
///   none of this door's, say
/// @param throttled how many attempts a throttle turned away before the lock saw them: they prove
///   nothing
/// @param failed how many attempts were turned away because the lock itself failed, an authorizer's
///   function that ends with an error say
/// @param opened `yes`, `no` or `not tried`: whether the door opened for a credential of its own
/// @param notTried what could not be tried, and why
public record DoorProof(
    String method,
    String path,
    String resource,
    String url,
    String lock,
    boolean open,
    int attempts,
    List<Intrusion> gotIn,
    int elsewhere,
    int throttled,
    int failed,
    String opened,
    List<String> notTried) {
  static final String YES = "yes";
  static final String NO = "no";
  static final String NOT_TRIED = "not tried";

  public DoorProof {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(resource, "resource");
    requireNonNull(url, "url");
    requireNonNull(lock, "lock");
    gotIn = List.copyOf(gotIn);
    requireNonNull(opened, "opened");
    notTried = List.copyOf(notTried);
  }

  /// What became of attempts that were neither kept out by the lock nor got in; a sentence for each
  /// kind that there was.
  List<String> counts() {
    var counts = new ArrayList<String>();
    if (elsewhere > 0) {
      counts.add("%d attempts passed another door, which lets such guests in".formatted(elsewhere));
    }
    if (throttled > 0) {
      counts.add(
          "%d attempts were throttled before the lock saw them: they prove nothing"
              .formatted(throttled));
    }
    if (failed > 0) {
      counts.add("%d attempts were turned away because the lock itself failed".formatted(failed));
    }
    return counts;
  }
}
