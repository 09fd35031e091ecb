package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cognito.SignIn;
import dev.gatehouse.host.endpoint.Input.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// AdminInitiateAuth and AdminRespondToAuthChallenge: sign-in by password. No refresh token is
/// handed out, and no other flow is carried out.
final class CognitoSignIn {
  private static final Shape SESSION = new Shape(20, 2048, "(?s).*");
  private static final Shape PASSWORD = new Shape(1, 256, "(?s).*");
  private static final String CHALLENGE = "NEW_PASSWORD_REQUIRED";
  private static final String ATTRIBUTE = "userAttributes.";

  private CognitoSignIn() {}

  static ObjectNode initiate(Input input, SignIn signIn) {
    String client = input.text("ClientId", CognitoIdp.CLIENT_ID);
    String flow = input.text("AuthFlow");
    if (!Set.of("ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH").contains(flow)) {
      throw input.refuse("Gatehouse carries out ADMIN_USER_PASSWORD_AUTH only, not this AuthFlow.");
    }
    Input given = parameters(input, "AuthParameters");
    return shown(
        signIn.initiate(
            client,
            required(given, "USERNAME"),
            given.findSecret("PASSWORD", PASSWORD).orElseThrow(() -> missing(given, "PASSWORD")),
            given.find("SECRET_HASH").orElse(null)));
  }

  static ObjectNode respond(Input input, SignIn signIn) {
    String client = input.text("ClientId", CognitoIdp.CLIENT_ID);
    if (!input.text("ChallengeName").equals(CHALLENGE)) {
      throw input.refuse("Gatehouse puts the challenge " + CHALLENGE + " only.");
    }
    Input given = parameters(input, "ChallengeResponses");
    String session =
        input.findSecret("Session", SESSION).orElseThrow(() -> missing(input, "Session")).reveal();
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String name : given.members(Set.of()).propertyNames()) {
      if (name.startsWith(ATTRIBUTE)) {
        attributes.put(name.substring(ATTRIBUTE.length()), given.text(name));
      }
    }
    return shown(
        signIn.answer(
            client,
            session,
            required(given, "USERNAME"),
            given
                .findSecret("NEW_PASSWORD", PASSWORD)
                .orElseThrow(() -> missing(given, "NEW_PASSWORD")),
            attributes,
            given.find("SECRET_HASH").orElse(null)));
  }

  private static Input parameters(Input input, String name) {
    return input.has(name) ? input.structure(name) : input.of(Json.STRICT.createObjectNode());
  }

  private static String required(Input given, String name) {
    return given.find(name).orElseThrow(() -> missing(given, name));
  }

  private static AwsError missing(Input input, String name) {
    return input.refuse("Missing required parameter " + name);
  }

  private static ObjectNode shown(SignIn.Result result) {
    var answer = Json.STRICT.createObjectNode();
    switch (result) {
      case SignIn.Result.Tokens(var access, var id, var seconds) -> {
        answer.putObject("ChallengeParameters");
        answer
            .putObject("AuthenticationResult")
            .put("AccessToken", access)
            .put("ExpiresIn", seconds)
            .put("TokenType", "Bearer")
            .put("IdToken", id);
      }
      case SignIn.Result.NewPasswordRequired(var session, var user, var required) -> {
        var attributes = Json.STRICT.createObjectNode();
        user.allAttributes()
            .forEach((name, value) -> {
              if (!name.equals("sub")) {
                attributes.put(name, value);
              }
            });
        var names = Json.STRICT.createArrayNode();
        required.forEach(name -> names.add(ATTRIBUTE + name));
        answer.put("ChallengeName", CHALLENGE).put("Session", session);
        answer
            .putObject("ChallengeParameters")
            .put("USER_ID_FOR_SRP", user.username())
            .put("requiredAttributes", names.toString())
            .put("userAttributes", attributes.toString());
      }
    }
    return answer;
  }
}
