package dev.gatehouse.cognito;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.aws.Sha256;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Users between a temporary password and a new one. Sessions are kept as hashes, in memory only.
final class ChallengeSessions {
  /// `AuthSessionValidity` of a client that does not say otherwise.
  private static final Duration LIFE = Duration.ofMinutes(3);

  private static final int MOST = 1_000;
  private static final int BYTES = 48;

  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /// @param passwordSet another password ends the session
  private record Session(
      String clientId, String sub, @Nullable Instant passwordSet, Instant until) {}

  ChallengeSessions(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  String open(String clientId, User user) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    lock.lock();
    try {
      sessions.values().removeIf(session -> session.until().isBefore(now));
      if (sessions.size() >= MOST) {
        sessions.remove(sessions.keySet().iterator().next());
      }
      sessions.put(
          hash(token), new Session(clientId, user.sub(), user.passwordSet(), now.plus(LIFE)));
    } finally {
      lock.unlock();
    }
    return token;
  }

  boolean holds(String token, String clientId, User user) {
    lock.lock();
    try {
      Session session = sessions.get(hash(token));
      return session != null
          && session.until().isAfter(clock.instant())
          && session.clientId().equals(clientId)
          && session.sub().equals(user.sub())
          && Objects.equals(session.passwordSet(), user.passwordSet());
    } finally {
      lock.unlock();
    }
  }

  void close(String token) {
    lock.lock();
    try {
      sessions.remove(hash(token));
    } finally {
      lock.unlock();
    }
  }

  private static String hash(String token) {
    return Sha256.hex(token.getBytes(UTF_8));
  }
}
