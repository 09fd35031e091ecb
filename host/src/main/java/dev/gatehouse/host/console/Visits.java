package dev.gatehouse.host.console;

import dev.gatehouse.door.Visit;
import dev.gatehouse.host.prove.Grounds;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.lambda.InvocationWatch;
import dev.gatehouse.lambda.PastInvocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// The last visits and invocations, with what was said: in memory only, bounded in number and in
/// bytes, the oldest go first. What is kept is as it was said; [Masks] hides the secrets of
/// whatever is shown.
///
/// A function's own calls belong to the invocation at which its process worked when it signed them:
/// each process has a key of its own and works at one invocation at a time, so that this holds for
/// any number of requests at once. A call that a process makes between two invocations belongs to
/// none, and one that it makes with another key is a visit of its own.
public final class Visits implements InvocationWatch, Grounds.Visitors {
  static final int MAX_COUNT = 500;
  static final long MAX_BYTES = 16L * 1024 * 1024;

  private final Recent<SeenVisit> visits = new Recent<>(SeenVisit::size);
  private final Recent<SeenInvocation> invocations = new Recent<>(SeenInvocation::size);
  private long count;

  public synchronized void record(Visit visit, HttpRequest request, HttpResponse response) {
    visits.add(SeenVisit.of(++count, visit, request, response));
  }

  @Override
  public void ended(PastInvocation past) {
    var seen = SeenInvocation.of(past);
    synchronized (this) {
      invocations.add(seen);
    }
  }

  /// Changes with each visit.
  @Override
  public synchronized long count() {
    return count;
  }

  @Override
  public synchronized List<Visit> after(long number) {
    return visits
        .newestFirst()
        .takeWhile(seen -> seen.number() > number)
        .map(SeenVisit::visit)
        .toList();
  }

  /// The latest first.
  synchronized List<SeenVisit> latest(int limit) {
    return visits.newestFirst().limit(limit).toList();
  }

  /// Of one function, the latest first.
  synchronized List<SeenInvocation> invocations(String function, int limit) {
    return invocations
        .newestFirst()
        .filter(invocation -> invocation.function().equals(function))
        .limit(limit)
        .toList();
  }

  synchronized Optional<SeenInvocation> invocation(String id) {
    return invocations.newestFirst().filter(each -> each.id().equals(id)).findFirst();
  }

  /// @param requestId that the guest was told
  synchronized Optional<SeenVisit> find(String requestId) {
    return visits.newestFirst().filter(seen -> seen.visit().id().equals(requestId)).findFirst();
  }

  synchronized Optional<Story> story(long number) {
    return visits.newestFirst().filter(seen -> seen.number() == number).findFirst().map(this::of);
  }

  /// What a function did in one invocation.
  synchronized Story.Deed deed(SeenInvocation invocation) {
    var calls = new ArrayList<>(visits.newestFirst().filter(invocation::made).toList());
    calls.sort(Comparator.comparing(call -> call.visit().at()));
    return new Story.Deed(invocation, calls);
  }

  private Story of(SeenVisit seen) {
    var deeds = new ArrayList<Story.Deed>();
    invocations
        .newestFirst()
        .filter(invocation -> invocation.visit().equals(seen.visit().id()))
        .sorted(Comparator.comparing(SeenInvocation::from))
        .forEach(invocation -> deeds.add(deed(invocation)));
    return new Story(
        seen,
        seen.shownToken().flatMap(this::issuing),
        deeds,
        invocations.newestFirst().filter(invocation -> invocation.made(seen)).findFirst());
  }

  private Optional<SeenVisit> issuing(String tokenId) {
    return visits
        .newestFirst()
        .filter(seen -> seen.issuedToken().filter(tokenId::equals).isPresent())
        .findFirst();
  }

  /// Not safe for use by many threads.
  private static final class Recent<T> {
    private final Deque<Kept<T>> kept = new ArrayDeque<>();
    private final ToLongFunction<T> size;
    private long bytes;

    private record Kept<T>(T thing, long bytes) {}

    Recent(ToLongFunction<T> size) {
      this.size = size;
    }

    void add(T thing) {
      var latest = new Kept<>(thing, size.applyAsLong(thing));
      kept.addFirst(latest);
      bytes += latest.bytes();
      while (kept.size() > MAX_COUNT || bytes > MAX_BYTES) {
        bytes -= kept.removeLast().bytes();
      }
    }

    java.util.stream.Stream<T> newestFirst() {
      return kept.stream().map(Kept::thing);
    }
  }
}
