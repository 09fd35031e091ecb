package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Access tokens for app clients: fetched from the token endpoint, kept beside the stack's state
/// for its owner's eyes only, and used again until a minute before they expire.
final class Tokens {
  private static final String FILE = "tokens.json";
  private static final long MARGIN_SECONDS = 60;

  private final Path folder;
  private final Http http;
  private final Clock clock;

  /// @param folder the stack's state folder
  Tokens(Path folder, Http http, Clock clock) {
    this.folder = folder;
    this.http = http;
    this.clock = clock;
  }

  /// @param scope scopes separated by spaces
  /// @throws StartupException when the token endpoint refuses
  String reusedOrFetched(ClientView client, String scope) {
    String key = client.id() + " " + scope;
    ObjectNode kept = read();
    long now = clock.instant().getEpochSecond();
    var known = kept.path(key);
    if (known.path("until").asLong(0) > now) {
      return known.path("token").asString("");
    }
    var answer = http.send(Http.tokenRequest(client, scope));
    if (answer.statusCode() != 200) {
      throw refused(client, answer.body());
    }
    var told = Json.STRICT.readTree(answer.body());
    String token = told.path("access_token").asString("");
    kept.putObject(key)
        .put("token", token)
        .put("until", now + told.path("expires_in").asLong(0) - MARGIN_SECONDS);
    write(kept);
    return token;
  }

  static StartupException refused(ClientView client, String body) {
    return new StartupException(
        "no token for "
            + client.name()
            + ": "
            + Lines.printable(body)
            + "; `gatehouse why` says more");
  }

  private ObjectNode read() {
    try {
      return Json.STRICT.readTree(Files.readString(folder.resolve(FILE))) instanceof ObjectNode kept
          ? kept
          : Json.STRICT.createObjectNode();
    } catch (IOException | JacksonException noneOrUnreadable) {
      return Json.STRICT.createObjectNode();
    }
  }

  private void write(ObjectNode kept) {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Path written = Files.createTempFile(folder, FILE, ".new", owner);
      Files.writeString(written, Json.STRICT.writeValueAsString(kept));
      Files.move(written, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartupException("cannot keep the token in " + folder + ": " + e);
    }
  }
}
