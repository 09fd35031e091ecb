package dev.gatehouse.cli.export;

import dev.gatehouse.aws.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// The files that other clients walk an API's routes with.
public final class ClientFiles {
  /// The program that reads an `.http` file.
  public enum Editor {
    /// Visual Studio Code with the extension REST Client.
    VSCODE,
    /// IntelliJ IDEA and its sisters.
    INTELLIJ
  }

  private final Walk walk;
  private final Access access;

  /// @param definition with extensions, filled in as far as possible
  /// @param described whether functions have filled it in
  public ClientFiles(ObjectNode definition, boolean described, Access access) {
    this.walk = Walk.through(definition, described);
    this.access = access;
  }

  /// The API's name as a file's name can have it.
  public String stem() {
    String stem = walk.title().replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+|-+$", "");
    return stem.isEmpty() ? "api" : stem;
  }

  public String postmanCollection() {
    return pretty(new PostmanCollection(walk, access).collection());
  }

  /// @param withSecrets false leaves them to be pasted
  public String postmanEnvironment(boolean withSecrets) {
    return pretty(new PostmanCollection(walk, access).environment(withSecrets));
  }

  /// @param withSecrets false leaves them to be pasted
  public String http(Editor editor, boolean withSecrets) {
    return new HttpFile(walk, access, editor).write(withSecrets);
  }

  /// @param clientId what `gatehouse env` calls the client's id
  /// @param clientSecret what `gatehouse env` calls the client's secret
  public String curl(String clientId, String clientSecret) {
    return new CurlScript(walk, access, new CurlScript.Names(clientId, clientSecret)).write();
  }

  /// How much there is, in a few words.
  public String summary() {
    return String.format(
        Locale.ROOT, "%d routes, %d of them locked", walk.calls().size(), walk.locked().size());
  }

  private static String pretty(ObjectNode node) {
    return Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
