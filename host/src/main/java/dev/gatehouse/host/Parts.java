package dev.gatehouse.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running things behind the doors of one deployment. Who asks for a thing with an identity
/// that the deployment before had as well gets the thing that runs already, with what was made for
/// it. A thing is closed when the last deployment that has it lets go. Not for several threads at
/// once.
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /// @param made for this one, while it was being made
  /// @param holders how many deployments have it
  private record Part(Object thing, List<Object> made, AtomicInteger holders) {
    void release() {
      if (holders.decrementAndGet() == 0 && thing instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          LOG.error("{} was not closed", thing.getClass().getSimpleName(), e);
        }
      }
    }
  }

  private @Nullable Parts before;
  private final SequencedMap<Object, Part> parts = new LinkedHashMap<>();
  private final Deque<List<Object>> making = new ArrayDeque<>();

  private Parts(@Nullable Parts before) {
    this.before = before;
  }

  static Parts first() {
    return new Parts(null);
  }

  Parts next() {
    return new Parts(this);
  }

  /// @param identity equal only to identities of things that could stand for this one: a record of
  ///   a kind of its own with everything that the thing is made from
  <T> T take(Class<T> type, Object identity, Supplier<? extends T> make) {
    if (!making.isEmpty()) {
      making.peek().add(identity);
    }
    keep(identity);
    Part part = parts.get(identity);
    if (part == null) {
      var made = new ArrayList<>();
      making.push(made);
      try {
        part = new Part(make.get(), made, new AtomicInteger(1));
      } finally {
        making.pop();
      }
      parts.put(identity, part);
    }
    return type.cast(part.thing());
  }

  /// A thing that is of no use to another deployment, unless it was made for one that is.
  <T extends AutoCloseable> T own(T thing) {
    if (!making.isEmpty()) {
      making.peek().add(thing);
    }
    parts.put(thing, new Part(thing, List.of(), new AtomicInteger(1)));
    return thing;
  }

  private void keep(Object identity) {
    Part part = before == null ? null : before.parts.get(identity);
    if (part != null && !parts.containsKey(identity)) {
      part.made().forEach(this::keep);
      part.holders().incrementAndGet();
      parts.put(identity, part);
    }
  }

  /// Everything is made; the deployment before is of no interest any more.
  void settle() {
    before = null;
  }

  /// Lets go of everything, the last first.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pollLastEntry().getValue().release();
    }
  }
}
