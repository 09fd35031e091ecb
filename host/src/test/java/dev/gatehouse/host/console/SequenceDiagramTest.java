package dev.gatehouse.host.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.host.console.Arrow.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

final class SequenceDiagramTest {
  private static String svg(List<Arrow> arrows) {
    return SequenceDiagram.of("Sequence of <x>", arrows, UnaryOperator.identity())
        .render()
        .replaceAll("(?s).*(<svg.*</svg>).*", "$1");
  }

  @Test
  void isWellFormedWhateverIsSaid() throws Exception {
    var arrows =
        List.of(
            Arrow.call(Role.CLIENT.lane(), Role.GATEWAY.lane(), "GET /<script>&\"'\uD83D\uDE00"),
            Arrow.refusal(
                Role.GATEWAY.lane(), Role.CLIENT.lane(), "\uD83D\uDE00".repeat(60), Duration.ZERO));
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg(arrows).getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getAttribute("aria-label"))
        .isEqualTo("Sequence of <x>");
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Sequence of <x>");
    assertThat(document.getElementsByTagName("line").getLength()).isEqualTo(4);
  }

  @Test
  void lanesStandInTheOrderOfTheRequestsWay() {
    var arrows =
        List.of(
            Arrow.call(Role.FUNCTION.lane("f"), Role.TABLE.lane(), "GetItem"),
            Arrow.call(Role.CLIENT.lane(), Role.GATEWAY.lane(), "GET /"),
            Arrow.call(Role.GATEWAY.lane(), Role.AUTHORIZER.lane(), "may it?"));
    assertThat(svg(arrows))
        .containsSubsequence(
            ">Client<", ">API gateway<", ">Authorizer<", ">Function<", ">f<", ">Table<");
  }

  @Test
  void saysHowLongAnswersTook() {
    var lane = Role.CLIENT.lane();
    var arrows =
        List.of(Arrow.answer(Role.GATEWAY.lane(), lane, "200", Duration.ofNanos(1_234_567)));
    assertThat(svg(arrows)).contains(">1.2\u00a0ms<");
    assertThat(Took.of(Duration.ofNanos(999_000))).isEqualTo("999\u00a0µs");
    assertThat(Took.of(Duration.ofMillis(61_500))).isEqualTo("61.50\u00a0s");
  }
}
