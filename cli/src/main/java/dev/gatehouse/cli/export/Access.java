package dev.gatehouse.cli.export;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.host.ClientView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an API is and with what its locks open.
///
/// @param baseUrl with the stage, without a slash at the end
/// @param client null when the stack has none that may fetch tokens with its own credentials
public record Access(
    String baseUrl,
    @Nullable ClientView client,
    String region,
    String accessKeyId,
    String secretAccessKey) {
  public Access {
    requireNonNull(baseUrl, "baseUrl");
    requireNonNull(region, "region");
    requireNonNull(accessKeyId, "accessKeyId");
    requireNonNull(secretAccessKey, "secretAccessKey");
  }

  /// Without secrets.
  @Override
  public String toString() {
    return "Access[" + baseUrl + "]";
  }

  /// Something that a client fills in.
  record Variable(String name, String value, boolean secret) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// @param withSecrets false leaves those empty; the token is always fetched anew
  List<Variable> variables(Walk walk, boolean withSecrets) {
    var variables = new ArrayList<Variable>();
    variables.add(new Variable("base_url", baseUrl, false));
    if (walk.has(Walk.Lock.JWT)) {
      if (client != null) {
        variables.add(new Variable("token_url", client.tokenUrl(), false));
        variables.add(new Variable("scope", client.scope(), false));
        variables.add(new Variable("client_id", withSecrets ? client.id() : "", true));
        variables.add(new Variable("client_secret", withSecrets ? client.secret() : "", true));
      }
      variables.add(new Variable("access_token", "", true));
    }
    if (walk.has(Walk.Lock.IAM)) {
      variables.add(new Variable("aws_region", region, false));
      variables.add(new Variable("aws_access_key_id", withSecrets ? accessKeyId : "", true));
      variables.add(
          new Variable("aws_secret_access_key", withSecrets ? secretAccessKey : "", true));
    }
    walk.functionHeaders().forEach(header -> variables.add(new Variable(header, "", true)));
    walk.variables().forEach(name -> variables.add(new Variable(name, "1", false)));
    return variables;
  }
}
