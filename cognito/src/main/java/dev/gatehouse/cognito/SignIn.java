package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs users in with their passwords, for an administrator who asks in their place
/// (API_AdminInitiateAuth). Every refusal is a [UserFault].
public final class SignIn {
  private final UserPoolConfig pool;
  private final UserDirectory users;
  private final TokenIssuer issuer;

  /// What came of it.
  public sealed interface Result {
    /// @param seconds how long both last
    record Tokens(String access, String id, long seconds) implements Result {
      @Override
      public String toString() {
        return "Tokens";
      }
    }

    /// The password was right, and is good for nothing but to be changed.
    ///
    /// @param session to be handed in with the new one, once
    /// @param required attributes that the user must give as well
    record NewPasswordRequired(String session, User user, List<String> required) implements Result {
      @Override
      public String toString() {
        return "NewPasswordRequired";
      }
    }
  }

  /// @param clock the tokens'
  public SignIn(
      UserPoolConfig pool, UserDirectory users, SigningKeys keys, Clock clock, Supplier<UUID> ids) {
    this.pool = requireNonNull(pool, "pool");
    this.users = requireNonNull(users, "users");
    this.issuer = new TokenIssuer(pool.issuer(), keys, clock, ids);
  }

  /// `ADMIN_USER_PASSWORD_AUTH`.
  ///
  /// @param secretHash null when none was sent
  public Result initiate(
      String clientId, String username, Secret password, @Nullable String secretHash) {
    AppClient client = client(clientId);
    if (!client.signIn().contains("ALLOW_ADMIN_USER_PASSWORD_AUTH")
        && !client.signIn().contains("ADMIN_NO_SRP_AUTH")) {
      throw UserFault.invalid("Auth flow not enabled for this client");
    }
    checkSecretHash(client, username, secretHash);
    User user = users.verified(username, password);
    if (user.status() == User.Status.CONFIRMED) {
      return tokens(client, user);
    }
    if (users.isExpired(user)) {
      throw refused("Temporary password has expired and must be reset by an administrator.");
    }
    return new Result.NewPasswordRequired(
        users.sessions().open(client.id(), user), user, missing(user, Map.of()));
  }

  /// The answer to `NEW_PASSWORD_REQUIRED`.
  ///
  /// @param attributes that the user gives as well
  public Result answer(
      String clientId,
      String session,
      String username,
      Secret password,
      Map<String, String> attributes,
      @Nullable String secretHash) {
    AppClient client = client(clientId);
    checkSecretHash(client, username, secretHash);
    User user = users.find(username).orElseThrow(SignIn::badSession);
    if (!users.sessions().holds(session, client.id(), user)) {
      throw badSession();
    }
    if (!user.enabled()) {
      throw refused("User is disabled.");
    }
    var missing = missing(user, attributes);
    if (!missing.isEmpty()) {
      throw UserFault.invalid(
          "Attributes did not conform to the schema: "
              + missing.getFirst()
              + ": The attribute is required\n");
    }
    User changed = users.changePassword(user, password, attributes);
    users.sessions().close(session);
    return tokens(client, changed);
  }

  private List<String> missing(User user, Map<String, String> given) {
    var missing = new ArrayList<String>();
    for (UserAttribute attribute : users.rules().attributes().values()) {
      if (attribute.required()
          && user.attribute(attribute.name()).isEmpty()
          && !given.containsKey(attribute.name())) {
        missing.add(attribute.name());
      }
    }
    return missing;
  }

  private static UserFault badSession() {
    return refused("Invalid session for the user.");
  }

  private static UserFault refused(String message) {
    return new UserFault("NotAuthorizedException", message);
  }

  private Result tokens(AppClient client, User user) {
    return issuer.userTokens(client, user, groups(user));
  }

  private List<UserGroup> groups(User user) {
    return users.groups().stream().filter(group -> user.groups().contains(group.name())).toList();
  }

  private AppClient client(String id) {
    return pool.clients().stream()
        .filter(client -> client.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new UserFault(
                "ResourceNotFoundException", "User pool client " + id + " does not exist."));
  }

  /// `Base64(HMAC-SHA256(secret, username + client id))`
  /// (signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash).
  private static void checkSecretHash(
      AppClient client, String username, @Nullable String secretHash) {
    switch (client.type()) {
      case ClientType.Public() when secretHash == null -> {}
      case ClientType.Confidential(_) when secretHash == null ->
          throw refused(
              "Client "
                  + client.id()
                  + " is configured with secret but SECRET_HASH was not received");
      case ClientType.Confidential(var secret)
          when MessageDigest.isEqual(
              hash(secret, username + client.id()).getBytes(StandardCharsets.UTF_8),
              secretHash.getBytes(StandardCharsets.UTF_8)) -> {}
      case ClientType.Public() -> throw badHash(client);
      case ClientType.Confidential(_) -> throw badHash(client);
    }
  }

  private static UserFault badHash(AppClient client) {
    return refused("Unable to verify secret hash for client " + client.id());
  }

  private static String hash(Secret secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has it", impossible);
    }
  }
}
