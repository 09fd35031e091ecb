package dev.gatehouse.playerfc.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// A player: its attributes in the order of [#ATTRIBUTES], `id` first. Text and dates are strings,
/// numbers are longs.
record Player(String id, Map<String, Object> attributes) {
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  /// What a player is made of, without its id.
  static final Map<String, FieldType> ATTRIBUTES =
      ordered(
          Map.entry("name", FieldType.STRING),
          Map.entry("country", FieldType.STRING),
          Map.entry("date_of_birth", FieldType.DATE),
          Map.entry("team", FieldType.STRING),
          Map.entry("position", FieldType.STRING),
          Map.entry("club_number", FieldType.INTEGER),
          Map.entry("national_team_number", FieldType.INTEGER));

  /// What may change in a player's life; name and country make the id.
  static final Map<String, FieldType> CHANGEABLE =
      ordered(
          Map.entry("team", FieldType.STRING),
          Map.entry("position", FieldType.STRING),
          Map.entry("club_number", FieldType.INTEGER),
          Map.entry("national_team_number", FieldType.INTEGER));

  /// For the documentation.
  static final Map<String, Object> EXAMPLE =
      Json.object(
          "name", "Kylian Mbappé",
          "country", "France",
          "date_of_birth", "1998-12-20",
          "team", "Real Madrid",
          "position", "Forward",
          "club_number", 9L,
          "national_team_number", 10L);

  static Player of(Map<String, Object> attributes) {
    var id = idOf(attributes.get("name") + "-" + attributes.get("country"));
    var all = new LinkedHashMap<String, Object>();
    all.put("id", id);
    ATTRIBUTES
        .keySet()
        .forEach(name -> all.put(name, Objects.requireNonNull(attributes.get(name))));
    return new Player(id, Collections.unmodifiableMap(all));
  }

  String name() {
    return Objects.requireNonNull(attributes.get("name")).toString();
  }

  /// RFC 9562 version 5 in the DNS namespace; the JDK makes versions 3 and 4 only.
  static String idOf(String nameAndCountry) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(DNS.getMostSignificantBits())
              .putLong(DNS.getLeastSignificantBits())
              .flip());
      var hash = ByteBuffer.wrap(sha1.digest(nameAndCountry.getBytes(UTF_8)));
      long high = (hash.getLong() & 0xffffffffffff0fffL) | 0x5000L;
      long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return new UUID(high, low).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @SafeVarargs
  private static Map<String, FieldType> ordered(Map.Entry<String, FieldType>... entries) {
    var fields = new LinkedHashMap<String, FieldType>();
    for (var entry : entries) {
      fields.put(entry.getKey(), entry.getValue());
    }
    return Collections.unmodifiableMap(fields);
  }
}
