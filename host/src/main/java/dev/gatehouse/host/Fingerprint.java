package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Sha256;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;

/// Tells whether two values are the same without showing either.
final class Fingerprint {
  private static final ObjectWriter SORTED =
      Json.STRICT.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private Fingerprint() {}

  /// The order of members does not count.
  static String of(JsonNode value) {
    return of(SORTED.writeValueAsBytes(value));
  }

  static String of(byte[] content) {
    return HexFormat.of().formatHex(Sha256.of(content), 0, 16);
  }
}
