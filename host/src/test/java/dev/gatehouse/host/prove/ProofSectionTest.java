package dev.gatehouse.host.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A proof in an audit's page.
final class ProofSectionTest {
  private static DoorProof door(List<Intrusion> gotIn) {
    return new DoorProof(
        "GET",
        "/items",
        "Items",
        "http://127.0.0.1:4567",
        "jwt",
        false,
        350,
        gotIn,
        2,
        0,
        0,
        "yes",
        List.of("this"));
  }

  private static String page(List<Intrusion> gotIn) {
    return ProofSection.of(new Proof("stack", List.of(door(gotIn)))).render();
  }

  @Test
  void whatHeldIsARowOfATable() {
    assertThat(page(List.of()))
        .contains("Proof of stack: 350 attempts on 1 locked door, nothing got in.")
        .contains(
            "<tr><td><code>GET /items</code></td><td>jwt</td><td>350</td><td>0</td><td>yes</td>"
                + "<td>2 attempts passed another door, which lets such guests in;"
                + " not tried: this</td></tr>")
        .doesNotContain("Got in:");
  }

  @Test
  void whatGotInIsShownWithItsRequestEscaped() {
    assertThat(page(List.of(new Intrusion("<script>", "curl 'a' <b>", "GET /items", "so"))))
        .contains("1 got in")
        .contains("<h3>Got in: &lt;script&gt;</h3>")
        .contains("<code>curl &#x27;a&#x27; &lt;b&gt;</code>")
        .doesNotContain("<script>");
  }
}
