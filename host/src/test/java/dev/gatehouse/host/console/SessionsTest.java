package dev.gatehouse.host.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Instant now = Instant.parse("2026-11-24T06:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final Sessions sessions =
      new Sessions(clock, new SecureRandom(), () -> new Walk(HTTP, new Visits()));

  @Test
  void keyOpensOneSession() {
    String key = sessions.key().reveal();
    assertThat(key).hasSize(43);
    assertThat(sessions.enter(key)).isPresent();
    assertThat(sessions.enter(key)).isEmpty();
  }

  @Test
  void keyDoesNotWait() {
    String key = sessions.key().reveal();
    now = now.plus(Sessions.KEY_LIFETIME).minusMillis(1);
    assertThat(sessions.enter(key)).isPresent();
    String late = sessions.key().reveal();
    now = now.plus(Sessions.KEY_LIFETIME);
    assertThat(sessions.enter(late)).isEmpty();
  }

  @Test
  void sessionEnds() {
    String cookie = sessions.enter(sessions.key().reveal()).orElseThrow().cookie().reveal();
    now = now.plus(Sessions.SESSION_LIFETIME).minus(Duration.ofMillis(1));
    assertThat(sessions.find(cookie)).isPresent();
    now = now.plusMillis(1);
    assertThat(sessions.find(cookie)).isEmpty();
  }

  @Test
  void onlyTheLatestSessionsAreKept() {
    String first = sessions.enter(sessions.key().reveal()).orElseThrow().cookie().reveal();
    for (int i = 1; i < Sessions.MAX_SESSIONS; i++) {
      sessions.enter(sessions.key().reveal());
    }
    assertThat(sessions.find(first)).isPresent();
    sessions.enter(sessions.key().reveal());
    assertThat(sessions.find(first)).isEmpty();
  }

  @Test
  void onlyTheLatestKeysAreKept() {
    String first = sessions.key().reveal();
    for (int i = 0; i < Sessions.MAX_KEYS; i++) {
      sessions.key();
    }
    assertThat(sessions.enter(first)).isEmpty();
  }

  @Test
  void cookieOfAnotherSessionIsNotOnesOwn() {
    var one = sessions.enter(sessions.key().reveal()).orElseThrow();
    var other = sessions.enter(sessions.key().reveal()).orElseThrow();
    assertThat(one.cookie()).isNotEqualTo(other.cookie());
    assertThat(one.csrf()).isNotEqualTo(other.csrf()).isNotEqualTo(one.cookie());
    sessions.leave(one);
    assertThat(sessions.find(one.cookie().reveal())).isEmpty();
    assertThat(sessions.find(other.cookie().reveal())).contains(other);
  }
}
