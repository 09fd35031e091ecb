package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.TestRequests.token;
import static dev.gatehouse.cognito.TestUserPools.M2M_ID;
import static dev.gatehouse.cognito.TestUserPools.M2M_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.Body;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/// Form bodies are read as the JDK's decoder reads them, or not at all; and a damaged token request
/// gets a token only if it still says the same.
class FormFuzzTest {
  private static final String GOOD =
      "grant_type=client_credentials&client_id=" + M2M_ID + "&client_secret=" + M2M_SECRET;
  private static final UserPoolDomainGate GATE = TestUserPools.domainGate();

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void formsAreReadAsTheJdkReadsThemOrRefused(@ForAll("forms") String form) {
    Optional<Map<String, String>> expected = reference(form);
    Optional<Form> read = read(form);

    Statistics.label("read")
        .collect(read.isPresent())
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
    assertThat(read.isPresent()).as(form).isEqualTo(expected.isPresent());
    expected
        .orElse(Map.of())
        .forEach((name, value) ->
            assertThat(read.orElseThrow().value(name).orElse("")).as(form).isEqualTo(value));
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void damagedRequestGetsATokenOnlyIfItSaysTheSame(
      @ForAll @IntRange(min = 0, max = 200) int at,
      @ForAll("pieces") String piece,
      @ForAll boolean over) {
    int place = at % (GOOD.length() + 1);
    int behind = over ? Math.min(GOOD.length(), place + piece.length()) : place;
    String form = GOOD.substring(0, place) + piece + GOOD.substring(behind);
    Passage passage = GATE.enter(token(form));

    if (passage.verdict() instanceof Verdict.Allowed) {
      assertThat(reference(form).orElseThrow()).containsAllEntriesOf(reference(GOOD).orElseThrow());
      assertThat(passage.response().status()).isEqualTo(200);
    } else {
      assertThat(passage.response().status()).isEqualTo(400);
      assertThat(passage.toString()).doesNotContain(M2M_SECRET);
    }
    assertThat(GATE.enter(token(GOOD)).response().status()).isEqualTo(200);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void hugeFormsAreRefusedUnread(@ForAll @IntRange(min = 1, max = 2000) int thousands) {
    assertThat(read(GOOD + "&x=" + "a".repeat(thousands * 1000)).isPresent())
        .isEqualTo(thousands <= 32);
    assertThat(read("a&".repeat(thousands) + "b").isPresent()).isEqualTo(thousands == 1);
  }

  private static Optional<Form> read(String form) {
    try {
      return Optional.of(Form.parse(Body.of(form)));
    } catch (OAuthException _) {
      return Optional.empty();
    }
  }

  /// By the JDK's decoder; nothing that it would mend or replace.
  private static Optional<Map<String, String>> reference(String form) {
    var values = new HashMap<String, String>();
    for (String pair : form.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      String[] parts = pair.split("=", 2);
      try {
        String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        boolean signed = pair.matches(".*%[+-].*|.*%.[+-].*");
        if (signed
            || (name + value).contains("\ufffd")
            || values.put(name, value) != null
            || values.size() > 32) {
          return Optional.empty();
        }
      } catch (IllegalArgumentException malformed) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "&",
            "=",
            "+",
            "%",
            "%2",
            "%zz",
            "%41",
            "%C3%A9",
            "%C3",
            "%00",
            "%26",
            "%3D",
            "%2B",
            "%+1",
            "a",
            "b",
            "scope",
            "client_id",
            "\u00e9",
            " ",
            "&&",
            "%E2%82%AC",
            "%e2",
            "%F0%9F%92%A9")
        .list()
        .ofMaxSize(2)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> forms() {
    return pieces().list().ofMaxSize(8).map(pieces -> String.join("", pieces));
  }
}
