package dev.gatehouse.playerfc.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlayerTest {
  // Expected values by Python's uuid.uuid5(uuid.NAMESPACE_DNS, …).
  @ParameterizedTest
  @CsvSource({
    "Christopher Nkunku-France, 4d6d8412-c021-52bc-8c47-feed545b0ced",
    "Kylian Mbappé-France, 3264c543-bd2d-5b13-9b79-4282692997fe",
    "python.org, 886313e1-3b8a-5372-9b90-0c9aee199e5d"
  })
  void idIsTheNameBasedUuidInTheDnsNamespace(String name, String id) {
    assertThat(Player.idOf(name)).isEqualTo(id);
  }
}
