package dev.gatehouse.host.console;

import dev.gatehouse.aws.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/// Who may see the console: whoever brings a key that was made for its owner, once and soon, gets a
/// session for one working day. The oldest go when there are too many.
final class Sessions {
  static final Duration KEY_LIFETIME = Duration.ofMinutes(2);
  static final Duration SESSION_LIFETIME = Duration.ofHours(12);
  static final int MAX_KEYS = 8;
  static final int MAX_SESSIONS = 16;

  private static final int RANDOM_BYTES = 32;

  private record Key(Secret secret, Instant until) {}

  private final Clock clock;
  private final SecureRandom random;
  private final Supplier<Walk> walks;
  private final Deque<Key> keys = new ArrayDeque<>();
  private final Deque<Session> sessions = new ArrayDeque<>();

  Sessions(Clock clock, SecureRandom random, Supplier<Walk> walks) {
    this.clock = clock;
    this.random = random;
    this.walks = walks;
  }

  /// A key for one session.
  synchronized Secret key() {
    expire();
    while (keys.size() >= MAX_KEYS) {
      keys.removeFirst();
    }
    var key = new Key(unguessable(), clock.instant().plus(KEY_LIFETIME));
    keys.addLast(key);
    return key.secret();
  }

  /// Uses the key up.
  synchronized Optional<Session> enter(String candidate) {
    expire();
    if (!keys.removeIf(key -> key.secret().matches(candidate))) {
      return Optional.empty();
    }
    while (sessions.size() >= MAX_SESSIONS) {
      sessions.removeFirst();
    }
    var session =
        new Session(
            unguessable(), unguessable(), clock.instant().plus(SESSION_LIFETIME), walks.get());
    sessions.addLast(session);
    return Optional.of(session);
  }

  synchronized Optional<Session> find(String cookie) {
    expire();
    return sessions.stream().filter(session -> session.cookie().matches(cookie)).findFirst();
  }

  synchronized void leave(Session leaving) {
    sessions.remove(leaving);
  }

  private void expire() {
    Instant now = clock.instant();
    keys.removeIf(key -> !now.isBefore(key.until()));
    sessions.removeIf(session -> !now.isBefore(session.until()));
  }

  private Secret unguessable() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
